/** What a manager sees of how fast the till is: figures by kind, hour, wallet and way of reading. Pure. */
import type { ScanSource } from '../core/payment-code.ts';
import {
  cellOf,
  LEVEL_KINDS,
  mergeCells,
  type LevelCell,
  type LevelCells,
  type LevelDay,
  type LevelKind,
} from '../contract/service-level.ts';
import { countTimes, mergeTimes, NO_TIMES, timeWithin, type TimeSpread } from '../core/time-spread.ts';
import type { Wallet } from '../core/wallet.ts';

/** Fewer say nothing of what is usual. */
export const FEW = 5;

/** Half of them took no longer than `p50` ms, 19 of 20 no longer than `p95`. Both null: too few to say. */
export interface Figures {
  readonly count: number;
  readonly p50: number | null;
  readonly p95: number | null;
}

/** The figures of one wallet, one hour, one way. */
export interface FiguresOf<Name> extends Figures {
  readonly name: Name;
}

/** All that is told of one kind. */
export interface KindFigures extends Figures {
  /** every hour from the first to the last in which there was one */
  readonly hours: readonly FiguresOf<number>[];
  /** the slowest first; where too few say nothing, the most */
  readonly wallets: readonly FiguresOf<Wallet>[];
  readonly sources: readonly FiguresOf<ScanSource>[];
  /** the wallet and hour with the longest median; null: nothing to compare */
  readonly slowest: { readonly wallet: Wallet; readonly hour: number; readonly p50: number } | null;
}

/** Every kind. */
export type LevelFigures = Readonly<Record<LevelKind, KindFigures>>;

const DAY_MS = 86_400_000;

/** The figures of the last `count` days, `today` (`YYYY-MM-DD`) the last of them. */
export function levelFigures(days: readonly LevelDay[], today: string, count: number): LevelFigures {
  const first = new Date(Date.parse(`${today}T00:00Z`) - (count - 1) * DAY_MS).toISOString().slice(0, 10);
  const within = days.filter(({ day }) => day >= first && day <= today);
  const cells = within.reduce<LevelCells>((sum, day) => mergeCells(sum, day.cells), {});
  const counted = Object.entries(cells).flatMap(([name, times]): Counted[] => {
    const cell = cellOf(name);
    return cell === null ? [] : [{ cell, times }];
  });
  const figures = LEVEL_KINDS.map((kind) => [kind, kindFigures(counted, kind)] as const);
  return Object.fromEntries(figures) as LevelFigures; // one of each kind
}

interface Counted {
  readonly cell: LevelCell;
  readonly times: TimeSpread;
}

function kindFigures(counted: readonly Counted[], kind: LevelKind): KindFigures {
  const own = counted.filter(({ cell }) => cell.kind === kind);
  return {
    ...figuresOf(own.reduce((sum, { times }) => mergeTimes(sum, times), NO_TIMES)),
    hours: everyHour(grouped(own, ({ hour }) => hour)),
    wallets: bySpeed(grouped(own, ({ wallet }) => wallet)),
    sources: bySpeed(grouped(own, ({ source }) => source)),
    slowest: slowestOf(own),
  };
}

/** Together where `nameOf` gives one name; what has none is left out. */
function grouped<Name extends string | number>(
  counted: readonly Counted[],
  nameOf: (cell: LevelCell) => Name | null,
): FiguresOf<Name>[] {
  const groups = new Map<Name, TimeSpread>();
  for (const { cell, times } of counted) {
    const name = nameOf(cell);
    if (name !== null) groups.set(name, mergeTimes(groups.get(name) ?? NO_TIMES, times));
  }
  return [...groups].map(([name, times]) => ({ name, ...figuresOf(times) }));
}

function figuresOf(times: TimeSpread): Figures {
  const count = countTimes(times);
  if (count < FEW) return { count, p50: null, p95: null };
  return { count, p50: timeWithin(times, 0.5), p95: timeWithin(times, 0.95) };
}

function bySpeed<Name>(groups: readonly FiguresOf<Name>[]): FiguresOf<Name>[] {
  return [...groups].sort((a, b) => (b.p50 ?? -1) - (a.p50 ?? -1) || b.count - a.count);
}

/** Hours without one stand between those with some: a gap is told as a gap. */
function everyHour(groups: readonly FiguresOf<number>[]): FiguresOf<number>[] {
  const hours = groups.map(({ name }) => name);
  const first = Math.min(...hours);
  const length = groups.length === 0 ? 0 : Math.max(...hours) - first + 1;
  return Array.from({ length }, (_, index) => {
    const name = first + index;
    return groups.find((group) => group.name === name) ?? { name, count: 0, p50: null, p95: null };
  });
}

/** Named only where there is another to compare it with. */
function slowestOf(counted: readonly Counted[]): KindFigures['slowest'] {
  const groups = grouped(counted, ({ wallet, hour }) => `${wallet} ${hour}`).filter(
    ({ p50 }) => p50 !== null,
  );
  const slowest = bySpeed(groups)[0];
  const found = counted.find(({ cell }) => `${cell.wallet} ${cell.hour}` === slowest?.name);
  if (groups.length < 2 || !found || slowest?.p50 == null) return null;
  return { wallet: found.cell.wallet, hour: found.cell.hour, p50: slowest.p50 };
}
