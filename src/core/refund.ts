/** Refunds of one attempt: each has an id fixed before it is sent, one unfinished at a time, never more than was taken (law 10). */
import type { Attempt } from './attempt.ts';
import type { Reference } from './ids.ts';
import { money, sameMoney, type Money } from './money/money.ts';
import type { EpochMs } from './ports.ts';

/**
 * `asked`: written, nothing has left. `sent`: it may have moved money. `done`: with evidence. `refused`: the gateway said
 * no and does not show it. `listed`: nobody knows; a person must see to it.
 */
export type RefundState = 'asked' | 'sent' | 'done' | 'refused' | 'listed';

/** One refund. All times are the ledger's clock. */
export interface Refund {
  /** Counts from 1 within its attempt; with the reference it is the refund's id at the gateway. */
  readonly n: number;
  readonly amount: Money;
  /** `ladder`: a give-back nobody had to ask for. */
  readonly by: 'ladder' | 'manager';
  /** A manager's words; '' for a give-back. */
  readonly reason: string;
  readonly state: RefundState;
  readonly askedAt: EpochMs;
  /** When it last left. */
  readonly sentAt: EpochMs | null;
  readonly tries: number;
  /** When the gateway said yes to it: no proof yet, but no silence either, so it does not leave again. */
  readonly acceptedAt: EpochMs | null;
  /** When the gateway last said no to it. */
  readonly refusedAt: EpochMs | null;
  /** The last answered question since it left that did not show it. */
  readonly absentAt: EpochMs | null;
}

/** What a new refund is made of. */
export type RefundWish = Pick<Refund, 'amount' | 'by' | 'reason'>;

/** The refund's id at the gateway, `<reference>-r<n>`: it never changes, so that a repeat is the same refund. */
export function refundId(reference: Reference, n: number): string {
  return `${reference}-r${n}`;
}

/** The refund that may still move money or has not left yet; null where there is none. */
export function unfinishedRefund({ refunds }: Pick<Attempt, 'refunds'>): Refund | null {
  return refunds.find(({ state }) => state === 'asked' || state === 'sent') ?? null;
}

/** What went back by refunds, as far as it is proven. */
export function refundedSum({ amount, refunds }: Pick<Attempt, 'amount' | 'refunds'>): Money {
  const done = refunds.filter(({ state }) => state === 'done');
  return money(sum(done), amount.currency);
}

/** What may still be refunded: what was taken less everything that may have gone back. */
export function leftToRefund(attempt: Pick<Attempt, 'amount' | 'taken' | 'refunds'>): Money {
  const taken = attempt.taken ?? attempt.amount;
  const gone = attempt.refunds.filter(({ state }) => state !== 'refused');
  return money(Math.max(0, taken.minor - sum(gone)), taken.currency);
}

/** The number of the attempt's next refund. */
export function nextRefundNo({ refunds }: Pick<Attempt, 'refunds'>): number {
  return Math.max(0, ...refunds.map(({ n }) => n)) + 1;
}

/** The attempt with one more refund, written and not sent. Throws RangeError beyond what is left or beside an unfinished one. */
export function askRefund<A extends Attempt>(attempt: A, wish: RefundWish, at: EpochMs): A {
  const left = leftToRefund(attempt);
  if (wish.amount.minor === 0 || wish.amount.minor > left.minor || wish.amount.currency !== left.currency)
    throw new RangeError('A refund is more than nothing and at most what is left');
  if (unfinishedRefund(attempt)) throw new RangeError('An earlier refund has not ended');
  const refund: Refund = {
    ...wish,
    n: nextRefundNo(attempt),
    state: 'asked',
    askedAt: at,
    sentAt: null,
    tries: 0,
    acceptedAt: null,
    refusedAt: null,
    absentAt: null,
  };
  return { ...attempt, refunds: [...attempt.refunds, refund] };
}

/**
 * Refunds known elsewhere, taken in beside one's own: what another record or the gateway knows under a number that is
 * free here has happened, so its number is never given again. So has one that is only written here and has left there.
 */
export function mergeRefunds(own: readonly Refund[], others: readonly Refund[]): readonly Refund[] {
  const kept = own.filter((refund) => !others.some((other) => hasLeftThere(refund, other)));
  const fresh = others.filter(({ n }) => kept.every((refund) => refund.n !== n));
  return fresh.length === 0 ? own : [...kept, ...fresh].sort((a, b) => a.n - b.n);
}

/**
 * A refund that another record, or this one before it was set back, has not ended: it may have left once more since, so
 * it counts as leaving at `now`, and is asked about before it leaves.
 */
export function asLeaving(refund: Refund, now: EpochMs): Refund {
  const isUnfinished = refund.state === 'asked' || refund.state === 'sent';
  return isUnfinished ? { ...refund, state: 'sent', sentAt: now, refusedAt: null, absentAt: null } : refund;
}

function hasLeftThere(own: Refund, other: Refund): boolean {
  return (
    own.n === other.n &&
    own.state === 'asked' &&
    other.state !== 'asked' &&
    sameMoney(own.amount, other.amount)
  );
}

/** The attempt with one refund changed. */
export function changeRefund<A extends Pick<Attempt, 'refunds'>>(
  attempt: A,
  n: number,
  change: Partial<Omit<Refund, 'n' | 'amount' | 'by'>>,
): A {
  return {
    ...attempt,
    refunds: attempt.refunds.map((refund) => (refund.n === n ? { ...refund, ...change } : refund)),
  };
}

function sum(refunds: readonly Refund[]): number {
  return refunds.reduce((total, { amount }) => total + amount.minor, 0);
}
