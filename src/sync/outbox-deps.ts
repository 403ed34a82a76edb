/** What an outbox needs, and what it tells. */
import type { ProblemCode } from '../contract/problem-codes.ts';
import type { Reference } from '../core/ids.ts';
import type { Clock, Log, Random, Timers } from '../core/ports.ts';
import type { Sale } from '../core/sale.ts';
import type { Journal } from '../journal/journal.ts';
import type { OpenSales } from '../journal/open-sales.ts';
import type { Connectivity } from './connectivity.ts';
import type { ServerClock } from './server-clock.ts';
import type { Transport } from './transport.ts';
import type { SentDuty } from './verdict.ts';

/** What the till hears of the outbox. */
export interface OutboxEvents {
  /** The ledger refused an entry for good. */
  refused(sale: Sale, reference: Reference, duty: SentDuty['do'], code: ProblemCode): void;
  unpaired(): void;
  /** The journal could not be written; the error is a JournalError, or a broken rule. */
  troubled(error: unknown): void;
  /** The ledger has answered that it does not have a refund this till asked for: it was not sent. */
  refundLost(sale: Sale): void;
  /** Fresh counters of an attempt (asked, next question) that are not worth an entry. */
  counted(): void;
}

/** What an outbox needs. */
export interface OutboxDeps {
  readonly realm: string;
  /** This till's id as the shop says now; null while it is not known. */
  readonly ownTill: () => string | null;
  /** IANA name; a sale's day is the shop's */
  readonly timeZone: () => string;
  readonly sales: OpenSales;
  readonly journal: Journal;
  readonly transport: Transport;
  readonly serverClock: ServerClock;
  readonly connectivity: Connectivity;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly log: Log;
  readonly events: OutboxEvents;
}
