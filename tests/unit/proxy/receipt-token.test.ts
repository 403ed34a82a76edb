/** A receipt's token: nobody guesses it, and it says in which shop to look first. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeReceiptToken, receiptTag } from '../../../src/proxy/receipt-token.ts';
import { makeSeededRandom } from '../../fakes/random.ts';

test('is 26 characters as the contract wants them, and begins with its shop’s tag', () => {
  fc.assert(
    fc.property(fc.nat(), fc.stringMatching(/^[0-9a-f]{16}$/), (seed, realm) => {
      const token = makeReceiptToken(realm, makeSeededRandom(seed));
      expect(token).toMatch(/^[0-9a-z]{26}$/);
      expect(token.startsWith(receiptTag(realm))).toBe(true);
    }),
  );
});

test('every character but the tag is drawn from all 36, none more often than another', () => {
  const random = makeSeededRandom(11);
  const counts = new Map<string, number>();
  for (let n = 0; n < 4_000; n += 1)
    for (const sign of makeReceiptToken('0'.repeat(16), random).slice(1))
      counts.set(sign, (counts.get(sign) ?? 0) + 1);
  expect(counts.size).toBe(36);
  const fair = (4_000 * 25) / 36;
  for (const count of counts.values()) expect(Math.abs(count - fair) / fair).toBeLessThan(0.12);
});

test('bytes that would favour some characters are thrown away', () => {
  const bytes = [252, 253, 254, 255];
  let drawn = 0;
  const random = {
    bytes: (count: number) => Uint8Array.from({ length: count }, () => bytes[drawn++] ?? 35),
  };
  expect(makeReceiptToken('0'.repeat(16), random)).toBe(`0${'z'.repeat(25)}`);
});
