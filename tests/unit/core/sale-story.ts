/** The plainest sale of the core's tests, told event by event. */
import type { AttemptSnapshot } from '../../../src/core/attempt-snapshot.ts';
import { openAttempt, type AttemptState } from '../../../src/core/attempt.ts';
import { makeReference, makeSaleId, type Reference } from '../../../src/core/ids.ts';
import { money } from '../../../src/core/money/money.ts';
import { applySaleEvent, openSale } from '../../../src/core/sale-fold.ts';
import type { Sale, SaleEvent } from '../../../src/core/sale.ts';

const counting = () => {
  let next = 0;
  return { bytes: (count: number) => Uint8Array.from({ length: count }, () => next++ & 255) };
};
/** Counts: the same names each time. */
export const random = counting();
/** The sale of every story. */
export const saleId = makeSaleId(random);
/** Its first attempt. */
export const first = makeReference(random);
/** Its second attempt. */
export const second = makeReference(random);
/** $12.50 */
export const amount = money(1250, 'USD');
/** What every story begins with. */
export const opened: SaleEvent = {
  type: 'sale-opened',
  number: 'A-0017',
  day: '2026-11-24',
  amount,
  note: '',
};

/** The ledger’s word on an attempt. */
export function snapshot(
  reference: Reference,
  state: AttemptState,
  change: Partial<AttemptSnapshot> = {},
): AttemptSnapshot {
  return {
    ...openAttempt(amount),
    state,
    reference,
    saleId,
    epoch: 'epoch1',
    till: 'till1',
    version: 1,
    transactionNo: '297553638241892410',
    wallet: null,
    openedAt: 0,
    sentAt: null,
    endedAt: null,
    asked: 0,
    nextAskAt: null,
    confirmBy: null,
    extensionsLeft: 2,
    cancelAsked: false,
    mayOverrideAt: null,
    overridden: false,
    leg: 'ok',
    receiptToken: null,
    ...change,
  };
}
/** The ledger’s word, as an event. */
export const news = (
  reference: Reference,
  state: AttemptState,
  change?: Partial<AttemptSnapshot>,
): SaleEvent => ({
  type: 'news',
  snapshot: snapshot(reference, state, change),
});
/** A code was read. */
export const read = (reference: Reference): SaleEvent => ({
  type: 'code-read',
  reference,
  wallet: 'alipay',
  codeLifeMs: 60_000,
  sendBy: 60_000,
});
/** `pay` begins. */
export const begin = (reference: Reference): SaleEvent => ({ type: 'pay-begun', reference });

/** Folds events at one-second steps. */
export function tell(...events: SaleEvent[]): Sale {
  return events.reduce(
    (sale, event, index) => applySaleEvent(sale, event, (index + 1) * 1000),
    openSale(saleId, opened, 0),
  );
}
/** The first attempt opens. */
export const attempting: SaleEvent = { type: 'attempt-opened', reference: first };
