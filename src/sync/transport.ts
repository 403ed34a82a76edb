/** Till to proxy, over a given fetch. Never throws for what the network does. */
import * as v from 'valibot';
import { SEEN_HEADER } from '../contract/feed-position.ts';
import { problemSchema, type ProblemCode } from '../contract/problem-codes.ts';
import { SHOP_PATH, shopSchema, type Shop } from '../contract/shop-api.ts';
import { timeSchema } from '../contract/shapes.ts';
import type { Clock, EpochMs, Timers } from '../core/ports.ts';
import type { ServerClock } from './server-clock.ts';

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

/** What a route's answer must look like. */
export type Answers<T> = v.GenericSchema<unknown, T>;

/** The shop, the feed, and what every other call is made of (calls.ts). `path` begins with `/api/`. */
export interface Transport {
  readonly get: <T>(path: string, schema: Answers<T>) => Promise<Result<T>>;
  readonly post: <T>(path: string, body: unknown, schema: Answers<T>) => Promise<Result<T>>;
  shop(): Promise<Result<Shop>>;
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
/** Server time by which what is sent now is answered, or given up: what arrives later must change nothing. */
export function answerBy(serverClock: Pick<ServerClock, 'now'>): EpochMs {
  return (serverClock.now() ?? 0) + ANSWER_LIMIT_MS;
}

/** The shop is read from memory: a probe that takes longer would only hold up the next one. */
export const PROBE_LIMIT_MS = 4_000;

/** Makes the client. */
export function createTransport(deps: TransportDeps): Transport {
  return {
    get: (path, schema) => exchange(deps, path, { method: 'GET' }, schema, ANSWER_LIMIT_MS),
    post: (path, body, schema) =>
      exchange(deps, path, { method: 'POST', body: JSON.stringify(body) }, schema, ANSWER_LIMIT_MS),
    shop: () => exchange(deps, SHOP_PATH, { method: 'GET' }, shopSchema, PROBE_LIMIT_MS),
    live: (after, signal) => openFeed(deps, after, signal),
  };
}

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
    const type = response.headers.get('content-type');
    if (!type?.includes('json')) return 'garbage';
    // A problem is one whatever its status (`SHOP_PATH`).
    return { json: JSON.parse(await response.text()), isOk: response.ok && !type.includes('problem') };
  } catch (error) {
    if (error instanceof SyntaxError) return 'garbage';
    return error instanceof Error && error.name === 'AbortError' ? 'aborted' : 'refused-to-connect';
  }
}

const stamped = v.object({ serverTime: v.optional(timeSchema) });

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
