/** Pictures made clearer: sizes and values, by hand. */
import { describe, expect, it } from 'vitest';
import { enlarged, halved, shrunk, wiped } from '../../../../src/scan/sight/clear-up.ts';
import type { Grey } from '../../../../src/scan/sight/grey.ts';

const grey = (width: number, ...values: readonly number[]): Grey => ({
  data: Uint8Array.from(values),
  width,
  height: values.length / width,
});

describe('a picture', () => {
  it('enlarged has what lies between two pixels as their mean', () => {
    expect(enlarged(grey(2, 0, 100, 200, 100))).toEqual(
      grey(
        4,
        ...[0, 50, 100, 100],
        ...[100, 100, 100, 100],
        ...[200, 150, 100, 100],
        ...[200, 150, 100, 100],
      ),
    );
  });

  it('halved has each four as their mean, and drops an odd rim', () => {
    expect(halved(grey(3, 0, 100, 9, 200, 100, 9, 9, 9, 9))).toEqual(grey(1, 100));
  });

  it('is halved until it is small enough', () => {
    const wide = grey(40, ...Array.from({ length: 40 * 20 }, () => 7));
    expect(shrunk(wide, 12)).toMatchObject({ width: 10, height: 5 });
    expect(shrunk(wide, 40)).toBe(wide);
  });

  it('wiped loses a lonely pixel and keeps an edge', () => {
    const data = Array.from({ length: 25 }, (_, at): number => (at % 5 > 2 ? 200 : 10));
    const { data: clean } = wiped(grey(5, ...data.with(11, 255)));
    expect(Array.from(clean.subarray(10, 15))).toEqual([10, 10, 10, 200, 200]);
  });
});
