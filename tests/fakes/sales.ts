/** Sales, attempts and snapshots for tests: the plainest ones, changed only where a test cares. */
import type { AttemptSnapshot } from '../../src/core/attempt-snapshot.ts';
import { openAttempt } from '../../src/core/attempt.ts';
import { makeReference, makeSaleId, type Reference, type SaleId } from '../../src/core/ids.ts';
import { money } from '../../src/core/money/money.ts';
import type { Refund } from '../../src/core/refund.ts';
import { applySaleEvent, openSale } from '../../src/core/sale-fold.ts';
import type { Sale, SaleEvent } from '../../src/core/sale.ts';
import { SHOP_MORNING } from './clock.ts';
import { makeSeededRandom } from './random.ts';

/** The amount of every plain sale. */
export const TWELVE_FIFTY = money(1250, 'USD');

/** The ledger of every plain snapshot. */
export const EPOCH = 'e1';
/** The till every plain sale belongs to. */
export const OWN_TILL = 't1';

/** A sale identity that differs by seed. */
export function saleIdOf(seed: number): SaleId {
  return makeSaleId(makeSeededRandom(seed));
}

/** A reference that differs by seed. */
export function referenceOf(seed: number): Reference {
  return makeReference(makeSeededRandom(seed + 1_000));
}

/** The event that opens a sale. */
export function saleOpened(number = 'A-0001', day = '2026-10-12', minor = 1250): SaleEvent {
  return { type: 'sale-opened', number, day, amount: money(minor, 'USD'), note: '' };
}

/** A sale after `events`; the first `sale-opened` is made. */
export function saleAfter(events: readonly SaleEvent[], seed = 1, at = SHOP_MORNING): Sale {
  const opened = openSale(saleIdOf(seed), saleOpened(`A-${String(seed).padStart(4, '0')}`), at);
  return events.reduce((sale, event) => applySaleEvent(sale, event, at), opened);
}

/** A sale whose code was read and whose `pay` has begun. */
export function sentSale(seed = 1, at = SHOP_MORNING): Sale {
  const reference = referenceOf(seed);
  return saleAfter(
    [
      { type: 'attempt-opened', reference },
      { type: 'code-read', reference, wallet: 'alipay', codeLifeMs: 60_000, sendBy: at + 60_000 },
      { type: 'pay-begun', reference },
    ],
    seed,
    at,
  );
}

/** The ledger's row of the attempt of the sale made with `seed`. */
export function snapshotOf(seed: number, change: Partial<AttemptSnapshot> = {}): AttemptSnapshot {
  return {
    ...openAttempt(TWELVE_FIFTY),
    reference: referenceOf(seed),
    saleId: saleIdOf(seed),
    epoch: EPOCH,
    till: OWN_TILL,
    version: 1,
    transactionNo: '300000000000000001',
    wallet: 'alipay',
    openedAt: SHOP_MORNING,
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

/** The sale after one more word of the ledger. */
export function told(sale: Sale, seed: number, change: Partial<AttemptSnapshot>): Sale {
  return applySaleEvent(sale, { type: 'news', snapshot: snapshotOf(seed, change) }, SHOP_MORNING);
}

/** A refund as the ledger has it. */
export function refundOf(minor: number, change: Partial<Refund> = {}): Refund {
  return {
    n: 1,
    amount: money(minor, 'USD'),
    by: 'manager',
    reason: 'Broken cup',
    state: 'done',
    askedAt: SHOP_MORNING,
    sentAt: SHOP_MORNING,
    tries: 1,
    acceptedAt: null,
    refusedAt: null,
    absentAt: null,
    ...change,
  };
}

/** A paid sale of which `minor` went back. */
export function refundedSale(seed: number, minor: number): Sale {
  const paid = { state: { name: 'paid' }, taken: TWELVE_FIFTY, refunds: [refundOf(minor)] } as const;
  return told(sentSale(seed), seed, paid);
}

/** A sale that was paid after a cancel was asked for. */
export function undecidedSale(seed: number): Sale {
  return told(sentSale(seed), seed, { state: { name: 'paid' }, cancelAsked: true });
}

/** A sale another till had begun. */
export function takenOverSale(seed: number, change: Partial<AttemptSnapshot> = {}): Sale {
  const snapshot = snapshotOf(seed, { state: { name: 'waiting' }, sentAt: SHOP_MORNING, ...change });
  const about = { number: `B-000${seed}`, day: '2026-10-12', amount: TWELVE_FIFTY, from: 'Till B' };
  const event = { type: 'taken-over', ...about, settled: null, attempts: [snapshot] } as const;
  return openSale(saleIdOf(seed), event, SHOP_MORNING);
}
