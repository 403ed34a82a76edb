/** What the outbox still tells of a sale that is paid, or that another till has by now. */
import { describe, expect, it } from 'vitest';
import { referenceOf, saleIdOf, snapshotOf } from '../../fakes/sales.ts';
import { setupOutbox as setup, type Told } from './outbox-world.ts';

describe('a cancel that the success overtook', () => {
  /** A person has asked for it; the ledger has not heard, and the success comes. */
  const overtaken = async (refused: Told) => {
    const till = await setup();
    await till.open(1);
    till.reply('pay', { state: { name: 'waiting' } });
    await till.read(1);
    await till.time.settle();
    till.reply('cancel', refused);
    await till.write(1, { type: 'cancel-asked', reference: referenceOf(1) });
    await till.time.settle();
    await till.outbox.takeNews(snapshotOf(1, { version: 90, state: { name: 'paid' } }));
    const cancels = () => till.asked.filter((what) => what === 'cancel 1').length;
    return { ...till, cancels, attempt: () => till.sales.get(saleIdOf(1))?.attempts[0] };
  };

  it.each(['ledger-unwell', 'not-paired', 'other-epoch'] as const)(
    'is told until the ledger has heard it (%s), so that a person is asked, and then no more',
    async (refused) => {
      const { time, outbox, reply, cancels, attempt } = await overtaken(refused);
      await time.advance(10_000);
      expect(attempt()).toMatchObject({ state: { name: 'paid' }, cancelTold: false });
      reply('cancel', { version: 91, state: { name: 'paid' }, cancelAsked: true });
      outbox.paired();
      await time.advance(60_000);
      expect(attempt()).toMatchObject({ cancelTold: true, ledger: { cancelAsked: true } });
      const told = cancels();
      await outbox.takeNews(snapshotOf(1, { version: 92, state: { name: 'paid' } }));
      await time.advance(60_000);
      expect(cancels()).toBe(told);
    },
  );

  it('is told once where the ledger has its reasons not to ask anybody', async () => {
    const { time, reply, cancels, store } = await overtaken('ledger-unwell');
    reply('cancel', { version: 91, state: { name: 'paid' } });
    await time.advance(60_000);
    expect(cancels()).toBe(2);
    expect(store.entries.at(-1)?.event.type).toBe('cancel-told');
  });
});

it('tells the cash it took of a sale that went to another till, and then nothing more', async () => {
  const { time, open, read, write, asked, reply, sales } = await setup();
  await open(1);
  reply('pay', { state: { name: 'waiting' } });
  await read(1);
  await time.settle();
  reply('settle cash', 'ledger-unwell');
  await write(1, { type: 'settled', how: 'cash' }, { type: 'taken-away' });
  await time.settle();
  reply('settle cash', { till: 't2', state: { name: 'waiting' }, wanted: 'return' });
  await time.advance(60_000);
  expect(asked).toEqual(['open 1', 'pay 1', 'settle cash 1', 'settle cash 1']);
  expect(sales.open()).toEqual([]);
});
