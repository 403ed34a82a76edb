/** Faults that lie in wait: one-shot ones for a named call or reference, and chances drawn from a seed. */
import type { SqlRow } from '../sql/sql.ts';
import type { Sim } from './context.ts';
import { int, intOrNull, text, textOrNull } from './rows.ts';

/** Faults of a call. `lost` and `error-after` strike when all is done and written. */
export const CALL_FAULTS = ['refuse', 'hang', 'lost', 'error-after', 'slow', 'garbage', 'ret-code'] as const;
/** Faults of a webhook. */
export const WEBHOOK_FAULTS = ['webhook-early', 'webhook-late', 'webhook-twice', 'webhook-never'] as const;
/** The calls a fault can be laid for; `prepay` is a `pay`. */
export const CALLS = ['add', 'pay', 'tran-query', 'cancel'] as const;

/** One kind of fault. */
export type FaultKind = (typeof CALL_FAULTS)[number] | (typeof WEBHOOK_FAULTS)[number];
/** One call of the API. */
export type Call = (typeof CALLS)[number];

/** One fault in wait. Null matches anything; `ms` for slow and late; `times` how often it strikes. */
export interface Fault {
  readonly kind: FaultKind;
  readonly call: Call | null;
  readonly reference: string | null;
  readonly ms: number | null;
  readonly retCode: string | null;
  readonly times: number;
}

/** Chances from 0 to 1 by kind, drawn from `seed`: the same seed and calls meet the same faults. */
export interface Chances {
  readonly seed: number;
  readonly chances: Readonly<Partial<Record<FaultKind, number>>>;
}

/** Lays a fault. */
export function layFault(sim: Sim, fault: Fault): void {
  sim.sql.run('INSERT INTO faults (kind, call, reference, ms, ret_code, times) VALUES (?, ?, ?, ?, ?, ?)', [
    fault.kind,
    fault.call,
    fault.reference,
    fault.ms,
    fault.retCode,
    fault.times,
  ]);
}

/** The faults still in wait, oldest first. */
export function listFaults(sim: Sim): Fault[] {
  return sim.sql.all('SELECT * FROM faults ORDER BY id').map(readFault);
}

/** The chances in force. */
export function readChances(sim: Sim): Chances | null {
  const [row] = sim.sql.all('SELECT seed, chances FROM chances');
  if (row === undefined) return null;
  return { seed: int(row, 'seed'), chances: JSON.parse(text(row, 'chances')) as Chances['chances'] };
}

/** Sets the chances and starts the seed's dice anew. */
export function setChances(sim: Sim, { seed, chances }: Chances): void {
  sim.sql.run('INSERT OR REPLACE INTO chances (one, seed, drawn, chances) VALUES (1, ?, 0, ?)', [
    seed,
    JSON.stringify(chances),
  ]);
}

/** Nothing lies in wait any more. */
export function clearFaults(sim: Sim): void {
  sim.sql.transaction(() => {
    sim.sql.run('DELETE FROM faults');
    sim.sql.run('DELETE FROM chances');
  });
}

/** The fault that strikes this call, used up by it, or null. */
export function takeCallFault(sim: Sim, call: Call, reference: string | null): Fault | null {
  return take(sim, CALL_FAULTS, call, reference);
}

/** The fault that strikes this webhook. The caller's transaction is open. */
export function takeWebhookFault(sim: Sim, reference: string | null): Fault | null {
  return take(sim, WEBHOOK_FAULTS, null, reference);
}

function take(
  sim: Sim,
  kinds: readonly FaultKind[],
  call: Call | null,
  reference: string | null,
): Fault | null {
  const rows = sim.sql.all(
    `SELECT * FROM faults WHERE kind IN (${kinds.map(() => '?').join(', ')})
      AND (call IS NULL OR call = ?) AND (reference IS NULL OR reference = ?) ORDER BY id LIMIT 1`,
    [...kinds, call, reference],
  );
  const [row] = rows;
  if (row === undefined) return draw(sim, kinds);
  sim.sql.run('UPDATE faults SET times = times - 1 WHERE id = ?', [int(row, 'id')]);
  sim.sql.run('DELETE FROM faults WHERE times <= 0');
  return readFault(row);
}

function draw(sim: Sim, kinds: readonly FaultKind[]): Fault | null {
  const [row] = sim.sql.all('SELECT seed, drawn FROM chances');
  const chances = readChances(sim)?.chances;
  if (row === undefined || chances === undefined) return null;
  const drawn = int(row, 'drawn') + 1;
  sim.sql.run('UPDATE chances SET drawn = ?', [drawn]);
  let dice = dieOf(int(row, 'seed'), drawn);
  for (const kind of kinds) {
    dice -= chances[kind] ?? 0;
    if (dice < 0) return { kind, call: null, reference: null, ms: null, retCode: null, times: 1 };
  }
  return null;
}

/** The n-th throw of a seed, 0 ≤ x < 1 (splitmix32): needs no state but the count, which is a column. */
export function dieOf(seed: number, n: number): number {
  let mixed = (seed + Math.imul(n, 0x9e3779b9)) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
}

function readFault(row: SqlRow): Fault {
  const kind = [...CALL_FAULTS, ...WEBHOOK_FAULTS].find((one) => one === text(row, 'kind'));
  if (kind === undefined) throw new TypeError('A fault row is damaged.');
  return {
    kind,
    call: CALLS.find((one) => one === textOrNull(row, 'call')) ?? null,
    reference: textOrNull(row, 'reference'),
    ms: intOrNull(row, 'ms'),
    retCode: textOrNull(row, 'ret_code'),
    times: int(row, 'times'),
  };
}
