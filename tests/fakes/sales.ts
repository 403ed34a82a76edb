/** Sales, attempts and snapshots for tests: the plainest ones, changed only where a test cares. */
import type { AttemptSnapshot } from '../../src/core/attempt-snapshot.ts';
import { openAttempt } from '../../src/core/attempt.ts';
import { makeReference, makeSaleId, type Reference, type SaleId } from '../../src/core/ids.ts';
import { money } from '../../src/core/money/money.ts';
import { applySaleEvent, openSale, type Sale, type SaleEvent } from '../../src/core/sale.ts';
import { SHOP_MORNING } from './clock.ts';
import { makeSeededRandom } from './random.ts';

/** The amount of every plain sale. */
export const TWELVE_FIFTY = money(1250, 'USD');

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
    leg: 'ok',
    receiptToken: null,
    ...change,
  };
}
