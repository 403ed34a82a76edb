/** What the schedules reached, in small tables for people: states by events at the till, and every kind of bad luck. */
import { FAULT_KINDS } from './faults.ts';

/** Counts by name, of many stories. */
export type Counts = ReadonlyMap<string, number>;

/** Adds the counts of one more story, or of another worker. */
export function addCounts(sum: Map<string, number>, more: Iterable<readonly [string, number]>): void {
  for (const [name, count] of more) sum.set(name, (sum.get(name) ?? 0) + count);
}

/** States of an attempt by what was written about it; then how often each fault struck. */
export function showCoverage(counts: Counts): string {
  return [showCells(counts), '', showMoves(counts), '', showFaults(counts)].join('\n');
}

const STATES = [
  'opening',
  'ready',
  'holding',
  'sent',
  'waiting',
  'cancelling',
  'differs',
  'unresolved',
  'paid',
  'declined',
  'returned',
  'closed',
];

function showCells(counts: Counts): string {
  const cells = named(counts, 'cell ');
  const events = [...new Set([...cells.keys()].map((cell) => cell.split(' ')[1] ?? ''))].sort();
  const rows = events.map((event) => [
    event,
    ...STATES.map((state) => String(cells.get(`${state} ${event}`) ?? '')),
  ]);
  const others = events.map((event, index) => [
    ...(rows[index] ?? []),
    String(cells.get(`none ${event}`) ?? ''),
  ]);
  return table([['till: written while', ...STATES, 'of a sale'], ...others]);
}

function showMoves(counts: Counts): string {
  const moves = named(counts, 'ledger ');
  const rows = ['none', ...STATES].map((from) => [
    from,
    ...STATES.map((to) => String(moves.get(`${from} ${to}`) ?? '')),
  ]);
  return table([['ledger: from \\ to', ...STATES], ...rows]);
}

function showFaults(counts: Counts): string {
  const faults = named(counts, 'fault ');
  const cells = FAULT_KINDS.map((kind) => [kind, String(faults.get(kind) ?? 0)]);
  const third = Math.ceil(cells.length / 3);
  const rows = cells
    .slice(0, third)
    .map((cell, index) => [
      ...cell,
      ...(cells[index + third] ?? ['', '']),
      ...(cells[index + 2 * third] ?? ['', '']),
    ]);
  return table([['fault', 'struck', 'fault', 'struck', 'fault', 'struck'], ...rows]);
}

function named(counts: Counts, prefix: string): Map<string, number> {
  return new Map(
    [...counts]
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, count]) => [name.slice(prefix.length), count]),
  );
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          /^\d*$/.test(cell) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
