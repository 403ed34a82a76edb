/** The till's way to the proxy: transport, the ledger's clock and what is known of the links, wired together. */
import type { Clock, Random, Timers } from '../core/ports.ts';
import type { Shop } from '../contract/shop-api.ts';
import { Connectivity } from './connectivity.ts';
import { LedgerWatch, readLedger } from './ledger-watch.ts';
import { ServerClock } from './server-clock.ts';
import { createTransport, type Fetch, type Result, type Transport } from './transport.ts';

/** What the link needs. */
export interface ProxyLinkDeps {
  readonly fetch: Fetch;
  readonly origin: string;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly hasLink: () => boolean;
  /** Every probe reads the shop: settings that changed arrive without a reload. */
  readonly onshop: (result: Result<Shop>) => void;
}

/** One per till; it outlives a change of realm. */
export interface ProxyLink {
  readonly transport: Transport;
  readonly serverClock: ServerClock;
  readonly connectivity: Connectivity;
  readonly ledgers: LedgerWatch;
}

/** Makes the link. Nothing is sent before `connectivity.start()`. */
export function createProxyLink(deps: ProxyLinkDeps): ProxyLink {
  const { clock, timers, random, hasLink } = deps;
  const serverClock = new ServerClock(clock);
  const ledgers = new LedgerWatch();
  const onresult = (result: Result<unknown>): void => {
    // Before anybody acts on the answer: what a ledger of another epoch says counts only once it was told what is known here.
    if (result.kind === 'answer') ledgers.heard(readLedger(result.answer));
    if (result.kind !== 'silent' && result.serverTime !== null)
      serverClock.heard(result.serverTime, result.roundTripMs);
    connectivity.heard(result);
  };
  const transport = createTransport({
    fetch: deps.fetch,
    origin: deps.origin,
    seen: () => ledgers.seen(),
    clock,
    timers,
    onresult,
  });
  const probe = async (): Promise<void> => {
    deps.onshop(await transport.shop());
  };
  const connectivity = new Connectivity({ probe, timers, random, hasLink });
  return { transport, serverClock, connectivity, ledgers };
}
