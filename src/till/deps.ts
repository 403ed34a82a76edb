/** What a till is made of: every outside thing is given. */
import type { Clock, Log, Random, Timers } from '../core/ports.ts';
import type { Journal } from '../journal/journal.ts';
import type { Locks } from '../sync/single-sender.ts';
import type { Fetch } from '../sync/transport.ts';

/** A few small texts that are there before the journal is (localStorage in the app). Neither call throws. */
export interface Keep {
  get(key: string): string | null;
  set(key: string, value: string | null): void;
}

/** The parts of a till. */
export interface TillDeps {
  /** Opens the journal of a realm; rejects with JournalError. */
  readonly journal: (realm: string) => Promise<Journal>;
  readonly keep: Keep;
  readonly fetch: Fetch;
  /** Origin of the proxy, without a slash at the end; '' for the page's own. */
  readonly origin: string;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly log: Log;
  /** `navigator.locks`; without it two tabs are still safe, but both sell. */
  readonly locks?: Locks | undefined;
  /** `navigator.onLine`, as a hint only. */
  readonly hasLink?: () => boolean;
}
