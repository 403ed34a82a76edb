/** Code 128, sets B and C: bars of a payment code (ISO/IEC 15417). */

/** Bar and space widths of each symbol, from a bar; the last is the stop. */
const SYMBOLS =
  `212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222
   123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321
   232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121
   313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224
   111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111
   111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113
   114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112`.split(/\s+/);

const TO_C = 99;
const TO_B = 100;
const START_B = 104;
const START_C = 105;
const STOP = 106;
/** Modules of white a reader needs on either side. */
const QUIET = 10;

/** One black bar: where it begins and how wide it is, in modules. */
export interface Bar {
  readonly x: number;
  readonly width: number;
}

/** A drawn code: its bars and its whole width with the quiet zones, in modules. */
export interface Bars {
  readonly bars: readonly Bar[];
  readonly width: number;
}

/** Symbol values of `text`, start, check and stop included. Throws a RangeError for what is not printable ASCII. */
export function code128Values(text: string): number[] {
  if (!/^[ -~]+$/.test(text)) throw new RangeError('Code 128 B and C take printable ASCII only.');
  const values: number[] = [];
  let set: 'B' | 'C' | null = null;
  for (let at = 0; at < text.length;) {
    const next: 'B' | 'C' = pairsAt(text, at, set) ? 'C' : 'B';
    if (set === null) values.push(next === 'C' ? START_C : START_B);
    else if (next !== set) values.push(next === 'C' ? TO_C : TO_B);
    set = next;
    values.push(set === 'C' ? Number(text.slice(at, at + 2)) : text.charCodeAt(at) - 32);
    at += set === 'C' ? 2 : 1;
  }
  return [...values, checkOf(values), STOP];
}

/** The bars of `text`. */
export function code128(text: string): Bars {
  const bars: Bar[] = [];
  let x = QUIET;
  for (const value of code128Values(text)) {
    for (const [index, width] of Array.from(SYMBOLS[value] ?? '', Number).entries()) {
      if (index % 2 === 0) bars.push({ x, width });
      x += width;
    }
  }
  return { bars, width: x + QUIET };
}

/** Pairs of digits pay from four digits on; once in set C it is kept while a pair is left. */
function pairsAt(text: string, at: number, set: 'B' | 'C' | null): boolean {
  const digits = /^\d*/.exec(text.slice(at))?.[0].length ?? 0;
  if (set === 'C') return digits >= 2;
  // an odd run in the middle gives its first digit to set B
  return digits >= 4 && (set === null || digits % 2 === 0);
}

/** Weighted sum modulo 103: the start counts once, each value by its place. */
function checkOf(values: readonly number[]): number {
  return values.reduce((sum, value, index) => sum + value * Math.max(index, 1), 0) % 103;
}
