/** Law 3's time limit: two minutes after calm, whatever has not ended has a reason that only time or a person can lift. */
import { isElsewhere, isSameEnd } from './judge-end.ts';
import { brief, FINAL, isSettled, refundsOf, stateName, type LedgerRow, type Mirror } from './mirror.ts';
import type { World } from './world.ts';

/** Longest that the ladder may be about its next step once a window has closed, ms. */
const STEP_MS = 45_000;

/** Judges two minutes after calm. */
export function judgeBound({ route, laws, tablets, scheduler }: World, calmAt: number): void {
  const { mirror, machine } = route.main;
  // A wall that was set forward is nobody's alarm: what waits for a time waits for as long as it said.
  const now = Math.min(machine.wall(), machine.wallBeforeJumps());
  for (const row of mirror.rows.values())
    if (!isSettled(row) && !hasReason(row, now))
      laws.broke(3, 'an attempt has not ended in time', { row: brief(row), calmAt, now });
  for (const tablet of tablets)
    for (const { attempts, takenAway } of tablet.store.sales.values())
      for (const attempt of takenAway || isElsewhere(tablet) ? [] : attempts) {
        const { reference, state, fenceOwed } = attempt;
        const row = mirror.rows.get(reference);
        if (fenceOwed !== null) laws.broke(3, 'a fence is still owed', { reference, state });
        // A ledger that was set back may have to prove anew what the till has long known.
        const isOpen = row !== undefined && (!FINAL.has(stateName(row)) || isLookedAt(mirror, row));
        const isAhead = FINAL.has(state.name) && isOpen;
        if (row && !isAhead && !mirror.isFresh(reference, scheduler.now) && !isHeard(attempt, row, mirror))
          laws.broke(3, 'a till has not heard', { till: tablet.place, state, row: brief(row) });
      }
}

/** A ledger that was set back has forgotten what came after the end: its own looks find it once more. */
function isLookedAt({ wasSetBack }: Mirror, row: LedgerRow): boolean {
  return wasSetBack && row['nextAt'] !== null;
}

/** The order runs still, the customer may still confirm, or a cancel or refund has left and is not proven. */
function hasReason(row: LedgerRow, now: number): boolean {
  const calledAt = row['calledAt'];
  if (typeof calledAt !== 'number') return now < Number(row['orderEndsAt']) + STEP_MS;
  const windowEnds = calledAt + 60_000 + Number(row['extensions']) * 30_000 + STEP_MS;
  const hasCancelLeft = Number(row['cancelTries']) > 0;
  // After a restore no clock cancels what may be paid: the order's own time-out ends it.
  const isDoubted = row['doubted'] === 1;
  return now < windowEnds || hasCancelLeft || isDoubted || refundsOf(row).length > 0;
}

const UNSENT: ReadonlySet<string> = new Set(['opening', 'ready', 'holding']);

function isHeard(till: Parameters<typeof isSameEnd>[0], ledger: LedgerRow, mirror: Mirror): boolean {
  return isSameEnd(till, ledger, mirror) || (UNSENT.has(till.state.name) && UNSENT.has(stateName(ledger)));
}
