/** One write at a time, durable before anybody sees it, and nothing changed when it was not. */
import { describe, expect, it } from 'vitest';
import type { Sale } from '../../../src/core/sale.ts';
import { applySaleEvent, openSale } from '../../../src/core/sale-fold.ts';
import { JournalError, type Journal } from '../../../src/journal/journal.ts';
import { emptyStore, openMemoryJournal } from '../../../src/journal/memory-journal.ts';
import { OpenSales } from '../../../src/journal/open-sales.ts';
import { makeManualClock } from '../../fakes/clock.ts';
import { referenceOf, saleIdOf, saleOpened } from '../../fakes/sales.ts';

const DAY = '2026-10-12';

async function setup(journal: Journal = openMemoryJournal()) {
  const sales = new OpenSales(journal, makeManualClock());
  await sales.load(DAY);
  const open = (seed: number): Promise<Sale | null> =>
    sales.write(saleIdOf(seed), () => ({
      events: [saleOpened(`A-000${seed}`), { type: 'attempt-opened', reference: referenceOf(seed) }],
    }));
  return { sales, journal, open };
}

describe('open sales', () => {
  it('tell nobody about a write before it is durable', async () => {
    const store = emptyStore();
    const { sales, open } = await setup(openMemoryJournal(store));
    const seen: boolean[] = [];
    sales.subscribe((_before, after) => seen.push(store.sales.has(after.id)));
    await open(1);
    expect(seen).toEqual([true]);
  });

  it('stay as they were when the journal cannot save', async () => {
    const journal = openMemoryJournal();
    const { sales, open } = await setup({
      ...journal,
      commit: () => Promise.reject(new JournalError('cannot-save', 'full')),
    });
    await expect(open(1)).rejects.toMatchObject({ problem: 'cannot-save' });
    expect(sales.all()).toEqual([]);
  });

  it('go on with the next write after a failed one', async () => {
    const { sales, open } = await setup();
    await expect(sales.write(saleIdOf(1), () => ({ events: [{ type: 'moved-to-roll' }] }))).rejects.toThrow(
      'cannot begin',
    );
    expect((await open(1))?.number).toBe('A-0001');
  });

  it('decide on the sale as it is when their turn comes', async () => {
    const { sales, open } = await setup();
    await open(1);
    const id = saleIdOf(1);
    const backOut = () =>
      sales.write(id, (sale) =>
        sale?.attempts[0]?.state.name === 'opening'
          ? { events: [{ type: 'backed-out', reference: referenceOf(1) }] }
          : null,
      );
    await Promise.all([backOut(), backOut()]);
    expect(sales.get(id)?.attempts[0]?.state).toEqual({ name: 'closed', why: 'withdrawn' });
  });

  it('fold from the entries to what the journal projects', async () => {
    const { sales, open, journal } = await setup();
    await open(1);
    const id = saleIdOf(1);
    await sales.write(id, () => ({ events: [{ type: 'pay-begun', reference: referenceOf(1) }] }));
    const entries = await journal.entriesOf(id);
    const folded = entries.reduce<Sale | null>(
      (sale, { event, at }) => (sale ? applySaleEvent(sale, event, at) : openSale(id, event, at)),
      null,
    );
    expect(await journal.sale(id)).toEqual({ ...folded, revision: 2 });
    expect(sales.get(id)).toEqual(await journal.sale(id));
  });

  it('of two tabs do not write over each other: what the other wrote is read, and the write decided anew', async () => {
    const store = emptyStore();
    const one = await setup(openMemoryJournal(store));
    const two = await setup(openMemoryJournal(store));
    await one.open(1);
    await two.sales.load(DAY);
    const id = saleIdOf(1);
    const reference = referenceOf(1);
    await one.sales.write(id, () => ({
      events: [
        { type: 'pay-begun', reference },
        { type: 'cancel-asked', reference },
      ],
    }));
    const seen: boolean[] = [];
    await two.sales.write(id, (sale) => {
      seen.push(sale?.attempts[0]?.cancelAsked ?? false);
      return { events: [{ type: 'moved-to-roll' }] };
    });
    expect(seen).toEqual([false, true]);
    expect(store.sales.get(id)).toMatchObject({ onRoll: true, attempts: [{ cancelAsked: true }] });
    expect(two.sales.totals()).toEqual(await two.journal.totals(DAY));
  });

  it('of another tab that never stops writing are not waited for without end', async () => {
    const journal = openMemoryJournal();
    const { sales } = await setup({
      ...journal,
      commit: () => Promise.reject(new JournalError('stale', 'always')),
    });
    const write = sales.write(saleIdOf(1), () => ({ events: [saleOpened('A-0001')] }));
    await expect(write).rejects.toMatchObject({ problem: 'stale' });
  });

  it('keep the same day totals as the journal', async () => {
    const { sales, open, journal } = await setup();
    await open(1);
    await sales.write(saleIdOf(1), () => ({
      events: [{ type: 'pay-begun', reference: referenceOf(1) }],
    }));
    expect(sales.totals()).toEqual({ count: 1, paidMinor: 0, unfinished: 1 });
    expect(await journal.totals(DAY)).toEqual(sales.totals());
  });

  it('are all there again after a reload', async () => {
    const store = emptyStore();
    const { open } = await setup(openMemoryJournal(store));
    await open(1);
    await open(2);
    const again = await setup(openMemoryJournal(store));
    expect(again.sales.open().map(({ number }) => number)).toEqual(['A-0001', 'A-0002']);
  });
});
