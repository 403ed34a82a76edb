/** A paired tablet in a test's hand: it speaks the till API by itself, one request at a time. */
import * as v from 'valibot';
import { problemSchema } from '../../src/contract/problem-codes.ts';
import { listAnswerSchema, type DecideRequest, type ListAnswer } from '../../src/contract/manager-api.ts';
import { offerAnswerSchema, type OfferAnswer, type OfferedSale } from '../../src/contract/offer-api.ts';
import { shopSchema, type Shop } from '../../src/contract/shop-api.ts';
import {
  attemptAnswerSchema,
  settleAnswerSchema,
  takeAnswerSchema,
  type SaleRecord,
  type SettleRequest,
} from '../../src/contract/till-api.ts';
import type { AttemptSnapshot } from '../../src/core/attempt-snapshot.ts';
import { makeReference, makeSaleId, type Reference, type SaleId } from '../../src/core/ids.ts';
import type { EpochMs } from '../../src/core/ports.ts';
import { makeSeededRandom } from '../fakes/random.ts';
import type { ManualTime } from '../fakes/timers.ts';

/** A refusal, as a till reads it, or the attempt. */
export type Told = { readonly attempt: AttemptSnapshot; readonly code: null } | { readonly code: string };

/** What a till carries with every change. */
export type Claim = Pick<SettleRequest, 'saleId' | 'number' | 'amountMinor' | 'currency' | 'realm' | 'epoch'>;

/** A paired tablet that speaks the till API by hand. */
export interface Till {
  readonly shop: Shop;
  readonly cookie: string;
  request(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  sale(amountMinor?: number): SaleInHand;
  /** Goes on with a sale that is there already. */
  goOnWith(claim: Claim): SaleInHand;
  /** Checks the PIN, or chooses one; the refusal's code, or null. */
  pin(pin: string | undefined, newPin?: string): Promise<string | null>;
  list(): Promise<ListAnswer>;
  take(saleId: SaleId): Promise<SaleRecord | string>;
  offer(sales: readonly OfferedSale[]): Promise<OfferAnswer | string>;
}

/** One sale, and what can be asked about its attempts. */
export interface SaleInHand {
  readonly saleId: SaleId;
  readonly claim: Claim;
  reference(): Reference;
  open(reference: Reference): Promise<Told>;
  pay(reference: Reference, code: string, extra?: Record<string, unknown>): Promise<Told>;
  look(reference: Reference, ask?: boolean): Promise<Told>;
  change(reference: Reference, what: 'cancel' | 'extend'): Promise<Told>;
  close(reference: Reference, why?: 'withdrawn' | 'expired', payBegun?: boolean): Promise<Told>;
  decide(reference: Reference, decision: DecideRequest['decision'], extra?: object): Promise<Told>;
  /** Asks for a refund with the right PIN, unless `extra` says otherwise. */
  refund(reference: Reference, n: number, refundMinor: number, extra?: object): Promise<Told>;
  settle(
    how: SettleRequest['how'],
    references: readonly Reference[],
    extra?: object,
  ): Promise<AttemptSnapshot[] | string>;
}

/** The manager's PIN of every test that has one. */
export const PIN = '2468';

/** What a tablet can be paired with. */
export interface Answering {
  readonly app: { request(url: string, init?: RequestInit): Response | Promise<Response> };
  makePairingCode(): string;
}

/** Pairs a tablet with the proxy that runs now; it speaks to whichever runs later. `code`: else one of the console. */
export function pairTill(
  proxy: () => Answering,
  { clock }: ManualTime,
  origin: string,
  code?: string,
): Promise<Till> {
  return pairAt({
    origin,
    send: (url, init) => proxy().app.request(url, init),
    makePairingCode: () => code ?? proxy().makePairingCode(),
    now: () => clock.now(),
  });
}

/** The way to a shop, wherever it runs. */
export interface ShopDoor {
  readonly origin: string;
  readonly send: (url: string, init: RequestInit) => Response | Promise<Response>;
  readonly makePairingCode: () => string | Promise<string>;
  readonly now: () => EpochMs;
}

/** Pairs a tablet through a door. */
export async function pairAt({ origin, send, makePairingCode, now }: ShopDoor): Promise<Till> {
  const paired = await send(`${origin}/api/pair`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: await makePairingCode() }),
  });
  const shop = v.parse(shopSchema, await paired.json());
  const cookie = (paired.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  // Two tills draw apart, also where both are the first of their shops.
  const random = makeSeededRandom(
    11 + shop.till.letter.charCodeAt(0) + Number.parseInt(shop.realm.slice(0, 6), 16),
  );
  const request: Till['request'] = async (method, path, body, headers = {}) =>
    send(origin + path, {
      method,
      headers: { cookie, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const { realm, currency } = shop;
  const makeRef = (): Reference => makeReference(random);
  let count = 0;
  return {
    shop,
    cookie,
    request,
    sale: (amountMinor = 1250) => {
      count += 1;
      const number = `${shop.till.letter}-${String(count).padStart(4, '0')}`;
      const claim = { saleId: makeSaleId(random), number, amountMinor, currency, realm };
      return makeSale(request, claim, makeRef, now);
    },
    goOnWith: (claim) => makeSale(request, claim, makeRef, now),
    pin: async (pin, newPin) => refusalOf(await request('POST', '/api/pin', { pin, newPin })),
    list: async () => v.parse(listAnswerSchema, await (await request('GET', '/api/list')).json()),
    take: async (saleId) => {
      const answer = await request('POST', `/api/sales/${saleId}/take`, { realm });
      return (await refusalOf(answer.clone())) ?? v.parse(takeAnswerSchema, await answer.json()).sale;
    },
    offer: async (sales) => {
      const answer = await request('POST', '/api/offer', { realm, sales });
      return (await refusalOf(answer.clone())) ?? v.parse(offerAnswerSchema, await answer.json());
    },
  };
}

function makeSale(
  request: Till['request'],
  claim: Claim,
  reference: () => Reference,
  now: () => EpochMs,
): SaleInHand {
  const post = async (path: string, body: object): Promise<Told> =>
    tell(await request('POST', path, { ...claim, ...body }));
  return {
    saleId: claim.saleId,
    claim,
    reference,
    open: (ref) => post('/api/attempts', { reference: ref }),
    pay: (ref, code, extra = {}) =>
      post(`/api/attempts/${ref}/pay`, { code, wallet: 'alipay', sendBy: now() + 60_000, ...extra }),
    look: async (ref, ask = false) =>
      tell(await request('GET', `/api/attempts/${ref}${ask ? '?ask=1' : ''}`)),
    change: (ref, what) => post(`/api/attempts/${ref}/${what}`, {}),
    close: (ref, why = 'withdrawn', payBegun = false) =>
      post(`/api/attempts/${ref}/close`, { why, payBegun }),
    decide: (ref, decision, extra = {}) =>
      post(`/api/attempts/${ref}/decide`, { decision, sendBy: now() + 8_000, ...extra }),
    refund: (ref, n, refundMinor, extra = {}) =>
      post(`/api/attempts/${ref}/refunds`, {
        n,
        refundMinor,
        reason: 'cold tea',
        pin: PIN,
        sendBy: now() + 8_000,
        ...extra,
      }),
    settle: async (how, references, extra = {}) => {
      const body = { ...claim, how, references, ...extra };
      const answer = await request('POST', `/api/sales/${claim.saleId}/settle`, body);
      return (await refusalOf(answer.clone())) ?? v.parse(settleAnswerSchema, await answer.json()).attempts;
    },
  };
}

/** The code of a refusal; null for an answer. */
export async function refusalOf(answer: Response): Promise<string | null> {
  return answer.ok ? null : v.parse(problemSchema, await answer.json()).code;
}

async function tell(answer: Response): Promise<Told> {
  const code = await refusalOf(answer.clone());
  return code === null
    ? { attempt: v.parse(attemptAnswerSchema, await answer.json()).attempt, code }
    : { code };
}

/** The attempt, or an error that names the refusal. */
export function attemptOf(told: Told): AttemptSnapshot {
  if (told.code !== null) throw new Error(`Refused: ${told.code}`);
  return told.attempt;
}

/** The state's name with its reason, as one word for expectations: `closed(cancelled)`, `declined(funds)`. */
export function stateOf(told: Told): string {
  if (told.code !== null) return told.code;
  const { state } = told.attempt;
  if (state.name === 'closed') return `closed(${state.why})`;
  return state.name === 'declined' ? `declined(${state.reason})` : state.name;
}

/** Its refunds as words: `1 ladder 1250 done`. */
export function refundsOf(told: Told): string[] {
  return attemptOf(told).refunds.map(({ n, by, amount, state }) => `${n} ${by} ${amount.minor} ${state}`);
}
