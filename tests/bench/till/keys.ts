/** How long a key of the keypad takes until its digit is painted. */
import type { Tablet } from './tablet.ts';
import { pause } from './wall.ts';

/** Between two presses, ms: five a second, a quick cashier's thumb. */
const GAP_MS = 200;

/** Taps so many keys; from each press to the paint, ms. The amount is empty again afterwards. */
export async function measureKeys(tablet: Tablet, taps: number): Promise<number[]> {
  const before = (await tablet.watched()).keys.length;
  for (let n = 0; n < taps; n += 1) {
    await tablet.tap(n % 4 < 2 ? '5' : 'delete');
    await pause(GAP_MS);
  }
  const { keys } = await tablet.watched();
  return keys.slice(before);
}
