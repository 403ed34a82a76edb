/** Depth and width of a JSON text, told before it is read. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isShallow, MOST_DEPTH, MOST_VALUES } from '../../../src/proxy/json-shape.ts';

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
const wide = (values: number): string => `[${Array.from({ length: values }, () => '1').join(',')}]`;

test.each([
  ['as deep as may be', nested(MOST_DEPTH), true],
  ['one deeper', nested(MOST_DEPTH + 1), false],
  ['one deeper, in objects', '{"a":'.repeat(MOST_DEPTH + 1), false],
  ['as wide as may be', wide(MOST_VALUES), true],
  ['one wider', wide(MOST_VALUES + 1), false],
  ['brackets and commas inside a text', JSON.stringify('[,'.repeat(MOST_VALUES)), true],
  ['a quote that a text holds', JSON.stringify(`\\"${'['.repeat(99)}`), true],
  ['nothing', '', true],
])('%s', (_name, text, expected) => {
  expect(isShallow(text)).toBe(expected);
});

test('whatever a till may send within the bounds passes, however its texts look', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
      expect(isShallow(JSON.stringify(value))).toBe(true);
    }),
  );
});
