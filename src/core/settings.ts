/** A shop's settings: types, defaults and bounds. Where they come from (environment, later the ledger) is not known here. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { money, type Currency, type Minor } from './money/money.ts';
import { CODE_LIFE_MS, type Wallet } from './wallet.ts';

/** The account at the gateway. `token` is the merchant's secret: it never leaves the proxy. */
export interface GatewayAccount {
  /** Where the API starts, without a slash at the end. */
  readonly baseUrl: string;
  readonly merchantNo: string;
  readonly storeNo: string;
  readonly token: string;
}

/** One Pockyt store, as the proxy serves it. */
export interface ShopSettings {
  readonly mode: 'practice' | 'live';
  /** 16 hex digits (makeRealm); also the shop's name in webhook addresses and pairing links. */
  readonly realm: string;
  readonly name: string;
  /** Printed on receipts; null where the shop gave none. */
  readonly address: string | null;
  /** IANA name; defines "today". */
  readonly timeZone: string;
  readonly currency: Currency;
  readonly settleCurrency: Currency;
  readonly limitPerSale: Minor;
  /** The most that may be let go on a customer's word; 0: nothing. */
  readonly trustLimit: Minor;
  /** The most one till may charge in a shop day; null: no limit. */
  readonly limitPerTillDay: Minor | null;
  /** The most all tills together may charge in a shop day; null: no limit. */
  readonly limitPerDay: Minor | null;
  /** The most managers may give back by refunds in a shop day; null: no limit. */
  readonly refundLimitPerDay: Minor | null;
  /** Minutes after which the gateway closes an unpaid order; sent with every add. */
  readonly orderTimeoutMin: number;
  readonly codeLifeMs: Readonly<Record<Wallet, number>>;
  /** The gateway's name for WeChat Pay: its own pages disagree (pockyt.md §4). */
  readonly wechatVendor: WechatVendor;
  readonly gateway: GatewayAccount;
  /** Origin the gateway may send webhooks to; null means questions only. */
  readonly webhookOrigin: string | null;
  /** Origin a customer's phone reaches; null where none beyond this machine is known. */
  readonly publicUrl: string | null;
}

/** Both spellings of WeChat Pay's vendor. */
export const WECHAT_VENDORS = ['wechatpay', 'wechat'] as const;
/** One of them. */
export type WechatVendor = (typeof WECHAT_VENDORS)[number];

/** What a shop gets that names nothing else. `limitPerSale` and `trustLimit` are decimal texts in the shop's currency. */
export const SETTING_DEFAULTS = {
  name: 'Corner Store',
  timeZone: 'America/New_York',
  currency: 'USD',
  settleCurrency: 'USD',
  limitPerSale: '1000.00',
  trustLimit: '50.00',
  limitPerTillDay: null,
  limitPerDay: null,
  /** twice the limit of a sale above; a shop that names another limit of a sale gets twice that */
  refundLimitPerDay: money(200_000, 'USD').minor,
  orderTimeoutMin: 5,
  wechatVendor: 'wechatpay',
  codeLifeMs: CODE_LIFE_MS,
} as const;

/** Minutes an order may live: below one the customer has no time, 120 is the gateway's own default (pockyt.md §2). */
export const ORDER_TIMEOUT_BOUNDS = { min: 1, max: 120 } as const;
/** Longest shop name and address that a receipt still holds. */
export const TEXT_BOUNDS = { name: 60, address: 200 } as const;

/** Hash of gateway address, merchant and store: practice and live, and two stores, never share a record. */
export function makeRealm(gatewayAddress: string, merchantNo: string, storeNo: string): string {
  const text = [gatewayAddress, merchantNo, storeNo].join('\n');
  return bytesToHex(sha256(utf8ToBytes(text))).slice(0, 16);
}
