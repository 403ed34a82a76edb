/** A refund whose answer was lost: what a look says of it, and what it does not. */
import { describe, expect, it } from 'vitest';
import { money } from '../../../src/core/money/money.ts';
import { referenceOf, refundOf, saleIdOf } from '../../fakes/sales.ts';
import { setupOutbox } from './outbox-world.ts';

const reference = referenceOf(1);
const asked = { type: 'refund-asked', reference, n: 1, amount: money(100, 'USD'), reason: 'cup' } as const;

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

  it('that began while the request was under way says nothing, and neither does one beside its repeat', async () => {
    const { write, outbox, time, told, attempt } = await setup();
    await write(1, asked);
    const request = Promise.withResolvers<void>();
    const refunding = outbox.refunding(reference, () => request.promise);
    expect(outbox.isRefunding(reference)).toBe(true);
    outbox.look(reference, false);
    await time.settle();
    expect(attempt()?.refundAsked?.n).toBe(1);
    request.resolve();
    await refunding;
    expect(told).toEqual([]);
    outbox.look(reference, false);
    await time.settle();
    expect(told).toEqual(['refund lost A-0001']);
  });
});
