/** Draws a Code 128, so that a scanner has something to read on the screen. */
import { START_B, STOP, widthsOf } from './symbols.ts';

/** Modules of `text` in set B, true for dark, without quiet zones. Printable ASCII only: throws RangeError for others. */
export function drawBars(text: string): boolean[] {
  if (!/^[\x20-\x7e]+$/.test(text)) throw new RangeError('Set B holds printable ASCII only');
  const symbols = [START_B, ...Array.from(text, (letter) => letter.charCodeAt(0) - 32)];
  const sum = symbols.reduce((total, symbol, index) => total + symbol * Math.max(1, index), 0);
  const widths = [...[...symbols, sum % 103, STOP].flatMap(widthsOf), LAST_BAR];
  return widths.flatMap((width, part) => Array.from({ length: width }, () => part % 2 === 0));
}

/** The stop's seventh part. */
const LAST_BAR = 2;
