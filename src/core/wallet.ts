/** Wallets Pling can tell from a code: a hint for the screen and the vendor field, never a gate. */

/** Every wallet with a mark of its own, and `unknown`. */
export const WALLETS = [
  'alipay',
  'alipay-plus',
  'wechat',
  'unionpay',
  'paypal',
  'venmo',
  'cashapp',
  'line',
  'unknown',
] as const;
/** One wallet. */
export type Wallet = (typeof WALLETS)[number];

/**
 * Life of a code in ms, from when it is read (pockyt.md §5: 60 s Alipay and WeChat, 5 min LINE; the rest unpublished,
 * taken as a minute). The shop may set others.
 */
export const CODE_LIFE_MS: Readonly<Record<Wallet, number>> = {
  alipay: 60_000,
  'alipay-plus': 60_000,
  wechat: 60_000,
  unionpay: 60_000,
  paypal: 60_000,
  venmo: 60_000,
  cashapp: 60_000,
  line: 300_000,
  unknown: 60_000,
};
