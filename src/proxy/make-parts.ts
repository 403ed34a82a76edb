/** What a proxy is given, and the parts it is made of. Nothing runs yet. */
import type { EpochMs, Log, Random, Timers } from '../core/ports.ts';
import type { ShopSettings } from '../core/settings.ts';
import type { Sql } from '../sql/sql.ts';
import { Enrolment } from './auth/enrolment.ts';
import { ManagersPin } from './auth/managers-pin.ts';
import { Pairing } from './auth/pairing.ts';
import { RateLimits, type RateLimitsDeps } from './auth/rate-limits.ts';
import { Tills } from './auth/tills.ts';
import { createGatewayClient } from './gateway/client.ts';
import type { PlainFetch } from './gateway/plain-fetch.ts';
import { LadderRunner } from './ladder/runner.ts';
import { Audit } from './ledger/audit.ts';
import { Ledger } from './ledger/ledger.ts';
import type { Parts } from './parts.ts';
import { Payer } from './payer.ts';
import { NewsMemo } from './routes/news-memo.ts';
import { OpenFeeds } from './routes/open-feeds.ts';
import { SealGate } from './seal-gate.ts';
import { CallMeter } from './status/call-meter.ts';
import { watchConfirms } from './status/confirm-watch.ts';
import { Latencies } from './status/latencies.ts';
import type { About, Timed } from './status/status.ts';
import { makeWebhookCounts } from './webhook-counts.ts';

/** Everything the proxy reaches for. */
export interface ProxyDeps extends RateLimitsDeps {
  /** One shop's database; nobody else writes to it. */
  readonly sql: Sql;
  readonly timers: Timers;
  readonly random: Random;
  readonly log: Log;
  /** The way to the gateway. */
  readonly fetch: PlainFetch;
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

/** Makes the parts; `stopParts` ends timers and calls, once `stopped` has been aborted. Throws LedgerRefused. */
export function makeParts(
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
    feeds: new OpenFeeds(),
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
