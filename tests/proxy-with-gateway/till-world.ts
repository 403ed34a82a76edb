/** A headless till on the real proxy and the real practice gateway, over a network that can be cut on each side. */
import type { SaleId } from '../../src/core/ids.ts';
import { silentLog } from '../../src/core/ports.ts';
import { JournalError, type Journal } from '../../src/journal/journal.ts';
import { emptyStore, openMemoryJournal, type MemoryStore } from '../../src/journal/memory-journal.ts';
import type { Fetch } from '../../src/sync/transport.ts';
import { warmOffer } from '../../src/sync/epochs.ts';
import { warmSending } from '../../src/sync/late-sender.ts';
import { createTill } from '../../src/till/create-till.ts';
import { warmTill } from '../../src/till/late-door.ts';
import type { Keep } from '../../src/till/deps.ts';
import type { Till } from '../../src/till/till.ts';
import type { Counter, RollLine } from '../../src/till/view.ts';
import { makeSeededRandom } from '../fakes/random.ts';
import { makeNet, type Leg } from './till-net.ts';
import { makeWorld, ORIGIN, type World } from './world.ts';

/** A read of the journal that may fail at the start. */
export type Unread = 'held codes' | 'epoch';

/** A tablet: what it keeps outlives the page. */
export interface Tablet {
  readonly world: World;
  readonly store: MemoryStore;
  readonly till: () => Till;
  /** Paths asked of the proxy, in order: `POST pay`. */
  readonly asked: string[];
  setLeg(leg: Leg): Promise<void>;
  /** What lies in the send buffer arrives, long after its sender gave up. */
  deliver(): Promise<void>;
  /** Reads that fail from now on, as on a disk that is too slow. */
  failReads(...unread: readonly Unread[]): void;
  /** Requests of that name (`cancel`) are lost on their way; null: none any more. */
  readonly lose: (name: string | null) => void;
  /** The next commits fail as a full disk does. */
  failSaves(isFailing: boolean): void;
  /** Ends the page without a goodbye and opens another on the same tablet. */
  /** `meanwhile` runs once the keypad is shown, the journal still on its way. */
  reload(meanwhile?: (till: Till) => void): Promise<void>;
  /** Types the amount and presses Charge. */
  charge(minor?: number): Promise<void>;
  counter(): Counter;
  lines(): readonly RollLine[];
  readonly forgetCookie: () => void;
  close(): Promise<void>;
}

/** A paired tablet with a live keypad. */
export async function makeTablet(...options: Parameters<typeof makeWorld>): Promise<Tablet> {
  const world = await makeWorld(...options);
  const tablet = makeUnpairedTablet(world);
  await pairTablet(tablet);
  return tablet;
}

async function pairTablet(tablet: Tablet): Promise<void> {
  const { world, till } = tablet;
  await till().start();
  await till().pair(`${ORIGIN}/#pair=${world.settings.realm}.${world.proxy().makePairingCode()}`);
  await world.time.settle();
}

/** Reads a fresh code of the practice wallet at the camera. */
export async function read(tablet: Tablet, behaviour = 'pay', extra: Record<string, unknown> = {}) {
  const minted = await tablet.world.mint(behaviour, extra);
  await tablet.till().readCode(minted.code, 'camera');
  await tablet.world.time.settle();
  return minted;
}

/** The sale on the counter. */
export function saleIdOf(tablet: Tablet): SaleId {
  const counter = tablet.counter();
  if (counter.name === 'amount') throw new Error('No sale on the counter');
  return counter.saleId;
}

/** The first sale's line. The counter may have gone on by itself: a paid sale stays there for four seconds. */
export function firstLine(tablet: Tablet): string | undefined {
  return tablet.lines().find(({ number }) => number === 'A-0001')?.state;
}

/** The line of a sale by its number. */
export function lineOf(tablet: Tablet, number: string): string | undefined {
  return tablet.lines().find((line) => line.number === number)?.state;
}

/** Codes of the refusals that were said, in order. */
export function refusals(tablet: Tablet): string[] {
  return tablet
    .till()
    .view()
    .notices.flatMap((notice) => (notice.kind === 'refused' ? [notice.code] : []));
}

/** States that were news of the roll, in order. */
export function rollNews(tablet: Tablet): string[] {
  return tablet
    .till()
    .view()
    .notices.flatMap((notice) => (notice.kind === 'roll-news' ? [notice.state] : []));
}

/** A manager's word. */
export const WORD = { reason: 'Broken cup', pin: '4711' };

/** The manager's PIN is chosen. */
export async function choosePin(tablet: Tablet): Promise<void> {
  const outcome = await tablet.till().setPin(null, WORD.pin);
  if (!outcome.isDone) throw new Error(`The PIN was not taken: ${outcome.code}`);
}

/** What the gateway has charged after one sale, and after none. */
export const ONE_CHARGE = { charges: 1, kept: '12.50', givenBack: '0.00' };
/** Nothing. */
export const NO_CHARGE = { charges: 0, kept: '0.00', givenBack: '0.00' };

// What a till fetches late is here before a test: an import takes real time, and a test knows only its own.
await Promise.all([warmOffer(), warmSending(), warmTill()]);

/** Tablets that are closed after each test. */
export function useTablets(afterEach: (run: () => Promise<void>) => void) {
  const tablets: Tablet[] = [];
  afterEach(async () => {
    for (const tablet of tablets.splice(0).reverse()) await tablet.close();
  });
  const keep = (tablet: Tablet): Tablet => {
    tablets.push(tablet);
    return tablet;
  };
  return {
    /** A paired tablet with a live keypad. */
    setup: async (...options: Parameters<typeof makeTablet>) => keep(await makeTablet(...options)),
    /** Another paired tablet of the same shop; the shop closes with the first. */
    setupSecond: async ({ world }: Tablet) => {
      const second = makeUnpairedTablet(world, 77);
      await pairTablet(second);
      return keep({ ...second, close: () => second.till().stop() });
    },
    /** One that was never here before; not started. */
    setupFresh: async () => keep(makeUnpairedTablet(await makeWorld())),
  };
}

/** A tablet that was never here before; not started. */
export function makeUnpairedTablet(world: World, seed = 99): Tablet {
  const store = emptyStore();
  const shelf = new Map<string, string>();
  const keep: Keep = {
    get: (key) => shelf.get(key) ?? null,
    set: (key, value) => void (value === null ? shelf.delete(key) : shelf.set(key, value)),
  };
  const net = makeNet(world);
  const random = makeSeededRandom(seed);
  let isFailing = false;
  let unread: readonly Unread[] = [];
  const openJournal = async (): Promise<Journal> => {
    const journal = openMemoryJournal(store);
    const commit: Journal['commit'] = (batch) =>
      isFailing ? Promise.reject(new JournalError('cannot-save', 'The disk is full')) : journal.commit(batch);
    const read = async <T>(what: Unread, run: () => Promise<T>): Promise<T> => {
      if (unread.includes(what)) throw new JournalError('cannot-save', 'The disk is too slow');
      return await run();
    };
    return {
      ...journal,
      commit,
      dropHeldBefore: (wall) => read('held codes', () => journal.dropHeldBefore(wall)),
      fact: (key) => (key === 'epoch' ? read('epoch', () => journal.fact(key)) : journal.fact(key)),
    };
  };
  const boot = (): { till: Till; die: () => void } => {
    let isDead = false;
    // A page that was killed hears nothing more: no answer and no timer reaches it.
    const fetch: Fetch = async (url, init) => {
      const answer = await net.fetch(url, init);
      return isDead ? new Promise(() => undefined) : answer;
    };
    const timers = {
      after: (ms: number, run: () => void) => world.time.timers.after(ms, () => (isDead ? undefined : run())),
    };
    const { clock } = world.time;
    const deps = { keep, fetch, origin: ORIGIN, clock, timers, random, log: silentLog };
    return { till: createTill({ ...deps, journal: openJournal }), die: () => void (isDead = true) };
  };
  let page = boot();
  const till = (): Till => page.till;
  return {
    world,
    store,
    till,
    asked: net.asked,
    setLeg: async (leg) => {
      net.setLeg(leg);
      await world.time.settle();
    },
    lose: net.lose,
    deliver: async () => {
      net.deliver();
      await world.time.settle();
    },
    failReads: (...next) => void (unread = next),
    failSaves: (next) => void (isFailing = next),
    reload: async (meanwhile) => {
      page.die();
      net.dropStreams();
      page = boot();
      const started = page.till.start();
      while (meanwhile && page.till.view().shop === null) await Promise.resolve();
      meanwhile?.(page.till);
      await started;
      await world.time.settle();
    },
    charge: async (minor = 1250) => {
      for (const digit of String(minor)) till().pressKey(digit as '0');
      await till().charge();
      await world.time.settle();
    },
    counter: () => till().view().counter,
    lines: () => till().view().roll.lines,
    forgetCookie: net.forgetCookie,
    close: async () => {
      await till().stop();
      await world.close();
    },
  };
}
