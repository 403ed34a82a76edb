/** The gateway's own reading of verifySign, held by every published and recorded example. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSigned, sign, stringToSign, type EmptyRule } from '../../../src/gateway-sim/signature.ts';

interface Vector {
  readonly name: string;
  readonly token: string;
  readonly params: Record<string, string>;
  readonly stringToSign: string;
  readonly verifySign: string;
  readonly emptyRule?: EmptyRule;
}
const file = new URL('../../fixtures/sign-vectors.json', import.meta.url);
const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vector[];

test('the file has its 17 vectors', () => {
  expect(vectors).toHaveLength(17);
});

describe.each(vectors)('$name', (vector) => {
  const fields = new Map(Object.entries(vector.params));
  const rule = vector.emptyRule ?? 'keep';

  test('the signed text and the signature are the recorded ones', () => {
    expect(stringToSign(fields, vector.token, rule)).toBe(vector.stringToSign);
    expect(sign(fields, vector.token, rule)).toBe(vector.verifySign);
  });

  test('it verifies, and not with one letter changed', () => {
    const sent = new Map([...fields, ['verifySign', vector.verifySign]]);
    expect(isSigned(sent, vector.token, 'either')).toBe(true);
    expect(isSigned(sent, vector.token, rule)).toBe(true);
    expect(isSigned(new Map([...sent, ['storeNo', '300015']]), vector.token, 'either')).toBe(false);
  });
});

test('the order in which fields are sent does not matter, every field does', () => {
  const names = fc.stringMatching(/^[a-zA-Z]{1,8}$/).filter((name) => name !== 'verifySign');
  const entries = fc.uniqueArray(fc.tuple(names, fc.string({ minLength: 1 })), {
    selector: ([name]) => name,
    minLength: 1,
    maxLength: 6,
  });
  fc.assert(
    fc.property(entries, fc.nat(), (pairs, at) => {
      const signature = sign(new Map(pairs), 'token');
      expect(sign(new Map(pairs.toReversed()), 'token')).toBe(signature);
      const without = pairs.filter((_pair, index) => index !== at % pairs.length);
      expect(sign(new Map(without), 'token')).not.toBe(signature);
    }),
    { numRuns: 100 },
  );
});

test('a strict gateway takes only its own rule for empty values', () => {
  const fields = new Map([
    ['amount', '13.00'],
    ['storeAdminNo', ''],
  ]);
  const kept = new Map([...fields, ['verifySign', sign(fields, 't', 'keep')]]);
  const dropped = new Map([...fields, ['verifySign', sign(fields, 't', 'drop')]]);
  expect([isSigned(kept, 't', 'keep'), isSigned(kept, 't', 'drop')]).toEqual([true, false]);
  expect([isSigned(dropped, 't', 'keep'), isSigned(dropped, 't', 'drop')]).toEqual([false, true]);
});
