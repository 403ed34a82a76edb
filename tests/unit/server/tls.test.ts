/** The local certificate of `--lan`: good for this machine's addresses, under an authority that stays. */
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { localCertificate } from '../../../src/server/tls.ts';
import { SHOP_MORNING } from '../../fakes/clock.ts';

const undo: (() => void)[] = [];
afterEach(() => {
  for (const step of undo.splice(0)) step();
});

function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'pling-tls-'));
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    make: (addresses: string[], now = SHOP_MORNING) => localCertificate(folder, addresses, now),
  };
}

test('it is good for every address and signed by the authority', async () => {
  const { folder, make } = setup();
  const { cert, authority } = await make(['192.168.1.20']);
  const own = new X509Certificate(cert);
  const root = new X509Certificate(authority);
  expect(own.checkIP('192.168.1.20')).toBe('192.168.1.20');
  expect(own.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(own.checkHost('localhost')).toBe('localhost');
  expect(own.verify(root.publicKey)).toBe(true);
  expect([root.ca, own.ca]).toEqual([true, false]);
  expect(statSync(join(folder, 'authority.key')).mode & 0o777).toBe(0o600);
});

test('it is kept, made anew for a new address, and the authority stays', async () => {
  const { make } = setup();
  const first = await make(['192.168.1.20']);
  expect(await make(['192.168.1.20'])).toEqual(first);
  const moved = await make(['10.0.0.7']);
  expect(moved.authority).toBe(first.authority);
  expect(moved.cert).not.toBe(first.cert);
  expect(new X509Certificate(moved.cert).checkIP('10.0.0.7')).toBe('10.0.0.7');
});

test('it is made anew a month before it ends, and never lives longer than Apple takes', async () => {
  const { make } = setup();
  const { cert } = await make([]);
  const own = new X509Certificate(cert);
  const days = (Date.parse(own.validTo) - Date.parse(own.validFrom)) / 86_400_000;
  expect(days).toBeLessThanOrEqual(398);
  const later = await make([], SHOP_MORNING + 370 * 86_400_000);
  expect(later.cert).not.toBe(cert);
});
