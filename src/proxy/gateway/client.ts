/** Calls the gateway: fields in, one answer or silence out. Never repeats, never follows, never throws for the network. */
import { readGatewayWord, type GatewayWord } from '../../contract/gateway-api.ts';
import type { Money } from '../../core/money/money.ts';
import { toDecimal } from '../../core/money/money.ts';
import type { Timers } from '../../core/ports.ts';
import type { ShopSettings } from '../../core/settings.ts';
import type { Wallet } from '../../core/wallet.ts';
import type { PlainFetch } from './plain-fetch.ts';
import { makeSign, type Fields } from './signature.ts';

/** How long each call may take, ms. `pay` waits for the customer's wallet; Java's SDK gives the others 20 s. */
export const CALL_LIMIT_MS = {
  add: 10_000,
  pay: 60_000,
  query: 10_000,
  cancel: 20_000,
  refund: 20_000,
} as const;
/** The longest answer that is read, characters; the gateway's are under 2,000. */
const MAX_ANSWER = 64_000;

/** What came back: the gateway's own words, or nothing that can be trusted. */
export type GatewayAnswer = GatewayWord | 'silent';

/** An order by the gateway's number where it is known, else by ours: exactly one of them goes on the wire. */
export interface OrderName {
  readonly transactionNo: string | null;
  readonly reference: string;
}

/** A refund by its own id; `amount` is what goes back. */
export interface RefundOrder extends OrderName {
  readonly refundId: string;
  readonly amount: Money;
}

/** The five calls a sale needs. */
export interface GatewayClient {
  add(order: { readonly reference: string; readonly amount: Money }): Promise<GatewayAnswer>;
  pay(order: OrderName, code: string, wallet: Wallet): Promise<GatewayAnswer>;
  query(order: OrderName): Promise<GatewayAnswer>;
  cancel(order: OrderName): Promise<GatewayAnswer>;
  refund(refund: RefundOrder): Promise<GatewayAnswer>;
  /** Ends every call that is still open; each resolves to silence. */
  stop(): void;
}

/** What a client is made of. */
export interface GatewayClientDeps {
  readonly settings: ShopSettings;
  readonly fetch: PlainFetch;
  readonly timers: Timers;
  /** Resolves once all that the ledger has written survives a power cut; nothing leaves before (law 2). */
  readonly flushed: () => Promise<void>;
}

/** Makes a client of one shop's account. */
export function createGatewayClient({ settings, fetch, timers, flushed }: GatewayClientDeps): GatewayClient {
  const open = new Set<() => void>();
  const makeBody = makeBodies(settings);
  const call = (kind: keyof typeof CALL_LIMIT_MS, path: string, fields: Fields): Promise<GatewayAnswer> => {
    const abort = new AbortController();
    const body = makeBody(fields);
    const asked = flushed().then(() => ask(fetch, settings.gateway.baseUrl + path, body, abort.signal));
    return within(asked, CALL_LIMIT_MS[kind], { timers, abort, open });
  };
  return {
    add: (order) => call('add', '/app-instore/v3/add', addFields(order, settings)),
    pay: (order, code, wallet) =>
      call('pay', '/app-instore/v3/pay', {
        ...nameFields(order),
        paymentBarcode: code,
        ...vendorField(wallet, settings),
      }),
    query: (order) => call('query', '/app-data-search/v3/tran-query', nameFields(order)),
    cancel: (order) => call('cancel', '/app-data-search/v3/cancel', nameFields(order)),
    refund: (refund) => call('refund', '/app-data-search/v3/refund', refundFields(refund, settings)),
    stop: () => {
      for (const giveUp of [...open]) giveUp();
    },
  };
}

function addFields(order: { reference: string; amount: Money }, settings: ShopSettings): Fields {
  const { webhookOrigin, realm, settleCurrency, orderTimeoutMin } = settings;
  return {
    amount: toDecimal(order.amount),
    currency: order.amount.currency,
    settleCurrency,
    reference: order.reference,
    timeout: String(orderTimeoutMin),
    ...(webhookOrigin === null ? {} : { ipnUrl: `${webhookOrigin}/webhooks/pockyt/${realm}` }),
  };
}

function refundFields(refund: RefundOrder, { settleCurrency }: ShopSettings): Fields {
  return {
    ...nameFields(refund),
    refundAmount: toDecimal(refund.amount),
    currency: refund.amount.currency,
    settleCurrency,
    refundReference: refund.refundId,
  };
}

function nameFields({ transactionNo, reference }: OrderName): Fields {
  return transactionNo === null ? { reference } : { transactionNo };
}

/** Names the wallet only where the in-store pages name it (pockyt.md §4); else the gateway tells it from the code. */
function vendorField(wallet: Wallet, settings: ShopSettings): Fields {
  switch (wallet) {
    case 'alipay':
    case 'unionpay':
    case 'paypal':
    case 'venmo':
      return { vendor: wallet };
    case 'wechat':
      return { vendor: settings.wechatVendor };
    case 'alipay-plus':
    case 'cashapp':
    case 'line':
    case 'unknown':
      return {};
  }
}

/** An empty field is never sent: the gateway's rule for signing it is unknown (pockyt.md §1). */
function makeBodies({ gateway }: ShopSettings): (fields: Fields) => string {
  const { merchantNo, storeNo, token } = gateway;
  const sign = makeSign(token);
  return (fields) => {
    const all = { merchantNo, storeNo, ...fields };
    const sent: Fields = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
    return JSON.stringify({ ...sent, verifySign: sign(sent) });
  };
}

async function ask(
  fetch: PlainFetch,
  url: string,
  body: string,
  signal: AbortSignal,
): Promise<GatewayAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', accept: 'application/json' },
    body,
    redirect: 'manual', // a redirect would carry the signed body somewhere else
    signal,
  });
  const text = await response.text();
  // Which status a refusal has is unpublished, so 4xx is read; a redirect or a 5xx says nothing about the order.
  const isReadable = response.ok || (response.status >= 400 && response.status < 500);
  return isReadable && text.length <= MAX_ANSWER ? (readGatewayWord(text) ?? 'silent') : 'silent';
}

/** What ends a call before its answer. */
interface CallEnds {
  readonly timers: Timers;
  readonly abort: AbortController;
  /** of every call on its way: gives it up */
  readonly open: Set<() => void>;
}

/** Ends a call at its limit even where `fetch` does not mind its signal, and turns every network error into silence. */
function within(
  asked: Promise<GatewayAnswer>,
  limitMs: number,
  { timers, abort, open }: CallEnds,
): Promise<GatewayAnswer> {
  return new Promise((resolve) => {
    const end = (answer: GatewayAnswer): void => {
      undo();
      open.delete(giveUp);
      resolve(answer);
    };
    const giveUp = (): void => {
      abort.abort();
      end('silent');
    };
    const undo = timers.after(limitMs, giveUp);
    open.add(giveUp);
    asked.then(end, () => end('silent'));
  });
}
