/** Tells the cashier that a command came at a wrong moment, or that something could not be done. */
import type { TillContext } from './context.ts';

/** Adds the notice. `code`: a stable word the app puts into a sentence. */
export function refuse({ notices }: Pick<TillContext, 'notices'>, code: string): void {
  notices.add({ kind: 'refused', code });
}
