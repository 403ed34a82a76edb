/** The customers' wallets: how their codes look, which vendor names mean them, how they behave. */
import { randomDigits, randomLetters } from './ids.ts';
import type { SimRandom } from './ports.ts';

/** A wallet of the practice gateway. */
export type WalletName = 'alipay' | 'alipay-plus' | 'wechat' | 'unionpay' | 'paypal' | 'venmo' | 'cashapp';

/** What the customer does: chosen when a code is minted. */
export type Behaviour = 'pay' | 'confirm' | 'no-funds' | 'risk' | 'slow' | 'late';

/** `bar` fits Code 128 and QR; `qr` is UnionPay's EMVCo text, too long for a bar code. */
export type CodeForm = 'bar' | 'qr';

interface Wallet {
  readonly name: string;
  /** `vendor` values that mean it; a 28… code may be Alipay or any Alipay+ wallet (pockyt.md §4, §5). */
  readonly vendors: readonly string[];
  mint(random: SimRandom, form: CodeForm): string;
}

const ALIPAY_FAMILY = [
  'alipay',
  'alipay_cn',
  'alipay_hk',
  'alipay-plus',
  'dana',
  'gcash',
  'kakaopay',
  'tng',
  'truemoney',
  'bkash',
  'easypaisa',
];

/** Every wallet. Formats are the published ones; PayPal, Venmo and Cash App publish none, theirs are made up. */
export const WALLETS: Readonly<Record<WalletName, Wallet>> = {
  alipay: { name: 'Alipay', vendors: ALIPAY_FAMILY, mint: (random) => `28${randomDigits(random, 16)}` },
  'alipay-plus': {
    name: 'Alipay+',
    vendors: ALIPAY_FAMILY,
    mint: (random) => `28100102${randomDigits(random, 16)}`,
  },
  wechat: {
    name: 'WeChat Pay',
    vendors: ['wechat', 'wechatpay'],
    mint: (random) => `13${randomDigits(random, 16)}`,
  },
  unionpay: { name: 'UnionPay', vendors: ['unionpay'], mint: mintUnionPay },
  paypal: { name: 'PayPal', vendors: ['paypal'], mint: (random) => `PP${randomLetters(random, 18)}` },
  venmo: { name: 'Venmo', vendors: ['venmo'], mint: (random) => `VM${randomLetters(random, 18)}` },
  cashapp: {
    name: 'Cash App',
    vendors: ['cashapp', 'cash_app'],
    mint: (random) => `97${randomDigits(random, 18)}`,
  },
};

/** All names, in the order the wallet page shows them. */
export const WALLET_NAMES: readonly WalletName[] = [
  'alipay',
  'wechat',
  'unionpay',
  'alipay-plus',
  'paypal',
  'venmo',
  'cashapp',
];

/** All behaviours. */
export const BEHAVIOURS: readonly Behaviour[] = ['pay', 'confirm', 'no-funds', 'risk', 'slow', 'late'];

/** True for a wallet's name. */
export function isWalletName(text: unknown): text is WalletName {
  return WALLET_NAMES.some((name) => name === text);
}

/** True for a behaviour. */
export function isBehaviour(text: unknown): text is Behaviour {
  return BEHAVIOURS.some((name) => name === text);
}

/** True where some wallet answers to this `vendor`. */
export function isVendor(vendor: string): boolean {
  return WALLET_NAMES.some((name) => WALLETS[name].vendors.includes(vendor));
}

function mintUnionPay(random: SimRandom, form: CodeForm): string {
  return form === 'bar' ? `62${randomDigits(random, 17)}` : mintEmvco(random);
}

/**
 * EMVCo consumer-presented code (base64 of BER-TLV): 85 05 "CPV01", then an application template 61 with 4F, the
 * identifier of UnionPay credit (A000000333010102), and 57, a made-up track with an unpredictable part.
 */
function mintEmvco(random: SimRandom): string {
  const track = Uint8Array.from([0x62, ...random.bytes(17)]);
  const id = [0xa0, 0x00, 0x00, 0x03, 0x33, 0x01, 0x01, 0x02];
  const template = [0x4f, id.length, ...id, 0x57, track.length, ...track];
  const bytes = [0x85, 5, ...new TextEncoder().encode('CPV01'), 0x61, template.length, ...template];
  return btoa(String.fromCharCode(...bytes));
}
