/** How fast this till is: measured while it sells, kept on the tablet by day, read by a manager. */
import { withCellTime, type LevelCells, type LevelDay } from '../contract/service-level.ts';
import { dayOf } from '../core/shop-day.ts';
import { hourOf } from '../core/shop-hour.ts';
import type { LevelShelf } from '../journal/level-shelf.ts';
import { callsOf } from '../sync/calls.ts';
import { seenBy, today, type OpenRealm, type TillContext } from './context.ts';
import { LevelMeter, type Span } from './level-meter.ts';
import { isInDoubt } from './seen.ts';
import type { Till } from './till.ts';

/** What it needs beside the till. */
export interface LevelParts {
  /** tells of every change */
  readonly till: Pick<Till, 'subscribe'>;
  /** The shelf of a realm: practice and live never mix. */
  readonly openShelf: (realm: string) => LevelShelf;
}

/** What is kept, and the shop's day now; or the code of what stood in the way. */
export type LevelRead =
  | { readonly isDone: true; readonly days: readonly LevelDay[]; readonly today: string }
  | { readonly isDone: false; readonly code: string };

/** The till's own service level. */
export interface ServiceLevel {
  /** Measures from now on. Again: nothing more. */
  begin(parts: LevelParts): void;
  /** Measures the read that `work` takes as read this way. */
  readonly during: (...read: Parameters<LevelMeter['during']>) => Promise<void>;
  /** All that is kept, for the manager's PIN. */
  read(pin: string): Promise<LevelRead>;
}

/** What was measured is written down this long after, many at once: no sale waits for it, and a kill loses no more. */
const WRITE_AFTER_MS = 10_000;

/** Makes it. Nothing is measured before `begin`. */
export function makeServiceLevel(context: TillContext): ServiceLevel {
  const { state } = context;
  let parts: LevelParts | null = null;
  let measured: Measured | null = null;
  const follow = (): void => {
    if (parts === null) return;
    if (measured?.realm !== state.realm) {
      measured?.end();
      measured = state.realm && measure(context, state.realm, parts.openShelf(state.realm.name));
    }
    measured?.look();
  };
  return {
    begin: (given) => {
      if (parts !== null) return;
      parts = given;
      given.till.subscribe(() => safely(context, follow));
      safely(context, follow);
    },
    during: (source, work) => measured?.meter.during(source, work) ?? work(),
    read: (pin) => read(context, pin, measured),
  };
}

async function read(context: TillContext, pin: string, measured: Measured | null): Promise<LevelRead> {
  const { link, state, deps } = context;
  const allowed = await callsOf(link.transport).pin({ pin });
  if (allowed.kind === 'silent') return { isDone: false, code: 'silent' };
  if (allowed.kind === 'problem') return { isDone: false, code: allowed.code };
  if (!state.shop || !measured) return { isDone: false, code: 'cannot-save' };
  try {
    return { isDone: true, days: await measured.days(), today: today(context, state.shop) };
  } catch (error) {
    deps.log.warn('level.not-read', { error: String(error) });
    return { isDone: false, code: 'cannot-save' };
  }
}

/** It hears of a sale in the middle of that sale: whatever goes wrong here goes no further. */
function safely({ deps }: TillContext, work: () => void): void {
  try {
    work();
  } catch (error) {
    deps.log.error('level.broken', { error: String(error) });
  }
}

/** One realm while it is measured. */
interface Measured {
  readonly realm: OpenRealm;
  readonly meter: LevelMeter;
  look(): void;
  days(): Promise<LevelDay[]>;
  end(): void;
}

function measure(context: TillContext, realm: OpenRealm, shelf: LevelShelf): Measured {
  const { clock } = context.deps;
  const writing = makeWriting(context, shelf);
  const meter = new LevelMeter({ clock, onspan: (span) => writing.add(span) });
  const undo = realm.sales.subscribe((before, after) => safely(context, () => meter.onsale(before, after)));
  const look = (): void => {
    const seen = seenBy(context);
    const attempts = realm.sales.open().flatMap((sale) => sale.attempts);
    meter.look(attempts.filter((attempt) => isInDoubt(attempt, seen)));
  };
  return {
    realm,
    meter,
    look,
    days: async () => {
      await writing.flush();
      return shelf.days();
    },
    end: () => {
      undo();
      void writing.flush();
    },
  };
}

/** Gathers what was measured, by the shop's day, and writes it down later. */
function makeWriting(context: TillContext, shelf: LevelShelf) {
  const { deps, link, state } = context;
  const waiting = new Map<string, LevelCells>();
  let undoTimer: (() => void) | null = null;
  /** Never rejects: a till that cannot keep its times sells on. */
  const flush = async (): Promise<void> => {
    undoTimer?.();
    undoTimer = null;
    const days = [...waiting];
    waiting.clear();
    for (const [day, cells] of days) {
      try {
        await shelf.add(day, cells);
      } catch (error) {
        deps.log.warn('level.not-kept', { error: String(error) });
      }
    }
  };
  const add = ({ kind, ms, wallet, source }: Span): void => {
    const timeZone = state.shop?.timeZone ?? 'UTC';
    // Where it began, by the ledger's clock where it is known: a tablet's wall may be wrong.
    const at = Math.round((link.serverClock.now() ?? deps.clock.now()) - ms);
    const day = dayOf(at, timeZone);
    const cell = { kind, wallet, hour: hourOf(at, timeZone), source };
    waiting.set(day, withCellTime(waiting.get(day) ?? {}, cell, ms));
    undoTimer ??= deps.timers.after(WRITE_AFTER_MS, () => void flush());
  };
  return { add, flush };
}
