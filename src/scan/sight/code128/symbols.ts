/** Code 128's symbols: their widths, their check and their text (ISO/IEC 15417). */

/** Bar and space widths in modules of the symbols 0 to 105, and of the first eleven modules of the stop (106). */
const WIDTHS =
  '212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231' +
  '113222123122123221223211221132221231213212223112312131311222321122321221312212322112322211' +
  '212123212321232121111323131123131321112313132113132311211313231113231311112133112331132131' +
  '113123113321133121313121211331231131213113213311213131311123311321331121312113312311332111' +
  '314111221411431111111224111422121124121421141122141221112214112412122114122411142112142211' +
  '241211221114413111241112134111111242121142121241114212124112124211411212421112421211212141' +
  '214121412121111143111341131141114113114311411113411311113141114131311141411131211412211214' +
  '211232233111';

/** Modules of a symbol; the stop has two more, its last bar. */
export const SYMBOL_MODULES = 11;
/** The symbols with which a code begins: sets A, B and C. */
export const STARTS = [103, 104, 105] as const;
/** The start of set B: all printable ASCII. */
export const START_B = 104;
/** The symbol with which it ends. */
export const STOP = 106;
/** How many symbols there are, the stop included. */
export const SYMBOL_COUNT = 107;

/** The six widths of a symbol, in modules, a bar first. */
export function widthsOf(symbol: number): number[] {
  return Array.from(WIDTHS.slice(symbol * 6, symbol * 6 + 6), Number);
}

/**
 * Text of the symbols from the start to the check (without the stop); null where the check fails, a set is used that
 * is none, or nothing printable is left. Function symbols say nothing in a payment code and are left out.
 */
export function textOf(symbols: readonly number[]): string | null {
  const [start = 0, ...rest] = symbols;
  const check = rest.pop();
  if (start < STARTS[0] || start > STARTS[2] || check === undefined || rest.length === 0) return null;
  const sum = rest.reduce((total, symbol, index) => total + symbol * (index + 1), start);
  return sum % 103 === check ? readSets(start, rest) : null;
}

type CodeSet = 'A' | 'B' | 'C';
const SET_OF_START: Readonly<Record<number, CodeSet>> = { 103: 'A', 104: 'B', 105: 'C' };
/** In each set, which symbol goes over to which. */
const SWITCHES: Readonly<Record<CodeSet, Readonly<Record<number, CodeSet>>>> = {
  A: { 99: 'C', 100: 'B' },
  B: { 99: 'C', 101: 'A' },
  C: { 100: 'B', 101: 'A' },
};
const SHIFT = 98;

function readSets(start: number, symbols: readonly number[]): string | null {
  let set: CodeSet = SET_OF_START[start] ?? 'B';
  let text = '';
  let isShifted = false;
  for (const symbol of symbols) {
    const next = SWITCHES[set][symbol];
    if (symbol >= STARTS[0]) return null;
    if (next) set = next;
    else if (set !== 'C' && symbol === SHIFT) isShifted = true;
    else {
      text += characterOf(isShifted ? otherOf(set) : set, symbol);
      isShifted = false;
    }
  }
  return text === '' ? null : text;
}

function otherOf(set: CodeSet): CodeSet {
  return set === 'A' ? 'B' : 'A';
}

/** '' for function symbols. */
function characterOf(set: CodeSet, symbol: number): string {
  if (set === 'C') return symbol < 100 ? String(symbol).padStart(2, '0') : '';
  if (symbol > 95) return '';
  return String.fromCharCode(set === 'A' && symbol > 63 ? symbol - 64 : symbol + 32);
}
