/** One day at the Corner Store: the time it is, and the roll that the mock-ups show. */
import type { SaleId } from '../../src/core/ids.ts';
import { money, type Currency } from '../../src/core/money/money.ts';
import type { EpochMs } from '../../src/core/ports.ts';
import type { Wallet } from '../../src/core/wallet.ts';
import type { LineState, Ring, Roll, RollLine } from '../../src/till/view.ts';

/** Midnight of the pictured day, UTC; the shop's zone is UTC too. */
const MIDNIGHT: EpochMs = 1_795_478_400_000;
/** The shop's zone. */
export const ZONE = 'UTC';

/** "14:06:20" of the pictured day. */
export function at(time: string): EpochMs {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return MIDNIGHT + ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

/** Now, on every picture. */
export const NOW = at('14:06:20');

/** A ring with `left` of `total` seconds to go. */
export function ring(left: number, total = 60): Ring {
  return { startsAt: NOW - (total - left) * 1000, endsAt: NOW + left * 1000 };
}

/** A line of the roll. */
export function line(
  time: string,
  count: number,
  minor: number,
  wallet: Wallet | null,
  state: LineState,
  more: { readonly live?: boolean; readonly ring?: Ring; readonly currency?: Currency } = {},
): RollLine {
  const number = `A-${String(count).padStart(4, '0')}`;
  return {
    saleId: number.toLowerCase().replace('-', '') as SaleId,
    number,
    amount: money(minor, more.currency ?? 'USD'),
    openedAt: at(time),
    wallet,
    state,
    live: more.live ?? false,
    ring: more.ring ?? null,
  };
}

const EARLIER: readonly RollLine[] = [
  line('14:01', 16, 840, 'alipay', 'paid'),
  line('13:58', 15, 6425, 'paypal', 'paid'),
  line('13:52', 14, 1800, 'unionpay', 'paid'),
  line('13:47', 13, 575, 'alipay', 'paid'),
  line('13:44', 12, 2250, 'paypal', 'declined'),
  line('13:40', 11, 120_400, 'wechat', 'paid'),
  line('13:31', 10, 4410, null, 'cash'),
  line('13:26', 9, 1680, 'alipay', 'returned'),
  line('13:20', 8, 950, 'venmo', 'paid'),
  line('13:12', 7, 1425, 'cashapp', 'paid'),
  line('13:05', 6, 3300, 'alipay-plus', 'not-charged'),
  line('12:58', 5, 2000, 'line', 'paid'),
  line('12:44', 4, 1175, 'unknown', 'cancelled'),
];

/** The roll while A-0018 is on the counter. */
export const ROLL: Roll = {
  isRead: true,
  lines: [line('14:04', 17, 3100, 'wechat', 'in-doubt', { live: true }), ...EARLIER],
  count: 17,
  total: money(141_280, 'USD'),
  unfinished: 1,
};

/** The roll once A-0018 is paid. */
export const ROLL_AFTER: Roll = {
  ...ROLL,
  lines: [line('14:06', 18, 1250, 'alipay', 'paid'), ...ROLL.lines],
  count: 18,
  total: money(142_530, 'USD'),
};

/** Every kind of live line at once. */
export const ROLL_LIVE: Roll = {
  isRead: true,
  lines: [
    line('14:06', 22, 4200, 'paypal', 'cancelling', { live: true }),
    line('14:05', 21, 990, 'alipay', 'held', { live: true, ring: ring(38) }),
    line('14:05', 20, 123_450, 'unionpay', 'in-doubt', { live: true }),
    line('14:05', 19, 3100, 'wechat', 'waiting', { live: true, ring: ring(47) }),
    line('14:04', 18, 1800, 'venmo', 'giving-back', { live: true }),
    line('14:03', 17, 2599, 'cashapp', 'unresolved', { live: true }),
    ...EARLIER,
  ],
  count: 22,
  total: money(141_280, 'USD'),
  unfinished: 6,
};

/** Every word a line can have since people decide about money. */
export const ROLL_MANY: Roll = {
  isRead: true,
  lines: [
    line('14:06', 25, 4800, 'venmo', 'given-back'),
    line('14:06', 24, 3100, 'wechat', 'paid-after-all', { live: true }),
    line('14:05', 23, 1150, 'alipay', 'differs', { live: true }),
    line('14:04', 22, 1800, 'unionpay', 'trust', { live: true }),
    line('14:02', 21, 950, 'paypal', 'owed', { live: true }),
    line('14:01', 20, 123_450, 'alipay-plus', 'refunding', { live: true }),
    line('13:58', 19, 6425, 'paypal', 'refunded-partly'),
    line('13:52', 18, 2000, 'alipay', 'refunded'),
    line('13:50', 17, 1250, 'wechat', 'taken-over'),
    ...EARLIER,
  ],
  count: 25,
  total: money(141_280, 'USD'),
  unfinished: 5,
};

/** A morning before the first sale. */
export const ROLL_EMPTY: Roll = { isRead: true, lines: [], count: 0, total: money(0, 'USD'), unfinished: 0 };
