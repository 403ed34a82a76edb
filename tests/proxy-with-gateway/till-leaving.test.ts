/** Leaving a shop, and taking its record along: nothing unacknowledged is destroyed. */
import { afterEach, describe, expect, test } from 'vitest';
import { firstLine, read, saleIdOf, useTablets, type Tablet } from './till-world.ts';

const { setup } = useTablets(afterEach);

describe('a tablet that leaves its shop', () => {
  test('must not while anything is unfinished', async () => {
    const tablet = await setup();
    await tablet.charge();
    await read(tablet, 'confirm');
    expect(await tablet.till().leaveShop()).toEqual({ isDone: false, code: 'unfinished' });
    expect(tablet.counter().name).toBe('waiting');
  });

  test('must not while the ledger has not heard of cash, or a person must decide', async () => {
    const tablet = await setup();
    await tablet.charge();
    const { id } = await read(tablet, 'confirm');
    await tablet.till().cancel(saleIdOf(tablet));
    await tablet.world.sim('POST', `/wallets/codes/${id}/confirm`);
    await tablet.world.time.advance(5_000);
    const saleId = saleIdOf(tablet);
    expect(await tablet.till().leaveShop()).toMatchObject({ code: 'unfinished' });
    await tablet.till().decide(saleId, 'keep');
    await tablet.setLeg('refused');
    await tablet.charge(400);
    await read(tablet);
    await tablet.till().tookCash(saleIdOf(tablet));
    expect(await tablet.till().leaveShop()).toMatchObject({ code: 'unfinished' });
  });

  test('keeps its journal, asks for nothing more, and stays out over a reload', async () => {
    const tablet = await setup();
    await sold(tablet);
    expect(await tablet.till().leaveShop()).toEqual({ isDone: true });
    expect(tablet.till().view()).toMatchObject({
      pairing: { name: 'unpaired' },
      shop: null,
      roll: { lines: [] },
    });
    const asked = tablet.asked.length;
    await tablet.world.time.advance(120_000);
    await tablet.reload();
    expect(tablet.asked).toHaveLength(asked);
    expect(tablet.till().view().pairing.name).toBe('unpaired');
    expect(tablet.store.sales.size).toBe(1);
    await tablet.till().pair(tablet.world.proxy().makePairingCode());
    expect(tablet.till().view().pairing.name).toBe('paired');
    expect(firstLine(tablet)).toBe('paid');
  });
});

describe('the export of the journal', () => {
  test('has every sale and every entry, and no payment code', async () => {
    const tablet = await setup();
    const code = await sold(tablet);
    const text = await tablet.till().exportJournal();
    const { sales, entries, format } = JSON.parse(text) as Record<string, unknown[]>;
    expect(format).toBe('pling-journal');
    expect(sales).toHaveLength(tablet.store.sales.size);
    expect(entries).toHaveLength(tablet.store.entries.length);
    expect(text).not.toContain(code);
  });
});

async function sold(tablet: Tablet): Promise<string> {
  await tablet.charge();
  const { code } = await read(tablet);
  await tablet.till().nextSale();
  return code;
}
