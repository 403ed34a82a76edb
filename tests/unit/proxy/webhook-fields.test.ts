/** One signature, one reading: what can be cut in two ways is not read at all. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sign } from '../../../src/proxy/gateway/signature.ts';
import { readWebhookFields } from '../../../src/proxy/gateway/webhook-fields.ts';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

describe('is read', () => {
  test.each<[string, string, string, Record<string, string>]>([
    ['a form', FORM, 'amount=0.01&status=success', { amount: '0.01', status: 'success' }],
    ['a form with a charset', `${FORM}; charset=utf-8`, 'a=%C3%A9+%26+b', { a: 'é & b' }],
    ['a form that names no type', '', 'a=1', { a: '1' }],
    ['an empty value', FORM, 'note=&a=1', { note: '', a: '1' }],
    ['JSON', 'Application/JSON; charset=utf-8', ' {"a":"1", "b" : "x,}\\""} ', { a: '1', b: 'x,}"' }],
    ['a number as it was written', JSON_TYPE, '{"amount":12.50,"n":-3}', { amount: '12.50', n: '-3' }],
    ['true and false', JSON_TYPE, '{"a":true,"b":false}', { a: 'true', b: 'false' }],
    ['null, which is left out', JSON_TYPE, '{"a":"1","b":null}', { a: '1' }],
    ['a name every object has', JSON_TYPE, '{"constructor":"x"}', { constructor: 'x' }],
  ])('%s', (_name, type, body, fields) => {
    expect(readWebhookFields(type, body)).toEqual(fields);
  });
});

describe('is refused', () => {
  test.each([
    ['a name twice in a form', FORM, 'status=failed&status=success'],
    ['a name twice in JSON', JSON_TYPE, '{"status":"failed","status":"success"}'],
    ['a name twice, once escaped', JSON_TYPE, '{"status":"failed","st\\u0061tus":"success"}'],
    ['a name twice, once null', JSON_TYPE, '{"a":"1","b":null,"a":"2"}'],
    ['an array', JSON_TYPE, '{"amount":["1"]}'],
    ['an object', JSON_TYPE, '{"amount":{"a":"1"}}'],
    ['a list', JSON_TYPE, '[{"a":"1"}]'],
    ['a text', JSON_TYPE, '"a=1"'],
    ['an empty object', JSON_TYPE, '{}'],
    ['half an object', JSON_TYPE, '{"a":"1",'],
    ['more behind the object', JSON_TYPE, '{"a":"1"}{"a":"2"}'],
    ['a bad escape', JSON_TYPE, '{"a":"\\x"}'],
    ['a bare line break', JSON_TYPE, '{"a":"\n"}'],
    ['a number of two ways', JSON_TYPE, '{"a":1e3}'],
    ['brackets in a name', FORM, 'amount[]=1'],
    ['a name with an equals sign', JSON_TYPE, '{"a=b":"1"}'],
    ['no name', FORM, '=1'],
    ['the prototype', JSON_TYPE, '{"__proto__":"x"}'],
    ['a hidden field', FORM, 'note=x%26status%3Dsuccess'],
    ['a hidden field in JSON', JSON_TYPE, '{"note":"x&status=success"}'],
    ['too many fields', FORM, Array.from({ length: 41 }, (_, n) => `f${n}=1`).join('&')],
    ['another type', 'text/plain', 'a=1'],
    ['a form in parts', 'multipart/form-data; boundary=x', '--x--'],
  ])('%s', (_name, type, body) => {
    expect(readWebhookFields(type, body)).toBeNull();
  });
});

test('two bodies with one signature are one and the same message', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'note', 'status');
  const value = fc.stringMatching(/^[a-c=&n]{0,8}$/);
  const form = fc.uniqueArray(fc.tuple(name, value), {
    selector: ([key]) => key,
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(form, form, (one, other) => {
      const [first, second] = [one, other].map((pairs) =>
        readWebhookFields(FORM, new URLSearchParams(pairs).toString()),
      );
      fc.pre(first !== null && first !== undefined && second !== null && second !== undefined);
      if (first && second && sign(first, 't') === sign(second, 't')) expect(first).toEqual(second);
    }),
    { numRuns: 2_000 },
  );
});

test('what a form and a JSON text say is the same, where both can say it', () => {
  const field = fc.tuple(fc.stringMatching(/^[A-Za-z]\w{0,8}$/), fc.string({ unit: 'grapheme' }));
  fc.assert(
    fc.property(fc.uniqueArray(field, { selector: ([key]) => key, minLength: 1, maxLength: 9 }), (pairs) => {
      const form = readWebhookFields(FORM, new URLSearchParams(pairs).toString());
      expect(readWebhookFields(JSON_TYPE, JSON.stringify(Object.fromEntries(pairs)))).toEqual(form);
    }),
  );
});
