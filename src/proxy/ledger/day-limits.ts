/** The shop's limits of a day. They are asked before a charge or a refund is taken, and never undo one that was. */
import { formatMoney, money } from '../../core/money/money.ts';
import type { ShopSettings } from '../../core/settings.ts';
import type { Book } from './book.ts';
import type { Claim } from './claim.ts';

/** Why this charge would be too much for today, in one sentence; null where it is not. */
export function overDayLimit(
  book: Book,
  { till, amountMinor }: Pick<Claim, 'till' | 'amountMinor'>,
  { limitPerTillDay, limitPerDay, currency }: ShopSettings,
): string | null {
  if (limitPerTillDay === null && limitPerDay === null) return null;
  const today = book.today(till);
  const inWords = (minor: number): string => formatMoney(money(minor, currency), 'en');
  if (limitPerTillDay !== null && today.till + amountMinor > limitPerTillDay) {
    return `This till may charge ${inWords(limitPerTillDay)} a day and has charged ${inWords(today.till)}. Use another till, take cash, or raise LIMIT_PER_TILL_DAY.`;
  }
  if (limitPerDay !== null && today.charged + amountMinor > limitPerDay) {
    return `This shop may charge ${inWords(limitPerDay)} a day and has charged ${inWords(today.charged)}. Take cash, or raise LIMIT_PER_DAY.`;
  }
  return null;
}

/** Why this refund would be too much for today, in one sentence; null where it is not. */
export function overRefundLimit(
  book: Book,
  { till, refundMinor }: { readonly till: string; readonly refundMinor: number },
  { refundLimitPerDay, currency }: ShopSettings,
): string | null {
  if (refundLimitPerDay === null) return null;
  const { refunded } = book.today(till);
  if (refunded + refundMinor <= refundLimitPerDay) return null;
  const inWords = (minor: number): string => formatMoney(money(minor, currency), 'en');
  return `At most ${inWords(refundLimitPerDay)} a day may be given back here, and ${inWords(refunded)} was. Wait for tomorrow, use the gateway’s portal, or raise REFUND_LIMIT_PER_DAY.`;
}
