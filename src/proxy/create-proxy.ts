/** The proxy: routes over one shop's ledger, the only holder of the merchant's secret. Web APIs only. */
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { LinearRouter } from 'hono/router/linear-router';
import { methodNotAllowed } from 'hono/method-not-allowed';
import type { EpochMs, Log, Random, Timers } from '../core/ports.ts';
import type { ShopSettings } from '../core/settings.ts';
import type { Sql } from '../sql/sql.ts';
import { requireOwnOrigin, requireTill, type Guarded } from './auth/guard.ts';
import { Enrolment } from './auth/enrolment.ts';
import { Pairing } from './auth/pairing.ts';
import { ManagersPin } from './auth/managers-pin.ts';
import { RateLimits, type RateLimitsDeps } from './auth/rate-limits.ts';
import { Tills } from './auth/tills.ts';
import { refuseLarge } from './body-limit.ts';
import { createGatewayClient } from './gateway/client.ts';
import { LadderRunner } from './ladder/runner.ts';
import { Audit } from './ledger/audit.ts';
import { Ledger } from './ledger/ledger.ts';
import type { Seal } from './ledger/seal.ts';
import type { Parts } from './parts.ts';
import { Payer } from './payer.ts';
import { noticeSetBack } from './notice-set-back.ts';
import { answerError, problemResponse } from './problem-response.ts';
import { LedgerUnwell } from './refusal.ts';
import { attemptRoutes } from './routes/attempts.ts';
import { answerLive } from './routes/live.ts';
import { NewsMemo } from './routes/news-memo.ts';
import { answerReceipt } from './routes/receipt.ts';
import { managerRoutes } from './routes/manager.ts';
import { answerOffer } from './routes/offer.ts';
import { saleRoutes } from './routes/sales.ts';
import { answerUnseal, refuseSealed } from './routes/seal.ts';
import { answerPair, answerShop } from './routes/shop.ts';
import { answerStatus } from './routes/status.ts';
import { answerAudit, tillRoutes } from './routes/tills.ts';
import { answerWebhook } from './routes/webhook.ts';
import { setSecurityHeaders } from './security-headers.ts';
import { SealGate } from './seal-gate.ts';
import { CallMeter } from './status/call-meter.ts';
import { watchConfirms } from './status/confirm-watch.ts';
import { Latencies } from './status/latencies.ts';
import { timeLegs } from './status/legs.ts';
import type { About, Timed } from './status/status.ts';
import { makeSteadyClock, type SteadyClock } from './steady-clock.ts';
import { makeWebhookCounts, type WebhookCounts } from './webhook-counts.ts';

/** Everything the proxy reaches for. */
export interface ProxyDeps extends RateLimitsDeps {
  /** One shop's database; nobody else writes to it. */
  readonly sql: Sql;
  readonly timers: Timers;
  readonly random: Random;
  readonly log: Log;
  /** The way to the gateway. */
  readonly fetch: typeof fetch;
  readonly settings: ShopSettings;
  /** Key of every keyed hash; at least 32 random bytes, kept for the life of the ledger. */
  readonly secret: Uint8Array;
  /** Hears when the ladder wants to run next, where the process may be put away before (epoch ms; null: never by itself). */
  readonly onNextWake?: (at: EpochMs | null) => void;
  /** Hears of every fresh pairing code by its keyed hash, where several shops share one front. */
  readonly onPairingCode?: (codeHash: string, expiresAt: EpochMs) => void;
  /** What the machine says of itself to a manager. */
  readonly about?: About;
}

/** A running proxy. */
export interface Proxy {
  readonly app: Hono<Guarded>;
  /** Picks up what the ledger says is unfinished. Call once, before the first request. */
  start(): void;
  /** Does what the ladder has due; resolves when that has ended. Only for who must wake it from outside. Never rejects. */
  wake(): Promise<void>;
  /** Ends the streams, and those that are asked for from now on: the first part of a stop that loses no request. */
  endStreams(): void;
  /** Why nobody lives in this ledger; null: it is open. */
  seal(): Seal | null;
  /** Opens a shop that has arrived, for who sits at the server's console; false where there is none. */
  unseal(): boolean;
  /** Ends streams, timers and calls on their way; the database may then be closed. What was open is asked again at the next start. */
  stop(): Promise<void>;
  /** What came to the webhook's address since the start. */
  readonly webhooks: Readonly<WebhookCounts>;
  /**
   * A fresh pairing code, good for ten minutes and one tablet, which becomes a new till or takes the place of the one with
   * `letter`. Throws a Refusal where there is no such till. Only for who sits at the server's console.
   */
  makePairingCode(letter?: string): string;
  /** Shuts a till out at once. Throws a Refusal where there is no such till. Only for who sits at the server's console. */
  revokeTill(letter: string): void;
  /** True while this code, without a shop's name, is good here. */
  holdsPairingCode(code: string): boolean;
  /** Forgets the manager's PIN, so that another one can be chosen. Only for who sits at the server's console. */
  forgetPin(): void;
}

/** Makes a proxy on a database, which it brings up to date. Throws LedgerRefused where it may not be used. */
export function createProxy(deps: ProxyDeps): Proxy {
  const stopping = new AbortController();
  const leaving = new AbortController();
  const clock = makeSteadyClock(deps.clock);
  const { parts, stopParts } = makeParts({ ...deps, clock }, stopping.signal, leaving.signal);
  goOnFrom(parts.ledger.lastTime(), clock, deps.log);
  return {
    app: makeApp(parts),
    start: () => parts.seal.start(),
    wake: () => (parts.seal.now() === null ? parts.runner.wake() : Promise.resolve()),
    endStreams: () => leaving.abort(),
    seal: () => parts.seal.now(),
    unseal: () => parts.seal.open(null),
    stop: async () => {
      parts.ledger.close();
      leaving.abort();
      stopping.abort();
      await stopParts();
    },
    webhooks: parts.webhooks,
    makePairingCode: (letter) =>
      parts.enrolment.makeCode(null, letter === undefined ? null : parts.tills.idOf(letter)).code,
    revokeTill: (letter) => parts.enrolment.revoke(parts.tills.idOf(letter), null),
    holdsPairingCode: (code) => parts.enrolment.holds(code),
    forgetPin: () => {
      parts.pin.forget();
      deps.log.warn('managers-pin-forgotten');
    },
  };
}

/** A file written by a clock further ahead than this was written by a wrong one, ms. */
const MOST_AHEAD_MS = 86_400_000;

/** The wall was set back while nobody ran: every time in the record would else be waited for once more. */
function goOnFrom(lastTime: number | null, clock: SteadyClock, log: Log): void {
  const aheadMs = (lastTime ?? 0) - clock.now();
  if (aheadMs <= 0) return;
  log.warn('clock-set-back', { aheadMs });
  if (lastTime !== null && aheadMs <= MOST_AHEAD_MS) clock.notBefore(lastTime);
}

function makeParts(
  deps: ProxyDeps,
  stopped: AbortSignal,
  leaving: AbortSignal,
): { parts: Parts; stopParts: () => Promise<void> } {
  const { sql, clock, timers, log, settings, secret, onNextWake } = deps;
  const ledger = new Ledger({ ...deps, realm: settings.realm, timeZone: settings.timeZone });
  const latencies = new Latencies<Timed>();
  const calls = new CallMeter({ clock, onpay: (wallet, ms) => latencies.add(`pay ${wallet}`, ms) });
  watchConfirms(ledger, (wallet, ms) => latencies.add(`confirm ${wallet}`, ms));
  const client = calls.count(
    createGatewayClient({ settings, fetch: deps.fetch, timers, flushed: () => sql.flushed() }),
  );
  const orderTimeoutMs = settings.orderTimeoutMin * 60_000;
  const runner = new LadderRunner({
    ledger,
    client,
    clock,
    timers,
    log,
    orderTimeoutMs,
    stopped,
    onNextWake,
  });
  const payer = new Payer({ ledger, client, timers, log, stopped });
  const stopParts = async (): Promise<void> => {
    client.stop();
    await Promise.all([runner.stop(), payer.stop()]);
  };
  const tills = new Tills(deps);
  const audit = new Audit(deps);
  const enrolment = new Enrolment({ ledger, pairing: new Pairing(deps), tills, audit, log });
  const pin = new ManagersPin({ ...deps, audit });
  const limits = new RateLimits(deps);
  const webhooks = makeWebhookCounts();
  const parts = {
    settings,
    ledger,
    runner,
    payer,
    news: new NewsMemo(),
    tills,
    enrolment,
    audit,
    pin,
    limits,
    webhooks,
    sql,
    clock,
    timers,
    log,
    secret,
    stopped,
    leaving,
    seal: new SealGate({ sql, ledger, runner, audit }),
    calls,
    latencies,
    about: deps.about ?? null,
    since: clock.now(),
  };
  return { parts, stopParts };
}

function makeApp(parts: Parts): Hono<Guarded> {
  const { clock, log, settings } = parts;
  // A few dozen routes: matching them one by one is as fast as a tree, and starts at once.
  const app = new Hono<Guarded>({ router: new LinearRouter() });
  app.onError((error) => answerError(error, clock, log));
  app.notFound(() => problemResponse('not-found', clock));
  app.use(async (c, next) => {
    await next();
    setSecurityHeaders(c.res.headers, c.req.url, settings.publicUrl);
  });
  app.use('/api/*', timeLegs(parts));
  app.use(answerWhatIsWritten(parts));
  const onMethodNotAllowed = (): Response => problemResponse('method-not-allowed', clock);
  app.use(methodNotAllowed({ app, onMethodNotAllowed }));
  app.use(refuseLarge);
  app.get('/healthz', (c) => answerHealth(c, parts));
  app.get('/r/:token', (c) => answerReceipt(c, parts));
  app.use('/webhooks/*', refuseSealed(parts));
  app.post('/webhooks/pockyt', (c) => answerWebhook(c, parts));
  app.post('/webhooks/pockyt/:shop', (c) => answerWebhook(c, parts));
  app.use('/api/*', noStore, requireOwnOrigin(settings.publicUrl), refuseSealed(parts));
  app.post('/api/pair', (c) => answerPair(c, parts));
  app.use('/api/*', requireTill(parts), noticeSetBack(parts));
  app.get('/api/shop', (c) => answerShop(c, parts));
  app.get('/api/live', (c) => answerLive(c, parts));
  app.route('/api/attempts', attemptRoutes(parts));
  app.route('/api/sales', saleRoutes(parts));
  app.route('/api/tills', tillRoutes(parts));
  app.post('/api/audit', (c) => answerAudit(c, parts));
  app.route('/api', managerRoutes(parts));
  app.post('/api/offer', (c) => answerOffer(c, parts));
  app.post('/api/status', (c) => answerStatus(c, parts));
  app.post('/api/unseal', (c) => answerUnseal(c, parts));
  return app;
}

/** No answer leaves before what it says survives a power cut. */
function answerWhatIsWritten({ sql }: Parts): MiddlewareHandler<Guarded> {
  return async (c, next) => {
    await next();
    const legs = c.get('legs') as Guarded['Variables']['legs'] | undefined; // only the API's requests are timed
    try {
      await (legs === undefined ? sql.flushed() : legs.disk(sql.flushed()));
    } catch (cause) {
      throw new LedgerUnwell('The disk did not take what was written', { cause });
    }
  };
}

/** A till's answers are about now; no cache between may repeat them. */
const noStore: MiddlewareHandler = async (c, next) => {
  await next();
  c.res.headers.set('cache-control', 'no-store');
};

/** Well only while the ledger can be read: a proxy without it can promise nothing. */
function answerHealth(c: Context, { ledger, clock }: Parts): Response {
  ledger.lastTime();
  return c.json({ ok: true, serverTime: clock.now() });
}
