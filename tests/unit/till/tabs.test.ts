/** A tab beside the one that sells: it waits, and writes nothing. */
import { describe, expect, it } from 'vitest';
import { JournalError, type Journal } from '../../../src/journal/journal.ts';
import { emptyStore, openMemoryJournal } from '../../../src/journal/memory-journal.ts';
import type { Locks } from '../../../src/sync/single-sender.ts';
import { beginWaiting, chargeNine, setup, shop } from './start-world.ts';

describe('a tab beside the one that sells', () => {
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

  it('sells only once it has read what that one wrote, and tries until it has', async () => {
    const store = emptyStore();
    let free: () => void = () => undefined;
    let fails = 0;
    const held = new Promise<void>((resolve) => (free = resolve));
    const locks: Locks = {
      request: async (_name, { ifAvailable }, work) => (ifAvailable ? work(null) : held.then(() => work({}))),
    };
    const journal = async (): Promise<Journal> => {
      const memory = openMemoryJournal(store);
      const openSales = (): ReturnType<Journal['openSales']> =>
        fails-- > 0 ? Promise.reject(new JournalError('cannot-save', 'slow')) : memory.openSales();
      return { ...memory, openSales };
    };
    const waiting = setup(shop, { journal, locks }, true);
    await waiting.till.start();
    await chargeNine(journal);
    fails = 2;
    free();
    await waiting.time.advance(1_500);
    expect(waiting.till.view().trouble).toBe('other-tab');
    waiting.till.pressKey('5');
    await waiting.till.charge();
    expect(store.sales.size).toBe(1);
    await waiting.time.advance(1_500);
    expect(waiting.till.view().counter).toMatchObject({ name: 'ready', amount: { minor: 9 } });
  });

  it('still waits for the other tab when another shop has answered for a while', async () => {
    const { store, waiting } = await beginWaiting();
    const written = store.entries.length;
    waiting.answerWith({ ...shop, realm: 'fedcba9876543210' });
    await waiting.time.advance(31_000);
    expect(waiting.till.view().trouble).toBe('other-tab');
    await waiting.till.back();
    expect(store.entries.length).toBe(written);
    waiting.answerWith(shop);
    await waiting.time.advance(31_000);
    expect(waiting.till.view().trouble).toBe('other-tab');
  });

  it('writes nothing about a sale that another tab is selling', async () => {
    const { store, waiting } = await beginWaiting();
    const written = store.entries.length;
    const [sale] = [...store.sales.values()];
    if (!sale) throw new Error('No sale was written');
    await waiting.till.back();
    await waiting.till.cancel(sale.id);
    await waiting.till.tookCash(sale.id);
    expect(store.entries.length).toBe(written);
  });
});
