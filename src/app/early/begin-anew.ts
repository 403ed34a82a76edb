/** A part of the page did not come: the page begins anew once the server answers, and nothing is lost by it. */
import type { Timers } from '../../core/ports.ts';

/** Between two looks whether the server is back, ms. */
const LOOK_MS = 2_000;

/**
 * The network went just then, and the browser remembers the failure. Waits until the server answers and nothing `isInHand`;
 * what was charged is in the journal and comes back with the page.
 */
export function beginAnew(timers: Timers, isInHand: () => boolean): void {
  const look = (): void => void timers.after(LOOK_MS, () => void fetch('/healthz').then(reloadIfWell, look));
  const reloadIfWell = ({ ok }: Response): void => (ok && !isInHand() ? location.reload() : look());
  look();
}
