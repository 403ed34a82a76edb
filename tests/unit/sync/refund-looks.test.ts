/** A refund whose answer was lost: what a look says of it, and what it does not. */
import { describe, expect, it } from 'vitest';
import { money } from '../../../src/core/money/money.ts';
import { referenceOf, refundOf, saleIdOf } from '../../fakes/sales.ts';
import { setupOutbox } from './outbox-world.ts';

const reference = referenceOf(1);
const amount = money(100, 'USD');
/** Every answer of this ledger is given at 1: the refund's time has just ended. */
const asked = { type: 'refund-asked', reference, n: 1, amount, reason: 'cup', sendBy: 1 } as const;
const unended = { ...asked, sendBy: 2 };

/** A paid sale whose refund was asked for. */
async function setup() {
  const world = await setupOutbox();
  await world.open(1);
  await world.time.settle();
  world.reply('pay', { state: { name: 'paid' } });
  world.reply('ask', { state: { name: 'paid' } });
  await world.read(1);
  await world.time.settle();
  const attempt = () => world.sales.get(saleIdOf(1))?.attempts[0];
  return { ...world, attempt };
}

describe('a look at a refund', () => {
  it('that is answered without it gives it up, and says so', async () => {
    const { write, outbox, time, told, attempt } = await setup();
    await write(1, asked);
    outbox.look(reference, false);
    await time.settle();
    expect(attempt()?.refundAsked).toBeNull();
    expect(told).toEqual(['refund lost A-0001']);
  });

  it('that shows it keeps quiet', async () => {
    const { write, outbox, time, told, reply, attempt } = await setup();
    reply('ask', { state: { name: 'paid' }, refunds: [refundOf(100, { state: 'sent' })] });
    await write(1, asked);
    outbox.look(reference, false);
    await time.settle();
    expect(attempt()).toMatchObject({ refundAsked: null, refunds: [{ state: 'sent' }] });
    expect(told).toEqual([]);
  });

  it.each(['silent', 'attempt-unknown', 'internal-error'] as const)(
    'that is %s says nothing',
    async (answer) => {
      const { write, outbox, time, told, reply, attempt } = await setup();
      reply('ask', answer);
      await write(1, asked);
      outbox.look(reference, false);
      await time.settle();
      expect(attempt()?.refundAsked?.n).toBe(1);
      expect(told).toEqual([]);
    },
  );

  it('that is answered without it while it may still be taken says nothing, and is followed by another', async () => {
    const { write, outbox, time, told, asked: calls, attempt } = await setup();
    await write(1, unended);
    calls.length = 0;
    outbox.look(reference, false);
    await time.advance(7_000);
    expect(attempt()?.refundAsked?.n).toBe(1);
    expect(told).toEqual([]);
    expect(calls).toEqual(['ask 1', 'ask 1', 'ask 1']);
    // Asked for again, it ends later; here it ended meanwhile.
    await write(1, asked);
    await time.advance(3_000);
    expect(told).toEqual(['refund lost A-0001']);
    await time.advance(10_000);
    expect(calls).toHaveLength(4);
  });

  it('that shows it gives nothing up where that could not be saved', async () => {
    const { write, outbox, time, told, reply, failNextSave, attempt } = await setup();
    reply('ask', { state: { name: 'paid' }, refunds: [refundOf(100, { state: 'sent' })] });
    await write(1, asked);
    failNextSave();
    outbox.look(reference, false);
    await time.settle();
    expect(attempt()?.refundAsked?.n).toBe(1);
    expect(told).toEqual(['cannot-save']);
    await time.advance(5_000);
    expect(attempt()).toMatchObject({ refundAsked: null, refunds: [{ state: 'sent' }] });
  });

  it('whose answer could not be saved is followed by another', async () => {
    const { write, outbox, time, told, failSaves } = await setup();
    await write(1, asked);
    failSaves(true);
    outbox.look(reference, false);
    await time.settle();
    failSaves(false);
    await time.advance(5_000);
    expect(told.at(-1)).toBe('refund lost A-0001');
  });
});
