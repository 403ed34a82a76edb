/** What a ledger of another epoch is told: the sales of the last days, as this till knows them (DESIGN §4). */
import {
  OFFER_MOST_ATTEMPTS,
  OFFER_MOST_CHARS,
  OFFER_MOST_REFUNDS,
  OFFER_MOST_SALES,
  type OfferedAttempt,
  type OfferedSale,
} from '../contract/offer-api.ts';
import { isProvenUnsent } from '../core/attempt.ts';
import type { SaleId } from '../core/ids.ts';
import { sameMoney, type Money } from '../core/money/money.ts';
import type { EpochMs } from '../core/ports.ts';
import type { Sale, TillAttempt } from '../core/sale.ts';
import { dayOf } from '../core/shop-day.ts';
import type { Journal } from '../journal/journal.ts';

const DAY_MS = 86_400_000;
/** A restore from yesterday's copy loses a day; a week covers a copy somebody forgot to make. */
const OFFER_DAYS = 7;
const PAGE = 200;

/** Wall time of this tablet to the ledger's. */
export type ToServer = (wall: EpochMs) => EpochMs | null;

/** A sale as it is offered. */
export function offeredSale(sale: Sale, toServer: ToServer): OfferedSale {
  const { id: saleId, number, amount, settled, takenOver } = sale;
  const attempts = sale.attempts
    .slice(-OFFER_MOST_ATTEMPTS)
    .map((attempt) => offeredAttempt(attempt, toServer));
  return { saleId, number, amount, settled, takenOver, attempts };
}

function offeredAttempt(attempt: TillAttempt, toServer: ToServer): OfferedAttempt {
  const { reference, amount, state, wallet, wanted, payBegunAt, ledger } = attempt;
  const wasBegun = payBegunAt !== null || (ledger?.sentAt ?? null) !== null;
  const owed = owedSum(attempt);
  // What is owed back was charged, whatever word a record that was set back had ended it by.
  const sent = owed !== null || (wasBegun && !isProvenUnsent(state));
  const sentAt = ledger?.sentAt ?? (payBegunAt === null ? null : toServer(payBegunAt));
  return {
    reference,
    amount,
    sent,
    sentAt: sent ? sentAt : null,
    transactionNo: ledger?.transactionNo ?? null,
    wallet,
    // "Not charged" was said: what a record that has forgotten it lets through is not wanted.
    condemned: wanted === 'return' || isProvenUnsent(state),
    kept: keptSum(attempt),
    owed,
    refundAsked: attempt.refundAsked !== null,
    refunds: attempt.refunds.slice(-OFFER_MOST_REFUNDS),
    known: ledger && { epoch: ledger.epoch, version: ledger.version },
  };
}

/** A charge that must go back, as well as the ledger before had it. */
function owedSum({ giveBack, taken, amount }: TillAttempt): Money | null {
  return giveBack === 'owed' || giveBack === 'listed' ? (taken ?? amount) : null;
}

/** Paid over another sum than was asked: a person has kept it, and the ledger must not ask again. */
function keptSum({ state, amount, taken }: TillAttempt): Money | null {
  return state.name === 'paid' && taken !== null && !sameMoney(taken, amount) ? taken : null;
}

/** The sales to offer at `now` (the ledger's time, where it is known, as a sale's day is): the unfinished first, then the newest; those of another till are not this one's to tell. */
export async function salesToOffer(journal: Journal, now: EpochMs, timeZone: string): Promise<Sale[]> {
  const found = new Map<SaleId, Sale>();
  for (const sale of await journal.openSales()) found.set(sale.id, sale);
  // One day more: the first of the seven is not over until its midnight.
  for (let daysAgo = 0; daysAgo <= OFFER_DAYS; daysAgo += 1) {
    const day = dayOf(now - daysAgo * DAY_MS, timeZone);
    for (const sale of await wholeDay(journal, day)) if (!found.has(sale.id)) found.set(sale.id, sale);
  }
  return [...found.values()].filter(({ attempts, takenAway }) => attempts.length > 0 && !takenAway);
}

async function wholeDay(journal: Journal, day: string): Promise<Sale[]> {
  const sales: Sale[] = [];
  for (;;) {
    const page = await journal.salesOfDay(day, PAGE, sales.at(-1)?.openedAt);
    sales.push(...page);
    if (page.length < PAGE) return sales;
  }
}

/** As many requests as the contract's limits make of them: one that is too long would be refused with all its sales. */
export function chunksOf(sales: readonly OfferedSale[]): OfferedSale[][] {
  const chunks: OfferedSale[][] = [];
  let room = 0;
  for (const sale of sales) {
    const chars = JSON.stringify(sale).length + 1;
    const chunk = chunks.at(-1);
    if (!chunk || chunk.length === OFFER_MOST_SALES || chars > room) {
      chunks.push([sale]);
      room = OFFER_MOST_CHARS - 2 - chars;
    } else {
      chunk.push(sale);
      room -= chars;
    }
  }
  return chunks;
}
