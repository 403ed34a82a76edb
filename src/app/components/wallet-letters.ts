/** Neutral marks of our own for the wallets: one letter, stroke 4, on a grid of 44. Never their logos. */
import type { Wallet } from '../../core/wallet.ts';

/** SVG path of each wallet's letter. */
export const WALLET_LETTERS: Readonly<Record<Wallet, string>> = {
  alipay: 'M14 32V20a8 8 0 0 1 16 0v12M14 25.5h16',
  'alipay-plus': 'M11 32V20.5a6.5 6.5 0 0 1 13 0V32M11 25.5h13M33 19.5v9M28.5 24h9',
  wechat: 'M11.5 13v13.2a5.2 5.2 0 0 0 10.5 0V18M22 26.2a5.2 5.2 0 0 0 10.5 0V13',
  unionpay: 'M13.5 12.5V23a8.5 8.5 0 0 0 17 0V12.5',
  paypal: 'M15.5 32V13.5h8a5.8 5.8 0 0 1 0 11.6h-8',
  venmo: 'M13 12.5 22 31.5 31 12.5',
  cashapp: 'M30.5 17.2a9 9 0 1 0 0 9.6',
  line: 'M16 12.5v19h13.5',
  unknown: 'M15.5 17.2a6.5 6.5 0 1 1 9.6 5.7c-2 1.1-3.1 2.3-3.1 4.3M22 32.4v.2',
};
