/** Code 128's symbols, held against an encoder that is not the product's. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STOP, SYMBOL_COUNT, textOf, widthsOf } from '../../../../src/scan/sight/code128/symbols.ts';
import { encodeCode128 } from '../../../fixtures/code128.ts';

/** The symbols of a drawn code, by their widths alone. */
function symbolsIn(text: string): number[] {
  const modules = encodeCode128(text);
  const symbols: number[] = [];
  for (let at = 0; at + 11 <= modules.length; at += 11) {
    const bars = modules.slice(at, at + 11);
    const drawn = (symbol: number): boolean[] =>
      widthsOf(symbol).flatMap((width, part) => Array.from({ length: width }, () => part % 2 === 0));
    symbols.push(
      Array.from({ length: SYMBOL_COUNT }, (_, symbol) => symbol).findIndex((symbol) =>
        drawn(symbol).every((bar, module) => bar === bars[module]),
      ),
    );
  }
  return symbols;
}

describe('the symbols of Code 128', () => {
  it('are all of eleven modules, and no two alike', () => {
    const all = Array.from({ length: SYMBOL_COUNT }, (_, symbol) => widthsOf(symbol));
    expect(all.every((widths) => widths.reduce((sum, width) => sum + width) === 11)).toBe(true);
    expect(new Set(all.map(String)).size).toBe(SYMBOL_COUNT);
  });

  it('say the text they were drawn from', () => {
    const text = fc.oneof(
      fc.stringMatching(/^\d{2,30}$/),
      fc.stringMatching(/^[ -~]{1,40}$/),
      fc.stringMatching(/^[A-Z0-9]{12,20}$/),
    );
    fc.assert(
      fc.property(text, (each) => {
        const symbols = symbolsIn(each);
        expect(symbols.at(-1)).toBe(STOP);
        expect(textOf(symbols.slice(0, -1))).toBe(each);
      }),
    );
  });

  it('say nothing once one of them is another', () => {
    const changed = fc.tuple(fc.stringMatching(/^\d{16,24}$/), fc.nat(), fc.integer({ min: 1, max: 102 }));
    fc.assert(
      fc.property(changed, ([text, place, by]) => {
        const symbols = symbolsIn(text).slice(0, -1);
        const at = 1 + (place % (symbols.length - 1));
        symbols[at] = ((symbols[at] ?? 0) + by) % 103;
        expect(textOf(symbols)).toBeNull();
      }),
    );
  });

  it.each([
    ['no start', [10, 20, 30]],
    ['a start and its check only', [105, 105 % 103]],
    ['nothing', []],
    ['a start in the middle', [105, 104, 10, (105 + 104 + 20) % 103]],
  ])('%s: no text', (_what, symbols) => {
    expect(textOf(symbols)).toBeNull();
  });

  it('go from set to set, shift one letter, and leave functions out', () => {
    const withCheck = (...symbols: number[]): number[] => {
      const sum = symbols.reduce((total, symbol, at) => total + symbol * Math.max(1, at), 0);
      return [...symbols, sum % 103];
    };
    // A: "A" (33); to C: 12; to B: "a" (65); shift: A's "A"; FNC3 (96); "b" (66)
    expect(textOf(withCheck(103, 33, 99, 12, 100, 65, 98, 33, 96, 66))).toBe('A12aAb');
    expect(textOf(withCheck(103, 64))).toBe('\0');
  });
});
