/** What a till claims about an attempt with every change, held against the shop's settings and the row. */
import type { ChangeRequest } from '../../contract/till-api.ts';
import { isFinal } from '../../core/attempt.ts';
import type { Reference, SaleId } from '../../core/ids.ts';
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
export function checkRealm(claim: Pick<ChangeRequest, 'realm'>, settings: ShopSettings): void {
  if (claim.realm !== settings.realm) throw new Refusal('other-realm');
}

/** Refuses a claim that is not this ledger's to judge, or of a till whose sale another one has taken over. */
export function checkClaim(
  book: Book,
  claim: Pick<ChangeRequest, 'realm' | 'epoch' | 'saleId'>,
  till: string,
  settings: ShopSettings,
): void {
  checkLedger(book, claim, settings);
  if (!isOwner(book, claim.saleId, till)) throw new Refusal('taken-over');
}

/** Refuses a claim that is not this ledger's to judge: another shop's, or one made to another epoch. */
export function checkLedger(
  book: Book,
  claim: Pick<ChangeRequest, 'realm' | 'epoch'>,
  settings: ShopSettings,
): void {
  checkRealm(claim, settings);
  // A fence of what a restored ledger has forgotten would prove nothing: the till's offer comes first.
  if (claim.epoch !== undefined && claim.epoch !== book.epoch) throw new Refusal('other-epoch');
}

/**
 * True unless the sale was taken over by another till. Where nobody took it, a tablet that was paired anew is no rival
 * and goes on; a take names the tablet as it was paired then, so that one must take the sale anew.
 */
export function isOwner(book: Book, saleId: SaleId, till: string): boolean {
  return (book.takenBy(saleId) ?? till) === till;
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
