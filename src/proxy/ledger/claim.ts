/** What a till claims about an attempt with every change, held against the shop's settings and the row. */
import type { ChangeRequest } from '../../contract/till-api.ts';
import { isFinal } from '../../core/attempt.ts';
import type { Reference } from '../../core/ids.ts';
import { formatMoney, money } from '../../core/money/money.ts';
import type { ShopSettings } from '../../core/settings.ts';
import { Refusal } from '../refusal.ts';
import type { AttemptRow } from './attempt-row.ts';
import type { Book } from './book.ts';

/** The claim, with the attempt it is about and the till that makes it. */
export interface Claim extends ChangeRequest {
  readonly reference: Reference;
  /** id of the till */
  readonly till: string;
}

/** Refuses a claim about another shop or mode. */
export function checkRealm(claim: ChangeRequest, settings: ShopSettings): void {
  if (claim.realm !== settings.realm) throw new Refusal('other-realm');
}

/** Refuses what this shop cannot charge: nothing, another currency, more than its limit. */
export function checkSum({ amountMinor, currency }: ChangeRequest, settings: ShopSettings): void {
  if (currency !== settings.currency) {
    throw new Refusal('currency-not-ours', `This shop charges ${settings.currency}, not ${currency}.`);
  }
  if (amountMinor === 0) throw new Refusal('amount-zero');
  if (amountMinor > settings.limitPerSale) {
    const limit = formatMoney(money(settings.limitPerSale, settings.currency), 'en');
    throw new Refusal('over-limit', `One sale may be ${limit} at most.`);
  }
}

/** Refuses a claim that differs from what was written down. */
export function checkRow(row: AttemptRow, claim: ChangeRequest): void {
  const isSame =
    row.saleId === claim.saleId &&
    row.number === claim.number &&
    row.amount.minor === claim.amountMinor &&
    row.amount.currency === claim.currency;
  if (!isSame) throw new Refusal('mismatch', `Attempt ${row.reference} was opened for another sale or sum.`);
}

/** True while the fence can still hold: no call of the gateway's `pay` was ever written for this attempt. */
export function isFenceable(row: AttemptRow): boolean {
  return !isFinal(row.state) && row.calledAt === null;
}

/** Closes an attempt whose `pay` was never called. */
export function fence(book: Book, row: AttemptRow, why: 'withdrawn' | 'expired' | 'refused'): AttemptRow {
  if (!isFenceable(row)) throw new Error('The fence came too late: the caller did not look');
  return book.apply(row, { events: [{ type: 'never-accepted', why }] });
}
