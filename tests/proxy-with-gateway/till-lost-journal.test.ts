/** The browser has thrown the journal away: what the ledger knows of this till's sales is back after the next start. */
import { afterEach, describe, expect, test } from 'vitest';
import { lineOf, ONE_CHARGE, read, saleIdOf, useTablets, type Tablet } from './till-world.ts';

const { setup, setupSecond } = useTablets(afterEach);

/** As Chromium does with a damaged store, and a person who clears the site's data. */
function loseJournal({ store }: Tablet): void {
  store.entries.length = 0;
  for (const part of [store.sales, store.held, store.facts, store.days]) part.clear();
}

const recovered = (tablet: Tablet): number[] =>
  tablet
    .till()
    .view()
    .notices.flatMap((notice) => (notice.kind === 'recovered' ? [notice.count] : []));

describe('a lost journal', () => {
  test('is filled from the ledger: numbers, ends and totals, at the time they were, and the next number is a new one', async () => {
    const tablet = await setup();
    await tablet.charge();
    await read(tablet);
    await tablet.till().nextSale();
    await tablet.charge(800);
    await read(tablet, 'no-funds');
    await tablet.till().tookCash(saleIdOf(tablet));
    await tablet.world.time.advance(600_000);
    const before = tablet.lines();
    loseJournal(tablet);
    await tablet.reload();
    expect(recovered(tablet)).toEqual([2]);
    expect(tablet.lines()).toEqual(before);
    expect(tablet.till().view().roll).toMatchObject({ count: 2, total: { minor: 1250 } });
    expect(tablet.counter()).toMatchObject({ name: 'amount', number: 'A-0003' });
    await tablet.reload();
    expect(recovered(tablet)).toEqual([]);
    expect(tablet.counter()).toMatchObject({ number: 'A-0003' });
  });

  test('goes on with what was not over: the customer’s yes is heard, and a code is charged once', async () => {
    const tablet = await setup();
    await tablet.charge();
    const { id, code } = await read(tablet, 'confirm');
    loseJournal(tablet);
    await tablet.reload();
    expect(lineOf(tablet, 'A-0001')).toBe('waiting');
    await tablet.world.sim('POST', `/wallets/codes/${id}/confirm`);
    await tablet.world.time.advance(6_000);
    expect(lineOf(tablet, 'A-0001')).toBe('paid');
    await tablet.charge();
    await tablet.till().readCode(code, 'camera');
    await tablet.world.time.advance(6_000);
    expect(await tablet.world.charges()).toEqual(ONE_CHARGE);
  });

  test('waits for a network that is away, and sells meanwhile', async () => {
    const tablet = await setup();
    await tablet.charge();
    await read(tablet);
    loseJournal(tablet);
    await tablet.setLeg('refused');
    await tablet.reload();
    await tablet.charge(300);
    expect(tablet.counter()).toMatchObject({ name: 'ready' });
    await tablet.reload();
    await tablet.setLeg('up');
    await tablet.world.time.advance(10_000);
    expect(recovered(tablet)).toEqual([1]);
    expect(tablet.lines().map(({ amount }) => amount.minor)).toContain(1250);
  });

  test('is taken up again where the page ended in the middle, and gives no number twice', async () => {
    const tablet = await setup();
    for (const minor of [1250, 800]) {
      await tablet.charge(minor);
      await read(tablet);
      await tablet.till().nextSale();
    }
    const { day = '', id } =
      [...tablet.store.sales.values()].find(({ amount }) => amount.minor === 800) ?? {};
    if (id) tablet.store.sales.delete(id);
    tablet.store.facts.set('numbers', { day, count: 2 });
    await tablet.reload();
    expect(recovered(tablet)).toEqual([1]);
    expect(tablet.lines()).toHaveLength(2);
    expect(tablet.counter()).toMatchObject({ number: 'A-0003' });
  });

  test('asks again, less and less often, while only this question is not answered', async () => {
    const tablet = await setup();
    await tablet.charge();
    await read(tablet);
    loseJournal(tablet);
    tablet.lose('sales');
    await tablet.reload();
    await tablet.world.time.advance(300_000);
    expect(recovered(tablet)).toEqual([]);
    tablet.lose(null);
    await tablet.world.time.advance(61_000);
    expect(recovered(tablet)).toEqual([1]);
  });

  test('ends what had not been sent: its code is lost, and nobody waits for the order', async () => {
    const tablet = await setup();
    await tablet.charge();
    loseJournal(tablet);
    await tablet.reload();
    expect(tablet.lines()).toMatchObject([{ number: 'A-0001', state: 'not-charged' }]);
    await tablet.till().showSale([...tablet.store.sales.keys()][0] ?? saleIdOf(tablet));
    expect(tablet.till().view()).toMatchObject({
      busy: false,
      detail: { steps: [{ what: 'recovered' }, {}] },
    });
  });

  test('gives no number twice that another till has taken meanwhile', async () => {
    const tablet = await setup();
    const other = await setupSecond(tablet);
    await tablet.charge();
    await read(tablet, 'confirm');
    const saleId = saleIdOf(tablet);
    loseJournal(tablet);
    await other.till().showOthers();
    expect(await other.till().takeOver(saleId)).toEqual({ isDone: true });
    await tablet.reload();
    expect([recovered(tablet), tablet.lines()]).toEqual([[], []]);
    expect(tablet.counter()).toMatchObject({ name: 'amount', number: 'A-0002' });
  });

  test('takes nothing of another till', async () => {
    const tablet = await setup();
    const other = await setupSecond(tablet);
    await other.charge();
    await read(other);
    loseJournal(tablet);
    await tablet.reload();
    expect([recovered(tablet), tablet.lines()]).toEqual([[], []]);
  });
});
