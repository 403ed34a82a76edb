/** A sale opened from the roll: what it is now, its refunds, and what may be done about it. Pure. */
import type { JournalEntry } from '../contract/journal-entry.ts';
import type { Shop } from '../contract/shop-api.ts';
import { MAX_EXTENSIONS } from '../core/ladder.ts';
import type { Money } from '../core/money/money.ts';
import { leftToRefund } from '../core/refund.ts';
import type { Sale, TillAttempt } from '../core/sale.ts';
import { currentAttempt, isUnsettled, saleState } from '../core/sale-state.ts';
import { undecidedAttempt } from '../journal/undecided.ts';
import { canTrust, isListed } from './choices.ts';
import { mayOverride } from './counter-view.ts';
import { receiptOf } from './receipts.ts';
import { canRefund, refundable } from './refund-choices.ts';
import { lineOf } from './roll-view.ts';
import type { Seen } from './seen.ts';
import { stepsOf } from './steps.ts';
import type { Action, RefundLine, SaleDetail } from './view.ts';

/** The detail of a sale. */
export function detailOf(sale: Sale, entries: readonly JournalEntry[], shop: Shop, seen: Seen): SaleDetail {
  const shown = undecidedAttempt(sale) ?? refundable(sale) ?? currentAttempt(sale);
  const receipt = receiptOf(sale, shop);
  return {
    saleId: sale.id,
    number: sale.number,
    amount: sale.amount,
    note: sale.note,
    openedAt: sale.openedAt,
    line: lineOf(sale, seen),
    settled: sale.settled,
    steps: stepsOf(entries),
    reference: shown?.reference ?? null,
    transactionNo: shown?.ledger?.transactionNo ?? null,
    receipt,
    refunds: sale.attempts.flatMap((attempt) => refundLines(attempt, entries, seen)),
    refundable: leftOf(sale),
    actions: actionsOf(sale, seen, receipt !== null),
  };
}

/** The ledger's refunds, and one it may not have heard of. */
function refundLines(
  { reference, refunds, refundAsked }: TillAttempt,
  entries: readonly JournalEntry[],
  seen: Seen,
): RefundLine[] {
  const known = refunds.map(({ n, amount, by, reason, state, askedAt }): RefundLine => {
    return { n, amount, by, reason, state, at: seen.toWall(askedAt) };
  });
  if (!refundAsked) return known;
  const entry = entries.findLast(
    ({ event }) =>
      event.type === 'refund-asked' && event.reference === reference && event.n === refundAsked.n,
  );
  const { n, amount, reason } = refundAsked;
  return [...known, { n, amount, reason, by: 'manager', state: 'asking', at: entry?.at ?? seen.now }];
}

/** While a refund is being asked for, only that one may be asked for again. */
function leftOf(sale: Sale): Money | null {
  const attempt = refundable(sale);
  if (!attempt || !canRefund(sale)) return null;
  return attempt.refundAsked?.amount ?? leftToRefund(attempt);
}

function actionsOf(sale: Sale, seen: Seen, hasReceipt: boolean): Action[] {
  if (sale.takenAway) return ['take-over'];
  if (undecidedAttempt(sale)) return ['keep', 'give-back'];
  const byHand: Action[] = sale.attempts.some(isListed) ? ['close-by-hand'] : [];
  const receipt: Action[] = hasReceipt ? ['receipt'] : [];
  const refund: Action[] = canRefund(sale) ? ['refund'] : [];
  return [...receipt, ...refund, ...endings(sale, seen), ...byHand];
}

function endings(sale: Sale, seen: Seen): Action[] {
  if (saleState(sale) === 'trust' || saleState(sale) === 'owed') return ['cash', 'abandon'];
  const attempt = currentAttempt(sale);
  if (!attempt || !isUnsettled(sale)) return [];
  const trust: Action[] = canTrust(sale, seen.trustLimitMinor) ? ['trust'] : [];
  const isCancelled = attempt.cancelAsked;
  switch (attempt.state.name) {
    case 'holding':
      return ['send-now', 'cancel', 'cash'];
    case 'sent':
      return isCancelled ? ['cash'] : ['cancel', 'cash', ...trust];
    case 'waiting': {
      if (isCancelled) return ['cash'];
      const extend: Action[] = attempt.extensionsAsked < MAX_EXTENSIONS ? ['extend'] : [];
      return [...extend, 'cancel', 'cash', ...trust];
    }
    case 'cancelling':
    case 'unresolved': {
      const override: Action[] = mayOverride(sale, attempt, seen) ? ['override'] : [];
      return ['cash', ...trust, ...override];
    }
    case 'differs':
      return [];
    case 'opening':
    case 'ready':
    case 'paid':
    case 'declined':
    case 'returned':
    case 'closed':
      return ['cash', 'abandon'];
  }
}
