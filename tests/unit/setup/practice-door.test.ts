/** The practice wallet at a public address: no stranger mints codes there, and the console's link opens it for a browser. */
import { expect, test } from 'vitest';
import { answerDoor, isPlayPath, practiceKey, walletLink } from '../../../src/setup/practice-door.ts';

const ORIGIN = 'https://till.example.com';
const KEY = practiceKey(new Uint8Array(32).fill(3));
const ask = (path: string, init: RequestInit = {}): Response | null =>
  answerDoor(new Request(ORIGIN + path, init), KEY);

test.each([
  ['/wallet', {}],
  ['/wallet?key=', {}],
  ['/wallet?key=guess', {}],
  ['/gateway/sim/wallets', {}],
  [`/gateway/sim/wallets?key=${KEY}`, { method: 'POST' }],
  ['/wallet', { headers: { cookie: 'pling_wallet=' } }],
  ['/wallet', { headers: { cookie: `pling_wallet=${'0'.repeat(32)}` } }],
])('a stranger at %s is sent away', (path, init) => {
  const answer = ask(path, init);
  expect(answer?.status).toBe(403);
  expect(answer?.headers.get('set-cookie')).toBeNull();
});

test('the console’s link opens the page in this browser, and the key does not stay in its address', () => {
  const link = walletLink(ORIGIN, KEY);
  const answer = ask(link.slice(ORIGIN.length));
  expect([answer?.status, answer?.headers.get('location')]).toEqual([303, '/wallet']);
  const cookie = answer?.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/; HttpOnly; SameSite=Strict; Secure$/);
  const headers = { cookie: cookie.split(';')[0] ?? '' };
  expect(ask('/wallet', { headers })).toBeNull();
  expect(ask('/gateway/sim/wallets/codes', { method: 'POST', headers })).toBeNull();
});

test('another deployment’s key is none here', () => {
  const other = practiceKey(new Uint8Array(32).fill(4));
  expect(ask(`/wallet?key=${other}`)?.status).toBe(403);
});

test.each([
  ['/wallet', true],
  ['/gateway/sim', true],
  ['/gateway/sim/faults', true],
  ['/gateway/app-instore/v3/pay', false],
  ['/', false],
  ['/walletx', false],
])('%s is asked for with the key: %s', (path, isAsked) => {
  expect(isPlayPath(path)).toBe(isAsked);
});
