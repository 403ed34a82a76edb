/** The parts of a running proxy, as its routes see them. */
import type { Clock, EpochMs, Log, Timers } from '../core/ports.ts';
import type { ShopSettings } from '../core/settings.ts';
import type { Sql } from '../sql/sql.ts';
import type { Enrolment } from './auth/enrolment.ts';
import type { ManagersPin } from './auth/managers-pin.ts';
import type { RateLimits } from './auth/rate-limits.ts';
import type { Tills } from './auth/tills.ts';
import type { LadderRunner } from './ladder/runner.ts';
import type { Audit } from './ledger/audit.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { Payer } from './payer.ts';
import type { NewsMemo } from './routes/news-memo.ts';
import type { OpenFeeds } from './routes/open-feeds.ts';
import type { SealGate } from './seal-gate.ts';
import type { CallMeter } from './status/call-meter.ts';
import type { Latencies } from './status/latencies.ts';
import type { About, Timed } from './status/status.ts';
import type { WebhookCounts } from './webhook-counts.ts';

/** Made once by createProxy and handed to every route. */
export interface Parts {
  readonly settings: ShopSettings;
  readonly ledger: Ledger;
  readonly runner: LadderRunner;
  readonly payer: Payer;
  readonly news: NewsMemo;
  readonly feeds: OpenFeeds;
  readonly tills: Tills;
  readonly enrolment: Enrolment;
  readonly audit: Audit;
  readonly pin: ManagersPin;
  readonly limits: RateLimits;
  readonly webhooks: WebhookCounts;
  readonly sql: Sql;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly secret: Uint8Array;
  readonly stopped: AbortSignal;
  /** Aborted when streams must end: a till that reads one comes back. */
  readonly leaving: AbortSignal;
  readonly seal: SealGate;
  readonly calls: CallMeter;
  readonly latencies: Latencies<Timed>;
  /** null where the machine tells nothing of itself */
  readonly about: About | null;
  /** when this run began */
  readonly since: EpochMs;
}
