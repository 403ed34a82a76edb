/** Has everything settled? What still moves by itself, and what only a late look can find. */
import { isElsewhere, isSameEnd, waitsForPerson } from './judge-end.ts';
import { FINAL, isListed, isSettled, refundedBy, stateName, type LedgerRow } from './mirror.ts';
import type { World } from './world.ts';

type Settling = Pick<World, 'route' | 'tablets' | 'gateway'>;

/** True when nothing is left to happen by itself but a look of the after-watch that will find nothing. */
export function hasSettled({ route, tablets, gateway }: Settling): boolean {
  const { rows } = route.main.mirror;
  for (const row of rows.values()) if (!isSettled(row)) return false;
  for (const tablet of tablets) {
    const { store } = tablet;
    if (isElsewhere(tablet)) continue;
    if (store.held.size > 0) return false;
    for (const sale of store.sales.values()) {
      const { attempts, settled, settleTold, takenAway } = sale;
      if (takenAway) continue;
      if (settled !== null && !settleTold && attempts.length > 0) return false;
      for (const attempt of attempts) {
        const { state, fenceOwed, reference } = attempt;
        const row = rows.get(reference);
        if (waitsForPerson(sale, attempt, route.main.mirror)) continue;
        const hasEnded = FINAL.has(state.name) || (row !== undefined && isListed(row));
        if (!hasEnded || fenceOwed !== null) return false;
        // A ledger that has lost it will hear of it with the till's next word.
        if (row === undefined && state.name !== 'closed') return false;
        if (row && !isSameEnd(attempt, row, route.main.mirror)) return false;
      }
    }
  }
  const open = new Set(['pending', 'dealing']);
  if ([...gateway.book().values()].some(({ status }) => open.has(status))) return false;
  return !isWatching({ route, gateway });
}

/** Money is kept behind an end that says nothing of it: the after-watch has to find it. */
export function isWatching({ route, gateway }: Pick<World, 'route' | 'gateway'>): boolean {
  const { rows } = route.main.mirror;
  return [...gateway.book().values()].some(({ reference, keptMinor, chargedMinor }) => {
    const row = rows.get(reference);
    return row !== undefined && !isListed(row) && !agrees(row, keptMinor, chargedMinor);
  });
}

function agrees(row: LedgerRow, kept: number, charged: number): boolean {
  const isKept = stateName(row) === 'paid' && row['giveBack'] === 'none';
  return isKept ? kept === charged - refundedBy(row) : kept <= 0;
}
