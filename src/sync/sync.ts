/** Everything that sends and listens for one realm: outbox, live feed and the lock that keeps them single. */
import { isUnfinished } from '../core/sale.ts';
import type { Clock, Log, Random, Timers } from '../core/ports.ts';
import type { Journal } from '../journal/journal.ts';
import type { OpenSales } from '../journal/open-sales.ts';
import { LiveFeed } from './live-feed.ts';
import type { OutboxEvents } from './outbox-deps.ts';
import { Outbox } from './outbox.ts';
import type { ProxyLink } from './proxy-link.ts';
import { becomeSender, type Locks } from './single-sender.ts';

/** What it needs. */
export interface SyncDeps {
  readonly realm: string;
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
  /** This tab is the sender now. Called before anything is sent; what another tab wrote must be loaded here. */
  onbegin(): Promise<void>;
}

/** The sending part of a till. */
export interface Sync {
  readonly outbox: Outbox;
  /** Resolves once what an earlier run knew is read; sending begins when this tab has the lock. */
  start(): Promise<void>;
  stop(): void;
}

/** Makes it. Nothing is sent before `start()`. */
export function createSync(deps: SyncDeps): Sync {
  const { sales, link, journal, events } = deps;
  const outbox = new Outbox({ ...deps, ...link, events });
  const feed = new LiveFeed({
    transport: link.transport,
    timers: deps.timers,
    random: deps.random,
    events: {
      onattempt: (snapshot, position) =>
        void outbox.takeNews(snapshot, position).catch((error: unknown) => events.troubled(error)),
      onstate: (state) => {
        outbox.setFeedLive(state === 'live');
        if (state === 'broken') link.connectivity.suspect();
      },
      ongap: (isNewEpoch) => (isNewEpoch ? outbox.epochChanged(deps.clock.now()) : outbox.lookAtAll()),
    },
  });
  let isSender = false;
  let isStopped = false;
  const wantFeed = (): void => feed.want(isSender && sales.open().some(isUnfinished));
  const begin = async (): Promise<void> => {
    await events.onbegin();
    if (isStopped) return;
    isSender = true;
    await outbox.start();
    wantFeed();
  };
  const undos: Array<() => void> = [];
  return {
    outbox,
    start: async () => {
      link.serverClock.restore(await journal.fact('server-clock'));
      feed.restore(await journal.fact('feed-position'));
      undos.push(
        sales.subscribe(wantFeed),
        nudgeWhenBack(link, feed),
        becomeSender(deps.locks, `pling-${deps.realm}`, {
          onbegin: () => void begin().catch((error: unknown) => events.troubled(error)),
          onwait: () => events.onwait(),
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
