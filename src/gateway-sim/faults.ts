/** Faults that lie in wait: one-shot ones for a named call or reference, and chances drawn from a seed. */
import type { Sql, SqlRow } from '../sql/sql.ts';
import { CALLS, callsOf, FAULT_KINDS, type Call, type FaultKind } from './fault-kinds.ts';
import { int, intOrNull, text, textOrNull } from './rows.ts';

/**
 * One fault in wait. Null matches anything. `ms`: how long a slow call, late webhook, stale or hidden order lasts, or
 * when a closed order is paid by itself (null: when the customer confirms). `amountMinor` and `currency`: what
 * `other-amount` charges. `times`: how often it strikes.
 */
export interface Fault {
  readonly kind: FaultKind;
  readonly call: Call | null;
  readonly reference: string | null;
  readonly ms: number | null;
  readonly retCode: string | null;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly times: number;
}

/** Chances from 0 to 1 by kind, drawn from `seed`: the same seed and calls meet the same faults. */
export interface Chances {
  readonly seed: number;
  readonly chances: Readonly<Partial<Record<FaultKind, number>>>;
}

const NAMELESS = {
  call: null,
  reference: null,
  ms: null,
  retCode: null,
  amountMinor: null,
  currency: null,
  times: 1,
} as const;

/** A fault of this kind that strikes once whatever comes first, but for what is named. */
export function makeFault(fault: Partial<Fault> & Pick<Fault, 'kind'>): Fault {
  return { ...NAMELESS, ...fault };
}

/** The faults of one file. One process owns the file, so they are read once; every change is written at once. */
export class Faults {
  readonly #sql: Sql;
  /** By row id, oldest first. */
  #laid = new Map<number, Fault>();
  #seeded: Chances | null = null;
  #drawn = 0;

  constructor(sql: Sql) {
    this.#sql = sql;
    this.reload();
  }
  /** Reads everything anew: after a transaction that was rolled back. */
  reload(): void {
    this.#laid = new Map(this.#sql.all('SELECT * FROM faults ORDER BY id').map(readFault));
    const [row] = this.#sql.all('SELECT seed, drawn, chances FROM chances');
    this.#seeded = row === undefined ? null : readChances(row);
    this.#drawn = row === undefined ? 0 : int(row, 'drawn');
  }
  /** True where nothing can strike. */
  get isQuiet(): boolean {
    return this.#laid.size === 0 && this.#seeded === null;
  }
  /** The faults still in wait, oldest first. */
  get laid(): readonly Fault[] {
    return [...this.#laid.values()];
  }
  /** The chances in force. */
  get seeded(): Chances | null {
    return this.#seeded;
  }
  /** Lays a fault. */
  lay(fault: Fault): void {
    const [row] = this.#sql.all(
      `INSERT INTO faults (kind, call, reference, ms, ret_code, amount_minor, currency, times)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING *`,
      [
        fault.kind,
        fault.call,
        fault.reference,
        fault.ms,
        fault.retCode,
        fault.amountMinor,
        fault.currency,
        fault.times,
      ],
    );
    if (row !== undefined) this.#laid.set(...readFault(row));
  }
  /** Sets the chances and starts the seed's dice anew. */
  setChances(seeded: Chances): void {
    this.#sql.run('INSERT OR REPLACE INTO chances (one, seed, drawn, chances) VALUES (1, ?, 0, ?)', [
      seeded.seed,
      JSON.stringify(seeded.chances),
    ]);
    this.#seeded = seeded;
    this.#drawn = 0;
  }
  /** Nothing lies in wait any more. */
  clear(): void {
    this.#sql.transaction(() => {
      this.#sql.run('DELETE FROM faults');
      this.#sql.run('DELETE FROM chances');
    });
    this.reload();
  }
  /** The first of `kinds` that strikes `call` (null: no call causes it) on `reference`, used up by it, or null. */
  take(kinds: readonly FaultKind[], call: Call | null, reference: string | null): Fault | null {
    if (this.isQuiet) return null;
    for (const [id, fault] of this.#laid) {
      if (!kinds.includes(fault.kind) || !isFor(fault, call, reference)) continue;
      this.#useUp(id, fault);
      return fault;
    }
    return this.#draw(kinds, call);
  }

  #useUp(id: number, fault: Fault): void {
    const times = fault.times - 1;
    if (times > 0) {
      this.#sql.run('UPDATE faults SET times = ? WHERE id = ?', [times, id]);
      this.#laid.set(id, { ...fault, times });
    } else {
      this.#sql.run('DELETE FROM faults WHERE id = ?', [id]);
      this.#laid.delete(id);
    }
  }
  #draw(kinds: readonly FaultKind[], call: Call | null): Fault | null {
    const chances = this.#seeded?.chances ?? {};
    const possible = kinds.filter(
      (kind) => (chances[kind] ?? 0) > 0 && (call === null || callsOf(kind).includes(call)),
    );
    if (this.#seeded === null || possible.length === 0) return null;
    this.#drawn += 1;
    this.#sql.run('UPDATE chances SET drawn = ?', [this.#drawn]);
    let dice = dieOf(this.#seeded.seed, this.#drawn);
    for (const kind of possible) {
      dice -= chances[kind] ?? 0;
      if (dice < 0) return makeFault({ kind });
    }
    return null;
  }
}

function isFor(fault: Fault, call: Call | null, reference: string | null): boolean {
  const isCall = fault.call === null || fault.call === call;
  const canStrike = call === null || callsOf(fault.kind).includes(call);
  return isCall && canStrike && (fault.reference === null || fault.reference === reference);
}

/** The n-th throw of a seed, 0 ≤ x < 1 (splitmix32): needs no state but the count, which is a column. */
export function dieOf(seed: number, n: number): number {
  let mixed = (seed + Math.imul(n, 0x9e3779b9)) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
}

function readChances(row: SqlRow): Chances {
  return { seed: int(row, 'seed'), chances: JSON.parse(text(row, 'chances')) as Chances['chances'] };
}

function readFault(row: SqlRow): [id: number, fault: Fault] {
  const kind = FAULT_KINDS.find((one) => one === text(row, 'kind'));
  if (kind === undefined) throw new TypeError('A fault row is damaged.');
  const fault: Fault = {
    kind,
    call: CALLS.find((one) => one === textOrNull(row, 'call')) ?? null,
    reference: textOrNull(row, 'reference'),
    ms: intOrNull(row, 'ms'),
    retCode: textOrNull(row, 'ret_code'),
    amountMinor: intOrNull(row, 'amount_minor'),
    currency: textOrNull(row, 'currency'),
    times: int(row, 'times'),
  };
  return [int(row, 'id'), fault];
}
