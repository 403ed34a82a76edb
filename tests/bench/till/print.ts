/** The till bench's tables, for people: both tills and how much faster Pling is. */
import { median, quantile } from './numbers.ts';
import type { Cell, Results } from './results.ts';
import type { SaleTimes } from './sales.ts';

/** What was not measured has no line. */
type Say = (line: string | null) => void;
type TillName = Cell['till'];

/** Prints all of it. Medians; the ratio is the obvious till's by Pling's. */
export function print(results: Results, tell: (line: string) => void): void {
  const say: Say = (line) => {
    if (line !== null) tell(line);
  };
  say(`\n${row('medians, ms', ['pling', 'obvious', 'ratio'])}`);
  for (const slowdown of [1, 4]) {
    for (const roundTrip of [20, 200, 800]) printCell(results, { roundTrip, slowdown }, say);
    printConfirmed(results, slowdown, say);
    printKeys(results, slowdown, say);
    printStarts(results, slowdown, say);
  }
  printLoads(results, say);
  for (const { sales, mb, nodes, listeners } of results.memory)
    say(`after ${sales} sales in one page: ${mb.toFixed(1)} MB, ${nodes} nodes, ${listeners} listeners`);
}

function printCell(
  { cells }: Results,
  { roundTrip, slowdown }: Pick<Cell, 'roundTrip' | 'slowdown'>,
  say: Say,
): void {
  const of = (till: TillName): readonly SaleTimes[] =>
    cells.find(
      (cell) =>
        cell.till === till && cell.roundTrip === roundTrip && cell.slowdown === slowdown && !cell.isConfirmed,
    )?.times ?? [];
  const line = (name: string, ask: (times: SaleTimes) => number | null): void =>
    say(
      compare(`${roundTrip} ms, ${slowdown}×: ${name}`, (till) =>
        median(of(till).flatMap((one) => ask(one) ?? [])),
      ),
    );
  line('scan → code read', ({ scanToRead }) => scanToRead);
  line('code read → pay on the wire', ({ readToWire }) => readToWire);
  line('scan → pay on the wire', ({ scanToWire }) => scanToWire);
  line('scan → paid painted', ({ scanToPaid }) => scanToPaid);
  line('answer → paid painted', ({ answerToPaid }) => answerToPaid);
  say(compare(`${roundTrip} ms, ${slowdown}×: longest task`, (till) => longest(of(till))));
}

function printConfirmed({ cells }: Results, slowdown: number, say: Say): void {
  const of = (till: TillName): number[] =>
    cells
      .filter((cell) => cell.till === till && cell.slowdown === slowdown)
      .flatMap((cell) => cell.times.flatMap(({ confirmToPaid }) => confirmToPaid ?? []));
  say(compare(`200 ms, ${slowdown}×: customer confirms → paid painted`, (till) => median(of(till))));
}

function printKeys({ keys }: Results, slowdown: number, say: Say): void {
  for (const share of [0.5, 0.98])
    say(
      compare(`${slowdown}×: key press → painted, p${share * 100}`, (till) =>
        quantile(keys.find((one) => one.till === till && one.slowdown === slowdown)?.times ?? [], share),
      ),
    );
}

function printStarts({ starts }: Results, slowdown: number, say: Say): void {
  for (const isOffline of [true, false]) {
    const of = (till: TillName): readonly number[] =>
      starts.find((one) => one.till === till && one.slowdown === slowdown && one.isOffline === isOffline)
        ?.times ?? [];
    const name = `${slowdown}×: installed, cold, ${isOffline ? 'no network' : '200 ms'} → a digit`;
    say(compare(name, (till) => median(of(till))));
  }
}

function printLoads({ loads }: Results, say: Say): void {
  const of = (till: TillName) => loads.find((one) => one.till === till);
  say(
    compare('first load at 200 ms, nothing kept → a digit', (till) => of(till)?.digitAfterMs ?? Number.NaN),
  );
  for (const kind of ['JavaScript', 'CSS', 'fonts', 'images', 'other'] as const)
    say(compare(`first load, ${kind}, kB`, (till) => (of(till)?.bytes[kind] ?? Number.NaN) / 1000));
  say(compare('first load, requests', (till) => of(till)?.requests ?? Number.NaN));
}

/** NaN of none. */
function longest(times: readonly SaleTimes[]): number {
  return times.length === 0 ? Number.NaN : Math.max(...times.map(({ longestTask }) => longestTask));
}

function compare(name: string, ask: (till: TillName) => number): string | null {
  const [own, other] = [ask('pling'), ask('obvious')];
  if (Number.isNaN(own) && Number.isNaN(other)) return null;
  const ratio = other / own;
  return row(name, [
    own.toFixed(1),
    other.toFixed(1),
    Number.isFinite(ratio) ? `${ratio.toFixed(1)} ×` : '–',
  ]);
}

function row(name: string, cells: readonly string[]): string {
  return name.padEnd(54) + cells.map((cell) => cell.padStart(10)).join('');
}
