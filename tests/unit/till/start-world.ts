/** A till that starts over a manual clock: its shop, what answers, and a second tab beside the one that sells. */
import { makeProblem } from '../../../src/contract/problem.ts';
import type { Shop } from '../../../src/contract/shop-api.ts';
import { silentLog } from '../../../src/core/ports.ts';
import { CODE_LIFE_MS } from '../../../src/core/wallet.ts';
import type { Journal } from '../../../src/journal/journal.ts';
import { emptyStore, openMemoryJournal } from '../../../src/journal/memory-journal.ts';
import type { Locks } from '../../../src/sync/single-sender.ts';
import { createTill } from '../../../src/till/create-till.ts';
import type { TillDeps } from '../../../src/till/deps.ts';
import { SHOP_MORNING } from '../../fakes/clock.ts';
import { makeSeededRandom } from '../../fakes/random.ts';
import { makeManualTime } from '../../fakes/timers.ts';

/** The shop of these tests. */
export const shop: Shop = {
  name: 'Corner Store',
  realm: '0123456789abcdef',
  mode: 'practice',
  currency: 'JPY',
  limitPerSaleMinor: 100_000,
  orderTimeoutMin: 5,
  codeLifeMs: { ...CODE_LIFE_MS },
  timeZone: 'Asia/Tokyo',
  address: null,
  publicUrl: null,
  till: { id: 't1', letter: 'B', name: 'Till B' },
  trustLimitMinor: 5_000,
  hasPin: false,
  epoch: 'abc',
  head: 'abc:0',
  serverTime: SHOP_MORNING,
};

/** What answers at the proxy's address. */
export type Answer = Shop | 'unpaired' | 'nobody';

/** A till with its shelf; `kept`: it has seen the shop before. */
export function setup(first: Answer, more: Partial<TillDeps> = {}, kept = false) {
  const time = makeManualTime();
  const shelf = new Map<string, string>(kept ? [['pling.shop', JSON.stringify(shop)]] : []);
  const realms: string[] = [];
  let answer = first;
  const deps: TillDeps = {
    ...time,
    keep: {
      get: (key) => shelf.get(key) ?? null,
      set: (key, value) => void (value === null ? shelf.delete(key) : shelf.set(key, value)),
    },
    fetch: async () => {
      if (answer === 'nobody') throw new TypeError('Failed to fetch');
      if (answer === 'unpaired')
        return Response.json(makeProblem('not-paired', time.clock.now()), { status: 401 });
      return Response.json({ ...answer, serverTime: time.clock.now() });
    },
    journal: async (realm) => {
      realms.push(realm);
      return openMemoryJournal();
    },
    origin: '',
    random: makeSeededRandom(5),
    log: silentLog,
    ...more,
  };
  const till = createTill(deps);
  return { time, till, shelf, realms, answerWith: (next: Answer) => void (answer = next) };
}

/** A second tab beside the one that charges nine. */
export async function beginWaiting() {
  const store = emptyStore();
  const journal = async (): Promise<Journal> => openMemoryJournal(store);
  await chargeNine(journal);
  const waiting = setup(shop, { journal, locks: heldElsewhere }, true);
  await waiting.till.start();
  await waiting.time.settle();
  return { store, waiting };
}

/** Another tab charges nine and goes. */
export async function chargeNine(journal: () => Promise<Journal>): Promise<void> {
  const { till } = setup('nobody', { journal }, true);
  await till.start();
  till.pressKey('9');
  await till.charge();
}

/** The lock is another tab's, for good. */
export const heldElsewhere: Locks = {
  request: (_name, { ifAvailable }, work) => (ifAvailable ? work(null) : new Promise<void>(() => undefined)),
};
