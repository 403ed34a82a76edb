/** The proxy: routes over one shop's ledger, the only holder of the merchant's secret. Web APIs only. */
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { TrieRouter } from 'hono/router/trie-router';
import { methodNotAllowed } from 'hono/method-not-allowed';
import type { Log } from '../core/ports.ts';
import { requireOwnOrigin, requireTill, type Guarded } from './auth/guard.ts';
import { refuseLarge } from './body-limit.ts';
import type { Seal } from './ledger/seal.ts';
import { makeParts, type ProxyDeps } from './make-parts.ts';
import type { Parts } from './parts.ts';
import { noticeSetBack } from './notice-set-back.ts';
import { answerError, problemResponse, tellWhoAsks } from './problem-response.ts';
import { LedgerUnwell } from './refusal.ts';
import { attemptRoutes } from './routes/attempts.ts';
import { answerLive } from './routes/live.ts';
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
import { timeLegs } from './status/legs.ts';
import { makeSteadyClock, type SteadyClock } from './steady-clock.ts';
import type { WebhookCounts } from './webhook-counts.ts';

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
  /** Resolves once all that was done at the console survives a power cut. */
  flushed(): Promise<void>;
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
    flushed: () => parts.sql.flushed(),
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

function makeApp(parts: Parts): Hono<Guarded> {
  const { clock, log, settings } = parts;
  const app = new Hono<Guarded>({ router: new TrieRouter() });
  app.onError((error, c) => tellWhoAsks(answerError(error, clock, log), c.req.url));
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
  app.get('/r/*', (c) => answerReceipt(c, parts)); // a link that was cut off, or has a letter too many
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
