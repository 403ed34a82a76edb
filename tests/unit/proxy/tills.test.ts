/** Letters of tills: they stand in every sale's number and are never given twice. */
import { expect, test } from 'vitest';
import { letterOf } from '../../../src/proxy/auth/tills.ts';

test.each([
  [0, 'A'],
  [25, 'Z'],
  [26, 'AA'],
  [51, 'AZ'],
  [52, 'BA'],
  [701, 'ZZ'],
])('the till after %i others is %s', (count, letter) => {
  expect(letterOf(count)).toBe(letter);
});

test('no two of the 702 are alike', () => {
  expect(new Set(Array.from({ length: 702 }, (_, count) => letterOf(count))).size).toBe(702);
});
