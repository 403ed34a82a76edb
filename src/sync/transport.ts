/** Till to proxy: one typed call a route, over a given fetch. Never throws for what the network does. */
import * as v from 'valibot';
import { SEEN_HEADER } from '../contract/feed-position.ts';
import { problemSchema, type ProblemCode } from '../contract/problem-codes.ts';
import {
  doneAnswerSchema,
  listAnswerSchema,
  type DecideRequest,
  type DoneAnswer,
  type ListAnswer,
  type PinRequest,
  type RefundRequest,
  type StrayCloseRequest,
} from '../contract/manager-api.ts';
import { offerAnswerSchema, type OfferAnswer, type OfferRequest } from '../contract/offer-api.ts';
import {
  attemptAnswerSchema,
  salesAnswerSchema,
  settleAnswerSchema,
  shopSchema,
  takeAnswerSchema,
  type AttemptAnswer,
  type ChangeRequest,
  type CloseRequest,
  type OpenRequest,
  type PairRequest,
  type PayRequest,
  type SalesAnswer,
  type SettleAnswer,
  type SettleRequest,
  type Shop,
  type TakeAnswer,
} from '../contract/till-api.ts';
import { timeSchema } from '../contract/shapes.ts';
import type { Reference, SaleId } from '../core/ids.ts';
import type { Clock, EpochMs, Timers } from '../core/ports.ts';

/** The part of `fetch` the till uses. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Why there is no answer. `garbage`: somebody answered, but not our proxy (captive portal, HTML, redirect). */
export type Silence = 'refused-to-connect' | 'timeout' | 'garbage' | 'aborted';

/** What came of one request. Silence is never news about a payment. */
export type Result<T> =
  | {
      readonly kind: 'answer';
      readonly answer: T;
      readonly serverTime: EpochMs;
      readonly roundTripMs: number;
    }
  | {
      readonly kind: 'problem';
      readonly code: ProblemCode;
      readonly serverTime: EpochMs | null;
      readonly roundTripMs: number;
    }
  | { readonly kind: 'silent'; readonly why: Silence };

/** Every call of the till. A repeat is safe only with the same reference (the outbox sees to it). */
export interface Transport {
  shop(): Promise<Result<Shop>>;
  pair(body: PairRequest): Promise<Result<object>>;
  open(body: OpenRequest): Promise<Result<AttemptAnswer>>;
  pay(reference: Reference, body: PayRequest): Promise<Result<AttemptAnswer>>;
  /** `now`: forces one question to the gateway (at most one an attempt in 3 s). */
  ask(reference: Reference, now: boolean): Promise<Result<AttemptAnswer>>;
  extend(reference: Reference, body: ChangeRequest): Promise<Result<AttemptAnswer>>;
  cancel(reference: Reference, body: ChangeRequest): Promise<Result<AttemptAnswer>>;
  close(reference: Reference, body: CloseRequest): Promise<Result<AttemptAnswer>>;
  settle(saleId: SaleId, body: SettleRequest): Promise<Result<SettleAnswer>>;
  /** A person's word on an attempt. */
  decide(reference: Reference, body: DecideRequest): Promise<Result<AttemptAnswer>>;
  refund(reference: Reference, body: RefundRequest): Promise<Result<AttemptAnswer>>;
  /** Makes this till the sale's. */
  take(saleId: SaleId, realm: string): Promise<Result<TakeAnswer>>;
  /** This till's sales of today, and its unfinished ones of any day. */
  ownSales(): Promise<Result<SalesAnswer>>;
  /** The shop's sales of a day (`YYYY-MM-DD`), and unfinished ones of any. */
  sales(day: string): Promise<Result<SalesAnswer>>;
  /** The manager's list. */
  list(): Promise<Result<ListAnswer>>;
  closeStray(transactionNo: string, body: StrayCloseRequest): Promise<Result<DoneAnswer>>;
  /** Tells a ledger of another epoch what this till knows. */
  offer(body: OfferRequest): Promise<Result<OfferAnswer>>;
  /** Checks or sets the manager's PIN. */
  pin(body: PinRequest): Promise<Result<DoneAnswer>>;
  /** Opens the live feed; resolves with the raw response. Rejects as fetch does. */
  live(after: string | null, signal: AbortSignal): Promise<Response>;
}

/** What a transport needs. `onresult` hears of every exchange: connectivity and the server clock live on it. */
export interface TransportDeps {
  readonly fetch: Fetch;
  readonly origin: string;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly onresult: (result: Result<unknown>) => void;
  /** How far each ledger's feed has been heard; '': nothing was. */
  readonly seen: () => string;
}

/** The proxy answers `pay` within 5 s; what takes longer is lost. */
export const ANSWER_LIMIT_MS = 8_000;
/** The shop is read from memory: a probe that takes longer would only hold up the next one. */
export const PROBE_LIMIT_MS = 4_000;

const someObject = v.looseObject({});

/** Makes the client. */
export function createTransport(deps: TransportDeps): Transport {
  const get = <T>(path: string, schema: Answers<T>): Promise<Result<T>> =>
    exchange(deps, path, { method: 'GET' }, schema, ANSWER_LIMIT_MS);
  const post = <T>(path: string, body: unknown, schema: Answers<T>): Promise<Result<T>> =>
    exchange(deps, path, { method: 'POST', body: JSON.stringify(body) }, schema, ANSWER_LIMIT_MS);
  const attempt = (reference: Reference, verb = ''): string => `/api/attempts/${reference}${verb}`;
  return {
    shop: () => exchange(deps, '/api/shop', { method: 'GET' }, shopSchema, PROBE_LIMIT_MS),
    pair: (body) => post('/api/pair', body, someObject),
    open: (body) => post('/api/attempts', body, attemptAnswerSchema),
    pay: (reference, body) => post(attempt(reference, '/pay'), body, attemptAnswerSchema),
    ask: (reference, now) => get(attempt(reference, now ? '?ask=1' : ''), attemptAnswerSchema),
    extend: (reference, body) => post(attempt(reference, '/extend'), body, attemptAnswerSchema),
    cancel: (reference, body) => post(attempt(reference, '/cancel'), body, attemptAnswerSchema),
    close: (reference, body) => post(attempt(reference, '/close'), body, attemptAnswerSchema),
    settle: (saleId, body) => post(`/api/sales/${saleId}/settle`, body, settleAnswerSchema),
    decide: (reference, body) => post(attempt(reference, '/decide'), body, attemptAnswerSchema),
    refund: (reference, body) => post(attempt(reference, '/refunds'), body, attemptAnswerSchema),
    take: (saleId, realm) => post(`/api/sales/${saleId}/take`, { realm }, takeAnswerSchema),
    ownSales: () => get('/api/sales?mine=1', salesAnswerSchema),
    sales: (day) => get(`/api/sales?day=${day}`, salesAnswerSchema),
    list: () => get('/api/list', listAnswerSchema),
    closeStray: (transactionNo, body) =>
      post(`/api/strays/${encodeURIComponent(transactionNo)}/close`, body, doneAnswerSchema),
    offer: (body) => post('/api/offer', body, offerAnswerSchema),
    pin: (body) => post('/api/pin', body, doneAnswerSchema),
    live: (after, signal) => openFeed(deps, after, signal),
  };
}

type Answers<T> = v.GenericSchema<unknown, T>;
const JSON_BODY = { 'content-type': 'application/json' };
/** Redirects are shown, not followed: a captive portal must not look like our proxy. */
const PLAIN: RequestInit = { redirect: 'manual', cache: 'no-store', credentials: 'same-origin' };

function openFeed(deps: TransportDeps, after: string | null, signal: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = { accept: 'text/event-stream', ...seenHeader(deps) };
  if (after !== null) headers['last-event-id'] = after;
  return deps.fetch(`${deps.origin}/api/live`, { ...PLAIN, method: 'GET', headers, signal });
}

function seenHeader({ seen }: TransportDeps): Record<string, string> {
  const place = seen();
  return place === '' ? {} : { [SEEN_HEADER]: place };
}

async function exchange<T>(
  deps: TransportDeps,
  path: string,
  init: RequestInit,
  schema: Answers<T>,
  limitMs: number,
): Promise<Result<T>> {
  const startedAt = deps.clock.monotonic();
  const stopper = new AbortController();
  const { promise: late, resolve: giveUp } = Promise.withResolvers<'timeout'>();
  const undo = deps.timers.after(limitMs, () => {
    giveUp('timeout');
    stopper.abort();
  });
  const headers = { ...(init.body === undefined ? {} : JSON_BODY), ...seenHeader(deps) };
  const request = { ...PLAIN, ...init, headers, signal: stopper.signal };
  const body = await Promise.race([readBody(deps.fetch, deps.origin + path, request), late]);
  undo();
  const result = judge(body, schema, deps.clock.monotonic() - startedAt);
  deps.onresult(result);
  return result;
}

type Body = { readonly json: unknown; readonly isOk: boolean } | Silence;

/** Fetches and reads; every way to fail is a kind of silence. */
async function readBody(fetch: Fetch, url: string, init: RequestInit): Promise<Body> {
  try {
    const response = await fetch(url, init);
    if (!response.headers.get('content-type')?.includes('json')) return 'garbage';
    return { json: JSON.parse(await response.text()), isOk: response.ok };
  } catch (error) {
    if (error instanceof SyntaxError) return 'garbage';
    return error instanceof Error && error.name === 'AbortError' ? 'aborted' : 'refused-to-connect';
  }
}

const stamped = v.looseObject({ serverTime: v.optional(timeSchema) });

function judge<T>(body: Body, schema: Answers<T>, roundTripMs: number): Result<T> {
  if (typeof body === 'string') return { kind: 'silent', why: body };
  if (!body.isOk) {
    const problem = v.safeParse(problemSchema, body.json);
    if (!problem.success) return { kind: 'silent', why: 'garbage' };
    const { code, serverTime } = problem.output;
    return { kind: 'problem', code, serverTime: serverTime ?? null, roundTripMs };
  }
  const answer = v.safeParse(schema, body.json);
  const stamp = v.safeParse(stamped, body.json);
  if (!answer.success || !stamp.success) return { kind: 'silent', why: 'garbage' };
  const { serverTime } = stamp.output;
  if (serverTime === undefined) return { kind: 'silent', why: 'garbage' };
  return { kind: 'answer', answer: answer.output, serverTime, roundTripMs };
}
