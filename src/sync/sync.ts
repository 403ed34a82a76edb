/** Everything that sends and listens for one realm: outbox, live feed and the lock that keeps them single. */
import type { Clock, Log, Random, Timers } from '../core/ports.ts';
import type { Journal } from '../journal/journal.ts';
import type { OpenSales } from '../journal/open-sales.ts';
import { canStillChange } from '../journal/undecided.ts';
import { LiveFeed, POSITION_FACT } from './live-feed.ts';
import type { OutboxEvents } from './outbox-deps.ts';
import { Outbox } from './outbox.ts';
import type { ProxyLink } from './proxy-link.ts';
import { becomeSender, type Locks } from './single-sender.ts';

/** What it needs. */
export interface SyncDeps {
  readonly realm: string;
  /** This till's id as the shop says now; null while it is not known. */
  readonly ownTill: () => string | null;
  /** IANA name. */
  readonly timeZone: () => string;
  readonly journal: Journal;
  readonly sales: OpenSales;
  readonly link: ProxyLink;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly log: Log;
  readonly locks: Locks | undefined;
  readonly events: SyncEvents;
}

/** What the till hears. */
export interface SyncEvents extends OutboxEvents {
  /** Another tab of this realm is the sender; this one must not sell. */
  onwait(): void;
  /** The other tab is gone: what it wrote must be read before this one writes. */
  ontakeup(): Promise<void>;
  /** This tab is the sender now. Called before anything is sent. */
  onbegin(): void;
}

/** The sending part of a till. */
export interface Sync {
  readonly outbox: Outbox;
  /** True while another tab of this realm is the sender. */
  isWaiting(): boolean;
  /** Reads how far another tab has heard the ledger meanwhile: one that was set back since is found out by that. */
  catchUp(): Promise<void>;
  /** Resolves once what an earlier run knew is read; sending begins when this tab has the lock. */
  start(): Promise<void>;
  stop(): void;
}

/** Between two tries to read what the tab before this one has left, ms. */
const TAKE_UP_AGAIN_MS = 1_000;

/** Makes it. Nothing is sent before `start()`. */
export function createSync(deps: SyncDeps): Sync {
  const { sales, link, journal, events } = deps;
  const outbox = new Outbox({ ...deps, ...link, events });
  const feed = new LiveFeed({
    realm: deps.realm,
    transport: link.transport,
    timers: deps.timers,
    random: deps.random,
    events: {
      onattempt: (snapshot, position) => {
        // Said with the next request: the ledger may be set back before it answers one.
        link.ledgers.restore(position);
        unsaved += 1;
        void outbox
          .takeNews(snapshot, position)
          .catch((error: unknown) => events.troubled(error))
          .finally(() => {
            unsaved -= 1;
            wantFeed();
          });
      },
      onstate: (state) => {
        outbox.setFeedLive(state === 'live');
        if (state === 'broken') link.connectivity.suspect();
      },
      onhead: (ledger) => link.ledgers.heard(ledger),
      ongap: () => outbox.lookAtAll(),
    },
  });
  let isSender = false;
  /** News of the feed that are being written. */
  let unsaved = 0;
  let kept: string | null = null;
  let isStopped = false;
  let isWaiting = false;
  /** Open while something can still change, and for as long as the ledger has news that were not heard. */
  const wantFeed = (): void => {
    const isSaved = unsaved === 0 && !outbox.hasUnsaved();
    const isWanted = isSender && (!isSaved || sales.open().some(canStillChange) || feed.isBehind());
    feed.want(isWanted);
    if (isSender && !isWanted) keepPosition();
  };
  /** Where the feed stands is news, too, once all before it is saved: the next run need not hear it again. */
  const keepPosition = (): void => {
    const position = feed.position();
    if (position === null || position === kept) return;
    kept = position;
    journal
      .commit({ entries: [], sales: [], facts: { [POSITION_FACT]: position } })
      .catch((error: unknown) => events.troubled(error));
  };
  const catchUp = async (): Promise<void> => link.ledgers.restore(await journal.fact(POSITION_FACT));
  const begin = async (): Promise<void> => {
    if (isWaiting) {
      await catchUp();
      await events.ontakeup();
    }
    isWaiting = false;
    if (isStopped) return;
    events.onbegin();
    isSender = true;
    await outbox.start();
    wantFeed();
  };
  /** What another tab has written must be read before this one sells: it is tried until it is. */
  const tryBegin = (): Promise<void> =>
    begin().catch((error: unknown) => {
      if (isStopped) return;
      events.troubled(error);
      if (isWaiting) deps.timers.after(TAKE_UP_AGAIN_MS, () => void tryBegin());
    });
  const undos: Array<() => void> = [];
  return {
    outbox,
    isWaiting: () => isWaiting,
    catchUp,
    start: async () => {
      link.serverClock.restore(await journal.fact('server-clock'));
      feed.restore(await journal.fact(POSITION_FACT));
      kept = feed.position();
      link.ledgers.restore(kept);
      undos.push(
        sales.subscribe(wantFeed),
        nudgeWhenBack(link, feed),
        link.ledgers.subscribe(({ head, realm }) => {
          // Another realm may answer on this origin for a while: its ledger is nothing to ours.
          if (realm !== null && realm !== deps.realm) return;
          outbox.heardEpoch(head.epoch);
          feed.heardHead(head);
          wantFeed();
        }),
        becomeSender(deps.locks, `pling-${deps.realm}`, {
          onbegin: () => void tryBegin(),
          onwait: () => {
            isWaiting = true;
            events.onwait();
          },
        }),
      );
    },
    stop: () => {
      isStopped = true;
      isSender = false;
      for (const undo of undos.splice(0)) undo();
      feed.want(false);
      outbox.stop();
    },
  };
}

/** A feed that broke with the network comes back with it. One that breaks alone waits its turn. */
function nudgeWhenBack({ connectivity }: ProxyLink, feed: LiveFeed): () => void {
  let wasDown = false;
  return connectivity.subscribe(() => {
    if (wasDown && connectivity.isUp()) feed.nudge();
    wasDown = connectivity.isDown() || (wasDown && !connectivity.isUp());
  });
}
