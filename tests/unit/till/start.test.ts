/** How a till starts, and why it must not sell: other tabs, other realms, journals it cannot read. */
import { describe, expect, it } from 'vitest';
import { makeProblem } from '../../../src/contract/problem.ts';
import type { Shop } from '../../../src/contract/till-api.ts';
import { silentLog } from '../../../src/core/ports.ts';
import { CODE_LIFE_MS } from '../../../src/core/wallet.ts';
import { JournalError, type Journal, type JournalProblem } from '../../../src/journal/journal.ts';
import { emptyStore, openMemoryJournal } from '../../../src/journal/memory-journal.ts';
import type { Locks } from '../../../src/sync/single-sender.ts';
import { createTill } from '../../../src/till/create-till.ts';
import type { TillDeps } from '../../../src/till/deps.ts';
import { SHOP_MORNING } from '../../fakes/clock.ts';
import { makeSeededRandom } from '../../fakes/random.ts';
import { makeManualTime } from '../../fakes/timers.ts';

const shop: Shop = {
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

type Answer = Shop | 'unpaired' | 'nobody';

function setup(first: Answer, more: Partial<TillDeps> = {}, kept = false) {
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

describe('a till that starts', () => {
  it('shows nothing before it has started', () => {
    const { till } = setup(shop);
    expect(till.view()).toMatchObject({
      pairing: { name: 'starting' },
      shop: null,
      counter: { name: 'amount' },
    });
  });

  it.each<Answer>(['unpaired', 'nobody'])('for the first time asks for its pairing: %s', async (answer) => {
    const { till } = setup(answer);
    await till.start();
    expect(till.view().pairing).toEqual({ name: 'unpaired' });
  });

  it('with its cookie but an empty shelf finds its shop by asking', async () => {
    const { till, shelf, realms } = setup(shop);
    await till.start();
    expect(till.view()).toMatchObject({ pairing: { name: 'paired' }, shop: { tillName: 'Till B' } });
    expect(till.view().counter).toMatchObject({ number: 'B-0001', amount: { currency: 'JPY' } });
    expect([...shelf.keys()]).toEqual(['pling.shop']);
    expect(realms).toEqual([shop.realm]);
  });

  it('with a kept shop does not wait for a network that hangs', async () => {
    const { till } = setup(shop, { fetch: () => new Promise(() => undefined) }, true);
    await till.start();
    till.pressKey('7');
    expect(till.view()).toMatchObject({ pairing: { name: 'paired' }, counter: { amount: { minor: 7 } } });
  });

  it('takes changed settings from the next probe', async () => {
    const { till, time, answerWith } = setup(shop, {}, true);
    await till.start();
    answerWith({ ...shop, name: 'New Name', limitPerSaleMinor: 5 });
    await time.advance(31_000);
    till.pressKey('6');
    expect(till.view()).toMatchObject({ shop: { name: 'New Name' }, counter: { problem: 'over-limit' } });
  });

  it('is told that its clock is wrong', async () => {
    const { till, time, answerWith } = setup({ ...shop }, {}, true);
    await till.start();
    await time.settle();
    expect(till.view().clockOffMs).toBeNull();
    answerWith('nobody');
    time.clock.setWall(time.clock.now() - 600_000);
    expect(createOff(till)).toBe(-600_000);
  });
});

/** The view is made anew by any change. */
function createOff(till: ReturnType<typeof createTill>): number | null {
  till.setNote('');
  return till.view().clockOffMs;
}

/** Another tab sells something for 9. */
async function chargeNine(journal: () => Promise<Journal>): Promise<void> {
  const { till } = setup('nobody', { journal }, true);
  await till.start();
  till.pressKey('9');
  await till.charge();
}

/** Another tab holds the lock for good. */
const heldElsewhere: Locks = {
  request: (_name, { ifAvailable }, work) => (ifAvailable ? work(null) : new Promise<void>(() => undefined)),
};

describe('a till that must not sell', () => {
  it.each<[JournalProblem, string]>([
    ['newer', 'newer-journal'],
    ['corrupt', 'corrupt-journal'],
    ['blocked', 'other-tab'],
    ['cannot-save', 'cannot-save'],
  ])('says so when its journal is %s', async (problem, trouble) => {
    const { till } = setup(shop, { journal: () => Promise.reject(new JournalError(problem, 'no')) }, true);
    await till.start();
    till.pressKey('7');
    await till.charge();
    expect(till.view()).toMatchObject({ trouble, counter: { name: 'amount' } });
  });

  it('closes a journal it could not read', async () => {
    let isClosed = false;
    const journal: Journal = {
      ...openMemoryJournal(),
      openSales: () => Promise.reject(new JournalError('corrupt', 'bad row')),
      close: () => void (isClosed = true),
    };
    const { till } = setup(shop, { journal: () => Promise.resolve(journal) }, true);
    await till.start();
    expect([till.view().trouble, isClosed]).toEqual(['corrupt-journal', true]);
  });

  it('lets a newer Pling in another tab have the journal', async () => {
    const memory = openMemoryJournal();
    let close: (problem: JournalProblem) => void = () => undefined;
    const journal: Journal = {
      ...memory,
      onclosed: (listener) => {
        close = listener;
        return () => undefined;
      },
    };
    const { till } = setup(shop, { journal: () => Promise.resolve(journal) }, true);
    await till.start();
    close('newer');
    expect(till.view().trouble).toBe('newer-journal');
  });

  it('waits for the other tab, and then shows what that one wrote', async () => {
    const store = emptyStore();
    let free: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (free = resolve));
    const locks: Locks = {
      request: async (_name, { ifAvailable }, work) => {
        if (ifAvailable) return work(null);
        await held;
        return work({});
      },
    };
    const journal = async (): Promise<Journal> => openMemoryJournal(store);
    const waiting = setup(shop, { journal, locks }, true);
    await waiting.till.start();
    await waiting.time.settle();
    expect(waiting.till.view().trouble).toBe('other-tab');
    waiting.till.pressKey('5');
    await waiting.till.charge();
    expect(store.sales.size).toBe(0);
    await chargeNine(journal);
    free();
    await waiting.time.settle();
    expect(waiting.till.view()).toMatchObject({
      trouble: null,
      counter: { name: 'ready', amount: { minor: 9 } },
    });
  });

  it('still waits for the other tab when another shop has answered for a while', async () => {
    const store = emptyStore();
    const journal = async (): Promise<Journal> => openMemoryJournal(store);
    await chargeNine(journal);
    const waiting = setup(shop, { journal, locks: heldElsewhere }, true);
    await waiting.till.start();
    await waiting.time.settle();
    waiting.answerWith({ ...shop, realm: 'fedcba9876543210' });
    await waiting.time.advance(31_000);
    expect(waiting.till.view().trouble).toBe('other-realm');
    waiting.answerWith(shop);
    await waiting.time.advance(31_000);
    expect(waiting.till.view().trouble).toBe('other-tab');
  });

  it('writes nothing about a sale that another tab is selling', async () => {
    const store = emptyStore();
    const journal = async (): Promise<Journal> => openMemoryJournal(store);
    await chargeNine(journal);
    const waiting = setup(shop, { journal, locks: heldElsewhere }, true);
    await waiting.till.start();
    await waiting.time.settle();
    const written = store.entries.length;
    const [sale] = [...store.sales.values()];
    if (!sale) throw new Error('No sale was written');
    await waiting.till.back();
    await waiting.till.cancel(sale.id);
    await waiting.till.tookCash(sale.id);
    expect(store.entries.length).toBe(written);
  });

  it('that could not open its journal when it was paired may be paired again', async () => {
    let isFull = true;
    const journal = async (): Promise<Journal> => {
      if (isFull) throw new JournalError('cannot-save', 'full');
      return openMemoryJournal();
    };
    const { till, answerWith } = setup('unpaired', { journal });
    await till.start();
    answerWith(shop);
    await till.pair('ABCDEFGH');
    expect(till.view()).toMatchObject({ pairing: { name: 'unpaired' }, trouble: 'cannot-save' });
    isFull = false;
    await till.pair('ABCDEFGH');
    expect(till.view().pairing).toEqual({ name: 'paired' });
  });

  it('opens another realm only when nothing is unfinished in this one', async () => {
    const { till, time, answerWith, realms } = setup(shop, {}, true);
    await till.start();
    answerWith({ ...shop, realm: 'fedcba9876543210' });
    await time.advance(31_000);
    expect(realms).toEqual([shop.realm, 'fedcba9876543210']);
    expect(till.view().trouble).toBeNull();
  });

  it('keeps an unfinished sale from a proxy of another realm', async () => {
    const { till, time, answerWith, realms } = setup('nobody', {}, true);
    await till.start();
    till.pressKey('5');
    await till.charge();
    answerWith({ ...shop, realm: 'fedcba9876543210' });
    await time.advance(31_000);
    expect(realms).toEqual([shop.realm]);
    expect(till.view()).toMatchObject({ trouble: 'other-realm', busy: true });
  });
});
