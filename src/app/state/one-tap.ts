/** The second tap of a double tap is the first key's: what its press has brought under the finger was not chosen. */
import type { Clock } from '../../core/ports.ts';

/** So soon after one of these keys no other one is pressed, ms. */
const SAME_TAP_MS = 400;

/** Runs `act` for the key `name`, unless another key was pressed a moment ago. */
export type OneTap = (name: string, act: () => void) => void;

/** For keys that mean money and change places: one for all of them. */
export function makeOneTap(clock: Clock): OneTap {
  let last = { name: '', at: -Infinity };
  return (name, act) => {
    const at = clock.monotonic();
    if (name !== last.name && at < last.at + SAME_TAP_MS) return;
    last = { name, at };
    act();
  };
}
