/** A ledger as its last commit left it, followed row by row from outside: what a judge holds against every request. */
import type { Written } from './watched-sql.ts';

/** The ledger's row as it was last committed. */
export type LedgerRow = Written;

/** States that never move. */
export const FINAL: ReadonlySet<string> = new Set(['paid', 'declined', 'returned', 'closed']);

/** Two of an idle till's questions, ms. */
const HEARD_WITHIN_MS = 65_000;

const COUNTED = ['addTries', 'cancelTries'] as const;

/** One ledger, followed. */
export class Mirror {
  readonly rows = new Map<string, LedgerRow>();
  /** Attempts whose charge this ledger has sent a cancel for, as far as it can remember. */
  readonly cancelled = new Set<string>();
  /** The record was set back once: what a till offers may then open an end that was never true. */
  wasSetBack = false;
  readonly #byNumber = new Map<string, string>();
  readonly #counted = new Map<string, number>();
  readonly #changedAt = new Map<string, number>();

  /** And nobody had told it: what it did before the first till spoke, it did in good faith. */
  wasSetBackByHand = false;
  /** Counts the times it was set back: what an earlier copy sent, a later one cannot know. */
  copies = 0;

  /** A row was committed at `now` (true time). Returns it as it was and as it is; null: it is no attempt. */
  wrote(row: Written, now: number): { before: LedgerRow | null; after: LedgerRow } | null {
    const reference = row['reference'];
    if (typeof reference !== 'string') return null;
    const before = this.rows.get(reference) ?? null;
    const after = { ...before, ...row };
    this.rows.set(reference, after);
    this.#changedAt.set(reference, now);
    for (const tries of COUNTED)
      if (Number(row[tries]) > Number(before?.[tries] ?? 0)) this.#counted.set(`${tries} ${reference}`, now);
    for (const { n, tries } of refundsOf(after)) {
      const known = before === null ? undefined : refundsOf(before).find((refund) => refund.n === n);
      if (tries > (known?.tries ?? 0)) this.#counted.set(`refund ${reference}-r${n}`, now);
    }
    this.#number(after, reference);
    return { before, after };
  }

  /** True while a till may not have heard of the row's last change: an idle one asks twice a minute. */
  isFresh(reference: string, now: number): boolean {
    return now - (this.#changedAt.get(reference) ?? -Infinity) < HEARD_WITHIN_MS;
  }

  /** True where the ledger counted this try at this very moment of true time. */
  hasCounted(what: 'addTries' | 'cancelTries' | 'refund', id: string, now: number): boolean {
    return this.#counted.get(`${what} ${id}`) === now;
  }

  /** The attempt a call to the gateway is about. */
  referenceOf(fields: Readonly<Record<string, string>>): string | null {
    return fields['reference'] ?? this.#byNumber.get(fields['transactionNo'] ?? '') ?? null;
  }

  /** Every row of one sale. */
  ofSale(saleId: unknown): LedgerRow[] {
    return [...this.rows.values()].filter((row) => row['saleId'] === saleId);
  }

  /** The database was set back: so is its picture. */
  reset(rows: readonly Written[], isSaid: boolean): void {
    this.wasSetBack = true;
    if (!isSaid) this.wasSetBackByHand = true;
    this.copies += 1;
    this.rows.clear();
    this.cancelled.clear();
    for (const row of rows) {
      const reference = String(row['reference']);
      this.rows.set(reference, row);
      this.#number(row, reference);
      if (row['calledAt'] !== null && row['cancelSentAt'] !== null) this.cancelled.add(reference);
    }
  }

  #number(row: LedgerRow, reference: string): void {
    const number = row['transactionNo'];
    if (typeof number === 'string') this.#byNumber.set(number, reference);
  }
}

/** A refund, as far as it is judged. */
export interface SeenRefund {
  readonly n: number;
  readonly state: string;
  readonly tries: number;
  readonly amount: { readonly minor: number };
}

const noRefunds: readonly SeenRefund[] = [];

/** A row's refunds. */
export function refundsOf(row: LedgerRow): readonly SeenRefund[] {
  const text = row['refunds'];
  return typeof text === 'string' && text !== '[]' ? (JSON.parse(text) as SeenRefund[]) : noRefunds;
}

const states = new Map<string, Readonly<Record<string, unknown>>>();

/** A row's state. */
export function stateOf(row: LedgerRow): Readonly<Record<string, unknown>> {
  const text = row['state'];
  if (typeof text !== 'string') return {};
  const known = states.get(text);
  if (known) return known;
  const read = JSON.parse(text) as Record<string, unknown>;
  if (states.size < 1_000) states.set(text, read);
  return read;
}

/** Name of a row's state. */
export function stateName(row: LedgerRow): string {
  return String(stateOf(row)['name']);
}

/** True where only a person can end it: it stands on the manager's list. */
export function isListed(row: LedgerRow): boolean {
  const state = stateName(row);
  if (row['listed'] === 1 || state === 'unresolved' || state === 'differs' || row['giveBack'] === 'listed')
    return true;
  return refundsOf(row).some((refund) => refund.state === 'listed');
}

/** True where nothing more will happen by itself but a late look, or a person has it. */
export function isSettled(row: LedgerRow): boolean {
  if (isListed(row)) return true;
  const isPaying = refundsOf(row).some(({ state }) => state === 'asked' || state === 'sent');
  return FINAL.has(stateName(row)) && row['giveBack'] !== 'owed' && !isPaying;
}

/** What the ledger holds for given back by refunds. */
export function refundedBy(row: LedgerRow): number {
  return refundsOf(row)
    .filter(({ state }) => state === 'done')
    .reduce((sum, { amount }) => sum + amount.minor, 0);
}

/** A row in few words. */
export function brief(row: LedgerRow): Record<string, unknown> {
  const { reference, state, wanted, giveBack, calledAt, cancelSentAt, cancelTries, refunds, nextAt } = row;
  return { reference, state, wanted, giveBack, calledAt, cancelSentAt, cancelTries, refunds, nextAt };
}
