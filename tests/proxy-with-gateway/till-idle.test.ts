/** A till with nothing under way still hears what the ledger finds out: every answer tells how far the feed has come. */
import { afterEach, describe, expect, test } from 'vitest';
import { lineOf, read, rollNews, saleIdOf, useTablets } from './till-world.ts';

const { setup, setupSecond } = useTablets(afterEach);

describe('an idle till', () => {
  test('hears of a late success on a cancelled sale, and that it was given back', async () => {
    const tablet = await setup({ sim: { afterClosed: 'may-still-pay' } });
    await tablet.charge();
    const { id } = await read(tablet, 'confirm');
    await tablet.till().cancel(saleIdOf(tablet));
    await tablet.world.time.advance(40_000);
    await tablet.till().tookCash(saleIdOf(tablet));
    await tablet.world.time.advance(5_000);
    expect(tablet.till().view().busy).toBe(false);
    await tablet.world.sim('POST', `/wallets/codes/${id}/confirm`);
    await tablet.world.time.advance(180_000);
    expect(await tablet.world.charges()).toEqual({ charges: 1, kept: '0.00', givenBack: '12.50' });
    expect(lineOf(tablet, 'A-0001')).toBe('given-back');
    expect(rollNews(tablet)).toContain('given-back');
  });

  test('listens for no longer than it takes to catch up with another till’s sales', async () => {
    const tablet = await setup();
    const second = await setupSecond(tablet);
    await second.charge();
    await read(second);
    await tablet.world.time.advance(31_000);
    const streams = tablet.asked.filter((path) => path === 'GET live').length;
    expect(streams).toBe(1);
    await tablet.world.time.advance(120_000);
    expect(tablet.asked.filter((path) => path === 'GET live')).toHaveLength(1);
    expect(tablet.store.entries).toEqual([]);
    await tablet.reload();
    await tablet.world.time.advance(61_000);
    expect(tablet.asked.filter((path) => path === 'GET live')).toHaveLength(1);
  });

  test.each([false, true])(
    'saves later what its full disk could not take, also after a reload (%s)',
    async (isReloaded) => {
      const tablet = await setup({ sim: { afterClosed: 'may-still-pay' } });
      await tablet.charge();
      const { id } = await read(tablet, 'confirm');
      await tablet.till().cancel(saleIdOf(tablet));
      await tablet.world.time.advance(40_000);
      tablet.failSaves(true);
      await tablet.world.sim('POST', `/wallets/codes/${id}/confirm`);
      await tablet.world.time.advance(120_000);
      expect(await tablet.world.charges()).toEqual({ charges: 1, kept: '0.00', givenBack: '12.50' });
      tablet.failSaves(false);
      if (isReloaded) await tablet.reload();
      await tablet.world.time.advance(31_000);
      const [sale] = [...tablet.store.sales.values()];
      expect(sale?.attempts.map(({ giveBack }) => giveBack)).toEqual(['done']);
    },
  );
});
