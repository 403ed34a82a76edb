/** The bars on the wallet page: a published vector, and what a real decoder reads from them. */
import {
  BinaryBitmap,
  BitArray,
  Code128Reader,
  GlobalHistogramBinarizer,
  RGBLuminanceSource,
} from '@zxing/library';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { code128, code128Values, type Bars } from '../../../../src/gateway-sim/wallet/code128.ts';

/** Reads the bars as a camera would: one row of pixels, two a module. */
function read({ bars, width }: Bars): string {
  const height = 8;
  const pixels = new Uint8ClampedArray(width * 2 * height).fill(255);
  for (const bar of bars) {
    for (let y = 0; y < height; y += 1) {
      pixels.fill(0, y * width * 2 + bar.x * 2, y * width * 2 + (bar.x + bar.width) * 2);
    }
  }
  const source = new RGBLuminanceSource(pixels, width * 2, height);
  const bitmap = new BinaryBitmap(new GlobalHistogramBinarizer(source));
  return new Code128Reader()
    .decodeRow(0, bitmap.getBlackRow(0, new BitArray(width * 2)), undefined)
    .getText();
}

describe('values', () => {
  test('the textbook example PJJ123C has its check symbol (set B: 104 + weighted values = 55 mod 103)', () => {
    expect(code128Values('PJJ123C')).toEqual([104, 48, 42, 42, 17, 18, 19, 35, 55, 106]);
  });

  test.each([
    ['digits in pairs', '281234', [105, 28, 12, 34, (105 + 28 + 24 + 102) % 103, 106]],
    ['an odd last digit in set B', '62123', [105, 62, 12, 100, 19, (105 + 62 + 24 + 300 + 76) % 103, 106]],
    ['few digits stay in set B', 'A12', [104, 33, 17, 18, (104 + 33 + 34 + 54) % 103, 106]],
  ])('%s', (_name, text, values) => {
    expect(code128Values(text)).toEqual(values);
  });

  test('what is no printable ASCII is refused, and so is nothing', () => {
    expect(() => code128('茶')).toThrow(RangeError);
    expect(() => code128('')).toThrow(RangeError);
  });
});

describe('bars', () => {
  test('18 digits take 134 modules and ten of white on either side', () => {
    const { bars, width } = code128('281234567890123456');
    expect([bars[0], width]).toEqual([{ x: 10, width: 2 }, 154]);
  });

  test.each([
    '281234567890123456',
    '6212345678901234567',
    '281001020123456789012345',
    'PPABCDEFGH23456789JK',
    'A1',
  ])('a real decoder reads %s', (text) => {
    expect(read(code128(text))).toBe(text);
  });

  test('whatever is printed is read', () => {
    const text = fc.string({ unit: fc.constantFrom(...'0123456789AZaz -~'), minLength: 1, maxLength: 24 });
    fc.assert(
      fc.property(text, (printed) => {
        expect(read(code128(printed))).toBe(printed);
      }),
      { numRuns: 300 },
    );
  });
});
