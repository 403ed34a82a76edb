/** The gateway's signature against every published or observed example (tests/fixtures/sign-vectors.json). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { isSameText, isSigned, sign } from '../../../src/proxy/gateway/signature.ts';

const vectorSchema = v.object({
  name: v.string(),
  token: v.string(),
  params: v.record(v.string(), v.string()),
  verifySign: v.string(),
  emptyRule: v.optional(v.picklist(['keep', 'drop']), 'keep'),
});
const path = join(import.meta.dirname, '../../fixtures/sign-vectors.json');
const vectors = v.parse(v.array(vectorSchema), JSON.parse(readFileSync(path, 'utf8')));

test('all seventeen vectors are there', () => {
  expect(vectors).toHaveLength(17);
});

describe.each(vectors)('$name', ({ params, token, verifySign, emptyRule }) => {
  test('is signed the same', () => {
    expect(sign(params, token, emptyRule)).toBe(verifySign);
  });

  test('verifies under either rule for empty values', () => {
    expect(isSigned({ ...params, verifySign }, token)).toBe(true);
    expect(isSigned({ ...params, verifySign: verifySign.toUpperCase() }, token)).toBe(true);
  });

  test('does not verify with another token, another field or none', () => {
    expect(isSigned({ ...params, verifySign }, `${token}x`)).toBe(false);
    expect(isSigned({ ...params, more: '1', verifySign }, token)).toBe(false);
    expect(isSigned(params, token)).toBe(false);
  });
});

test('the order in which fields are written down does not matter', () => {
  const field = fc.tuple(fc.stringMatching(/^[A-Za-z]{1,8}$/), fc.string());
  fc.assert(
    fc.property(fc.uniqueArray(field, { selector: ([name]) => name }), (fields) => {
      const forward = sign(Object.fromEntries(fields), 't');
      return forward === sign(Object.fromEntries(fields.toReversed()), 't');
    }),
  );
});

test('texts compare equal only when they are', () => {
  fc.assert(fc.property(fc.string(), fc.string(), (a, b) => isSameText(a, b) === (a === b)));
});
