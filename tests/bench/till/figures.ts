/** The figures that are promised, out of what a run brought home. */
import type { Measured } from '../budgets.ts';
import { median, quantile } from './numbers.ts';
import type { Cell, Results } from './results.ts';
import type { SaleTimes } from './sales.ts';

type TillName = Cell['till'];

/** What was measured, by the promises' names. */
export function figures(results: Results): Measured {
  const { cells, keys, starts, memory } = results;
  const own = cells.filter(({ till }) => till === 'pling');
  const times = (slowdown: number): SaleTimes[] =>
    own.filter((cell) => cell.slowdown === slowdown).flatMap((cell) => cell.times);
  const start = (slowdown: number): number =>
    median(
      starts.find((one) => one.till === 'pling' && one.isOffline && one.slowdown === slowdown)?.times ?? [],
    );
  const [first, last] = [memory[0], memory.at(-1)];
  return known({
    'code read to pay on the wire, median': median(times(1).flatMap(({ readToWire }) => readToWire ?? [])),
    'scan to paid at 200 ms beside the obvious till, median': ratio(cells, scanned(200)),
    'scan to paid at 800 ms beside the obvious till, median': ratio(cells, scanned(800)),
    'customer confirms to paid beside the obvious till, median': ratio(cells, confirmed),
    'answer to painted, median': median(times(1).map(({ answerToPaid }) => answerToPaid)),
    'key press to painted at 4×, p98': quantile(
      keys.find(({ till, slowdown }) => till === 'pling' && slowdown === 4)?.times ?? [],
      0.98,
    ),
    'start without a network, median': start(1),
    'start without a network at 4×, median': start(4),
    'longest task of a sale at 4×': Math.max(...times(4).map(({ longestTask }) => longestTask)),
    'memory grown': (last?.mb ?? Number.NaN) - (first?.mb ?? Number.NaN),
  });
}

/** What a cell says about one question; nothing where it is not about that. */
type Question = (cell: Cell) => readonly number[];

/** At full speed: the code comes before the camera, the wallet pays at once. */
function scanned(roundTrip: number): Question {
  return (cell) =>
    cell.roundTrip === roundTrip && cell.slowdown === 1 && !cell.isConfirmed
      ? cell.times.map(({ scanToPaid }) => scanToPaid)
      : [];
}

/** At full speed: the customer's thumb. */
function confirmed({ slowdown, times }: Cell): readonly number[] {
  return slowdown === 1 ? times.flatMap(({ confirmToPaid }) => confirmToPaid ?? []) : [];
}

/** How much slower the obvious till is. */
function ratio(cells: readonly Cell[], ask: Question): number {
  const of = (name: TillName): number => median(cells.filter(({ till }) => till === name).flatMap(ask));
  return of('obvious') / of('pling');
}

/** What was not measured is not there. */
function known(all: Readonly<Record<string, number>>): Measured {
  return Object.fromEntries(
    Object.entries(all).filter(([, value]) => !Number.isNaN(value) && value !== -Infinity),
  );
}
