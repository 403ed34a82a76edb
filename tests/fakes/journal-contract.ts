/** What every journal must do: run on the one in memory and on the one in IndexedDB, so that neither drifts. */
import { describe, expect, it } from 'vitest';
import { JournalError, type Batch, type Journal, type KeptSale } from '../../src/journal/journal.ts';
import type { Sale } from '../../src/core/sale.ts';
import { SHOP_MORNING } from './clock.ts';
import {
  referenceOf,
  refundedSale,
  saleAfter,
  saleOpened,
  sentSale,
  snapshotOf,
  takenOverSale,
  undecidedSale,
} from './sales.ts';

/** A journal to try, and the same one after a reload. */
export interface JournalUnderTest {
  readonly journal: Journal;
  readonly reopen: () => Promise<Journal>;
}

/** A batch that writes these sales, each with its opening entry. */
export function batchOf(...sales: readonly KeptSale[]): Batch {
  const entries = sales.map(({ id, number, day, openedAt }) => ({
    at: openedAt,
    saleId: id,
    event: saleOpened(number, day),
  }));
  return { entries, sales };
}

/** The contract. */
export function describeJournal(name: string, open: () => Promise<JournalUnderTest>): void {
  describe(`${name}: sales and entries`, () => {
    it('gives back what was committed, also after a reload', async () => {
      const { journal, reopen } = await open();
      const sale = sentSale(1);
      await journal.commit(batchOf(sale));
      expect(await journal.sale(sale.id)).toEqual(sale);
      expect(await (await reopen()).sale(sale.id)).toEqual(sale);
    });

    it('knows nothing of a sale it never saw', async () => {
      const { journal } = await open();
      const { id } = sentSale(1);
      expect(await journal.sale(id)).toBeNull();
      expect(await journal.entriesOf(id)).toEqual([]);
    });

    it('numbers entries in the order they were committed and keeps each sale apart', async () => {
      const { journal } = await open();
      const [one, two] = [sentSale(1), sentSale(2)];
      await journal.commit(batchOf(one, two));
      await journal.commit({
        entries: [{ at: SHOP_MORNING, saleId: one.id, event: { type: 'moved-to-roll' } }],
        sales: [{ ...one, onRoll: true }],
      });
      const entries = await journal.entriesOf(one.id);
      expect(entries.map(({ event }) => event.type)).toEqual(['sale-opened', 'moved-to-roll']);
      const seqs = entries.map(({ seq }) => seq);
      expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
      expect(await journal.entriesOf(two.id)).toHaveLength(1);
    });

    it('gives every entry out by page, in the order of writing', async () => {
      const { journal } = await open();
      expect(await journal.entries(0, 10)).toEqual([]);
      await journal.commit(batchOf(sentSale(1), sentSale(2)));
      await journal.commit(batchOf(sentSale(3)));
      const first = await journal.entries(0, 2);
      expect(first.map(({ saleId }) => saleId)).toEqual([sentSale(1).id, sentSale(2).id]);
      const rest = await journal.entries(first.at(-1)?.seq ?? 0, 2);
      expect(rest.map(({ saleId }) => saleId)).toEqual([sentSale(3).id]);
      expect(await journal.entries(rest.at(-1)?.seq ?? 0, 2)).toEqual([]);
    });

    it('keeps a sale taken over and one with refunds as they are', async () => {
      const { journal, reopen } = await open();
      const [taken, refunded] = [takenOverSale(1), refundedSale(2, 250)];
      await journal.commit(batchOf(taken, refunded));
      const again = await reopen();
      expect([await again.sale(taken.id), await again.sale(refunded.id)]).toEqual([taken, refunded]);
    });

    it('keeps a news entry with its whole snapshot', async () => {
      const { journal } = await open();
      const sale = sentSale(1);
      const event = { type: 'news', snapshot: snapshotOf(1, { state: { name: 'waiting' } }) } as const;
      await journal.commit({ entries: [{ at: SHOP_MORNING, saleId: sale.id, event }], sales: [sale] });
      expect((await journal.entriesOf(sale.id))[0]?.event).toEqual(event);
    });

    it('hands out copies: changing what was read changes nothing', async () => {
      const { journal } = await open();
      await journal.commit({ entries: [], sales: [], facts: { shop: { name: 'Corner' } } });
      Object.assign((await journal.fact('shop')) as object, { name: 'Other' });
      expect(await journal.fact('shop')).toEqual({ name: 'Corner' });
    });

    it('refuses a batch made from a sale that was written since, and writes nothing of it', async () => {
      const { journal } = await open();
      const sale = sentSale(1);
      const onto = (revision: number) => ({ saleId: sale.id, revision });
      await journal.commit({ ...batchOf({ ...sale, revision: 1 }), onto: onto(0) });
      const later = { entries: [], sales: [{ ...sale, onRoll: true, revision: 1 }], facts: { a: 1 } };
      await expect(journal.commit({ ...later, onto: onto(0) })).rejects.toMatchObject({ problem: 'stale' });
      expect(await journal.sale(sale.id)).toEqual({ ...sale, revision: 1 });
      expect(await journal.fact('a')).toBeUndefined();
      await journal.commit({ ...later, sales: [{ ...sale, onRoll: true, revision: 2 }], onto: onto(1) });
      expect(await journal.sale(sale.id)).toMatchObject({ onRoll: true, revision: 2 });
    });

    it('writes all of a batch or nothing of it', async () => {
      const { journal } = await open();
      const sale = sentSale(1);
      const bad = { ...batchOf(sale), facts: { fine: 1, broken: () => undefined } };
      await expect(journal.commit(bad)).rejects.toBeInstanceOf(JournalError);
      expect(await journal.sale(sale.id)).toBeNull();
      expect(await journal.entriesOf(sale.id)).toEqual([]);
      expect(await journal.fact('fine')).toBeUndefined();
      expect(await journal.totals(sale.day)).toEqual({ count: 0, paidMinor: 0, unfinished: 0 });
    });
  });

  describe(`${name}: what is open, and the day`, () => {
    it('lists open sales oldest first and forgets those that are over', async () => {
      const { journal } = await open();
      const older = sentSale(1, SHOP_MORNING);
      const newer = sentSale(2, SHOP_MORNING + 5);
      await journal.commit(batchOf(newer, older));
      expect((await journal.openSales()).map(({ id }) => id)).toEqual([older.id, newer.id]);
      await journal.commit({ entries: [], sales: [paid(older, 1)] });
      expect((await journal.openSales()).map(({ id }) => id)).toEqual([newer.id]);
    });

    it('pages through a day, newest first', async () => {
      const { journal } = await open();
      const sales = [1, 2, 3, 4, 5].map((seed) => sentSale(seed, SHOP_MORNING + seed));
      const yesterday = { ...sentSale(6, SHOP_MORNING), day: '2026-10-11' };
      await journal.commit(batchOf(...sales, yesterday));
      const first = await journal.salesOfDay('2026-10-12', 2);
      expect(first.map(({ number }) => number)).toEqual(['A-0005', 'A-0004']);
      const next = await journal.salesOfDay('2026-10-12', 10, first.at(-1)?.openedAt);
      expect(next.map(({ number }) => number)).toEqual(['A-0003', 'A-0002', 'A-0001']);
    });

    it('gives a day out whole, however many at a time', async () => {
      const { journal } = await open();
      const sales = [1, 2, 3, 4, 5].map((seed) => sentSale(seed, SHOP_MORNING + seed));
      const tomorrow = { ...sentSale(6, SHOP_MORNING + 6), day: '2026-10-13' };
      await journal.commit(batchOf(...sales, tomorrow));
      for (const limit of [1, 2, 3, 4, 5, 6]) {
        const found: KeptSale[] = [];
        for (let size = limit; size === limit;) {
          const page = await journal.salesOfDay('2026-10-12', limit, found.at(-1)?.openedAt);
          found.push(...page);
          size = page.length;
        }
        expect(found.map(({ number }) => number)).toEqual(['A-0005', 'A-0004', 'A-0003', 'A-0002', 'A-0001']);
      }
      expect(await journal.salesOfDay('2026-10-11', 2)).toEqual([]);
    });

    it('keeps the totals with the sales: a sale that changes moves them, a repeated one does not', async () => {
      const { journal } = await open();
      const sale = sentSale(1);
      await journal.commit(batchOf(sale));
      expect(await journal.totals(sale.day)).toEqual({ count: 1, paidMinor: 0, unfinished: 1 });
      await journal.commit({ entries: [], sales: [paid(sale, 1)] });
      await journal.commit({ entries: [], sales: [paid(sale, 1)] });
      expect(await journal.totals(sale.day)).toEqual({ count: 1, paidMinor: 1250, unfinished: 0 });
    });

    it('takes what was refunded off the day, and keeps a sale open that waits for a person', async () => {
      const { journal } = await open();
      await journal.commit(batchOf(refundedSale(1, 250), undecidedSale(2)));
      expect(await journal.totals('2026-10-12')).toEqual({ count: 2, paidMinor: 1000, unfinished: 1 });
      expect((await journal.openSales()).map(({ id }) => id)).toEqual([undecidedSale(2).id]);
    });

    it('does not count a sale that was only typed', async () => {
      const { journal } = await open();
      const typed = saleAfter([{ type: 'attempt-opened', reference: referenceOf(1) }]);
      await journal.commit(batchOf(typed));
      expect((await journal.totals(typed.day)).count).toBe(0);
    });
  });

  describe(`${name}: held codes and facts`, () => {
    const held = { reference: referenceOf(1), code: '281234567890123456', dropBy: SHOP_MORNING + 60_000 };

    it('holds a code over a reload and drops it with the commit that says so', async () => {
      const { journal, reopen } = await open();
      await journal.commit({ ...batchOf(sentSale(1)), hold: held });
      expect(await journal.heldCode(held.reference)).toEqual(held);
      const again = await reopen();
      expect(await again.heldCode(held.reference)).toEqual(held);
      await again.commit({ entries: [], sales: [], drop: [held.reference] });
      expect(await again.heldCode(held.reference)).toBeNull();
    });

    it('drops codes whose life is over and no others', async () => {
      const { journal } = await open();
      await journal.commit({ entries: [], sales: [], hold: held });
      await journal.dropHeldBefore(held.dropBy);
      expect(await journal.heldCode(held.reference)).toEqual(held);
      await journal.dropHeldBefore(held.dropBy + 1);
      expect(await journal.heldCode(held.reference)).toBeNull();
    });

    it('keeps facts by key and overwrites only the named ones', async () => {
      const { journal } = await open();
      await journal.commit({ entries: [], sales: [], facts: { a: 1, b: 'two' } });
      await journal.commit({ entries: [], sales: [], facts: { b: { three: 3 } } });
      expect([await journal.fact('a'), await journal.fact('b'), await journal.fact('c')]).toEqual([
        1,
        { three: 3 },
        undefined,
      ]);
    });

    it('refuses every call once it is closed', async () => {
      const { journal } = await open();
      journal.close();
      journal.close();
      await expect(journal.commit({ entries: [], sales: [] })).rejects.toMatchObject({ problem: 'closed' });
      await expect(journal.openSales()).rejects.toMatchObject({ problem: 'closed' });
      await expect(journal.heldCode(held.reference)).rejects.toMatchObject({ problem: 'closed' });
    });
  });
}

function paid(sale: Sale, seed: number): Sale {
  const snapshot = snapshotOf(seed, { version: 9, state: { name: 'paid' } });
  return {
    ...sale,
    attempts: sale.attempts.map((attempt) => ({
      ...attempt,
      state: { name: 'paid' } as const,
      ledger: snapshot,
    })),
  };
}
