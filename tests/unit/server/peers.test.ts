/** Whose address counts: nobody can put on another's, and a terminator is believed only where the shop says so. */
import { expect, test } from 'vitest';
import { Peers } from '../../../src/server/peers.ts';

const NOBODY = { trustsAll: false, trustsLoopback: false };
const LOCAL = { trustsAll: false, trustsLoopback: true };
const ALL = { trustsAll: true, trustsLoopback: false };

test('a request that goes on as another object has the address of the first', () => {
  const peers = new Peers(NOBODY);
  const request = new Request('http://till.test/');
  const copy = request.clone();
  peers.note(request, '192.0.2.1');
  expect(peers.addressOf(copy)).toBeNull();
  peers.copy(request, copy);
  expect(peers.addressOf(copy)).toBe('192.0.2.1');
});

test.each<[string, typeof NOBODY, string | null, string | null, string | null]>([
  ['a client that names another address', NOBODY, '192.0.2.1', '203.0.113.9', '192.0.2.1'],
  ['a client on this machine that does', NOBODY, '127.0.0.1', '203.0.113.9', '127.0.0.1'],
  ['a terminator on this machine', LOCAL, '127.0.0.1', '203.0.113.9', '203.0.113.9'],
  ['the same by IPv6', LOCAL, '::1', '2001:db8::9', '2001:db8::9'],
  ['the same as IPv4 in IPv6', LOCAL, '::ffff:127.0.0.1', '203.0.113.9', '203.0.113.9'],
  ['a client that comes past the terminator', LOCAL, '192.0.2.1', '203.0.113.9', '192.0.2.1'],
  ['a trusted terminator elsewhere', ALL, '192.0.2.1', '203.0.113.9', '203.0.113.9'],
  ['only its own word counts', ALL, '192.0.2.1', '198.51.100.1, 203.0.113.9', '203.0.113.9'],
  ['what is no address', ALL, '192.0.2.1', 'unknown', '192.0.2.1'],
  ['nothing said', ALL, '192.0.2.1', null, '192.0.2.1'],
  ['nobody noted', ALL, null, '203.0.113.9', null],
])('%s', (_name, rule, peer, forwarded, expected) => {
  const peers = new Peers(rule);
  const headers = forwarded === null ? {} : { 'x-forwarded-for': forwarded };
  const request = new Request('http://till.test/', { headers });
  peers.note(request, peer);
  expect(peers.addressOf(request)).toBe(expected);
});
