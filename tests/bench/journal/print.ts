/** The journal bench's table, for people. */
import type { Rebuilt } from './rebuild.ts';
import type { Start, Times, Warm } from './steps.ts';

/** What was measured at one size. */
export interface Column {
  readonly size: number;
  /** each with a browser that was started for it */
  readonly starts: readonly Start[];
  /** null: not measured */
  readonly rebuilt: Rebuilt | null;
  readonly warm: Warm;
  readonly appends: Times;
  /** of the store's folder; null: there is none */
  readonly bytes: number | null;
  /** of the origin, as the browser says; null: it does not */
  readonly usage: number | null;
}

const WIDTH = 20;

/** Prints it. */
export function printTable(columns: readonly Column[], say: (line: string) => void): void {
  const row = (name: string, cell: (column: Column) => string): void =>
    say([name.padEnd(52), ...columns.map((column) => cell(column).padStart(WIDTH))].join(''));
  const starts = (pick: keyof Start) => (column: Column) => spread(column.starts.map((start) => start[pick]));
  say('');
  row('sales in the journal', ({ size }) => size.toLocaleString('en'));
  row('browser started anew, ms: median (quartiles)', () => '');
  row('  the database is open', starts('opened'));
  row('  … and the unfinished and the day are read', starts('ready'));
  row('  … counted from when the page was asked for', starts('since'));
  row('  then: first page (60) of the busiest day', starts('page'));
  row('  totals of the busiest day', starts('totals'));
  row('  one sale by its id', starts('sale'));
  row('  the steps of one sale', starts('steps'));
  row('warm, ms: p50 / p95', () => '');
  row('  a further page of the busiest day', ({ warm }) => pair(warm.page));
  row('  totals of the busiest day', ({ warm }) => pair(warm.totals));
  row('  one sale by its id', ({ warm }) => pair(warm.sale));
  row('  the steps of one sale', ({ warm }) => pair(warm.steps));
  row('  a commit, strict', ({ appends }) => pair(appends));
  row('every entry read and folded anew, s', ({ rebuilt }) => (rebuilt ? fixed(rebuilt.ms / 1000) : '–'));
  row('  entries a sale', ({ rebuilt }) => (rebuilt?.sales ? fixed(rebuilt.entries / rebuilt.sales) : '–'));
  row('bytes a sale, of the folder on the disk', aSale(columns[0], 'bytes'));
  row('bytes a sale, as the browser says', aSale(columns[0], 'usage'));
  say(
    'There is no search in the till; it keeps its figures with each commit and never folds the journal anew.',
  );
}

/** What a column has beyond the empty one, for each sale. A few sales are less than what the store tidies up at its leisure. */
function aSale(empty: Column | undefined, what: 'bytes' | 'usage'): (column: Column) => string {
  return (column) => {
    const [all, none] = [column[what], empty?.[what] ?? null];
    return all === null || none === null || all <= none ? '–' : ((all - none) / column.size).toFixed(0);
  };
}

function spread(values: readonly number[]): string {
  return `${fixed(median(values))} (${fixed(share(values, 0.25))}–${fixed(share(values, 0.75))})`;
}

function pair(values: readonly number[]): string {
  return values.length === 0 ? '–' : `${fixed(median(values))} / ${fixed(share(values, 0.95))}`;
}

/** The middle one. */
export function median(values: readonly number[]): number {
  return share(values, 0.5);
}

function share(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

function fixed(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(1);
}
