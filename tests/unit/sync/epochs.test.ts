/** A ledger of another epoch: told what is known here before anything else is sent, and believed only then. */
import { describe, expect, it } from 'vitest';
import type { ProblemCode } from '../../../src/contract/problem-codes.ts';
import { EPOCH, referenceOf, saleIdOf, snapshotOf } from '../../fakes/sales.ts';
import { setupOutbox as setup } from './outbox-world.ts';

const OTHER = 'e2';

/** A sale that was sent and is waiting for its customer, at a ledger this till knows. */
async function waiting() {
  const world = await setup();
  world.outbox.heardEpoch(EPOCH);
  await world.open(1);
  await world.time.settle();
  world.reply('pay', { state: { name: 'waiting' } });
  await world.read(1);
  await world.time.settle();
  world.asked.length = 0;
  const attempt = () => world.sales.get(saleIdOf(1))?.attempts[0];
  return { ...world, attempt };
}

describe('the first ledger ever heard of', () => {
  it('is remembered, and told nothing', async () => {
    const { outbox, store, time, asked } = await setup();
    outbox.heardEpoch(EPOCH);
    await time.settle();
    expect(store.facts.get('epoch')).toBe(EPOCH);
    expect(asked).toEqual([]);
  });
});

describe('a ledger of another epoch', () => {
  it('is told first; what was asked meanwhile leaves after its answer', async () => {
    const { outbox, time, asked, offers, reply, write, store, attempt } = await waiting();
    reply('offer', { epoch: OTHER });
    reply('cancel', { epoch: OTHER, state: { name: 'waiting' }, cancelAsked: true });
    outbox.heardEpoch(OTHER);
    await write(1, { type: 'cancel-asked', reference: referenceOf(1) });
    await time.settle();
    expect(asked.slice(0, 2)).toEqual(['offer 0', 'offer 0']);
    expect(asked).toContain('cancel 1');
    expect(offers.flatMap(({ sales }) => sales)).toMatchObject([
      { saleId: saleIdOf(1), attempts: [{ reference: referenceOf(1), sent: true }] },
    ]);
    expect(store.facts.get('epoch')).toBe(OTHER);
    expect(attempt()?.ledger?.epoch).toBe(OTHER);
  });

  it('that hides behind its old name is found out by an attempt it had told of and does not know', async () => {
    const { outbox, time, reply, offers, attempt } = await waiting();
    reply('ask', 'attempt-unknown');
    outbox.look(referenceOf(1), false);
    await time.settle();
    expect(offers.flatMap(({ sales }) => sales)).toMatchObject([
      { saleId: saleIdOf(1), attempts: [{ reference: referenceOf(1), known: { epoch: EPOCH } }] },
    ]);
    expect(attempt()?.state.name).toBe('waiting');
  });

  it('that will not hear of an attempt is told of it ever less often, not at each question', async () => {
    const { outbox, time, reply, asked } = await waiting();
    reply('ask', 'attempt-unknown');
    for (let minute = 0; minute < 5; minute += 1) {
      outbox.look(referenceOf(1), false);
      await time.advance(60_000);
    }
    // One telling is two requests: an empty one, and the sales.
    const tellings = asked.filter((what) => what === 'offer 0').length / 2;
    const asks = asked.filter((what) => what === 'ask 1').length;
    expect(asks).toBeGreaterThan(16);
    expect(tellings).toBe(Math.floor(Math.log2(asks)) + 1);
  });

  it('is told anew of a sale that was taken over from the one before while it was being told', async () => {
    const { outbox, time, reply, offers, asked, write } = await waiting();
    reply('offer', { epoch: OTHER });
    outbox.heardEpoch(OTHER);
    await time.advance(5_000);
    expect(asked.slice(0, 2)).toEqual(['offer 0', 'offer 0']);
    offers.length = 0;
    reply('ask 2', 'attempt-unknown');
    await write(2, {
      type: 'attempt-opened',
      reference: referenceOf(2),
    });
    await write(2, { type: 'news', snapshot: snapshotOf(2, { epoch: EPOCH, state: { name: 'sent' } }) });
    outbox.look(referenceOf(2), false);
    await time.advance(5_000);
    expect(offers.flatMap(({ sales }) => sales)).toContainEqual(
      expect.objectContaining({ saleId: saleIdOf(2) }),
    );
  });

  it('is not believed before it has been told: its fence of a forgotten pay proves nothing', async () => {
    const { outbox, time, reply, attempt } = await waiting();
    reply('offer', 'silent');
    outbox.heardEpoch(OTHER);
    await outbox.takeNews(
      snapshotOf(1, { epoch: OTHER, version: 9, state: { name: 'closed', why: 'expired' } }),
    );
    await time.settle();
    expect(attempt()?.state.name).toBe('waiting');
  });

  it.each<[string, 'silent' | ProblemCode]>([
    ['that is silent', 'silent'],
    ['that cannot write', 'ledger-unwell'],
    ['of another realm', 'other-realm'],
  ])('%s is told again, with growing waits, and nothing else leaves', async (_name, answer) => {
    const { outbox, time, asked, reply, connectivity } = await waiting();
    reply('offer', answer);
    outbox.heardEpoch(OTHER);
    outbox.setFeedLive(false);
    for (let second = 0; second < 30; second += 1) {
      await time.advance(1_000);
      connectivity.heard({ kind: 'answer', answer: {}, serverTime: 1, roundTripMs: 1 });
    }
    expect(new Set(asked)).toEqual(new Set(['offer 0']));
    expect(asked.length).toBeGreaterThan(3);
    expect(asked.length).toBeLessThan(12);
  });

  it('that refuses the sales for good does not stop the till', async () => {
    const { outbox, time, asked, reply, store } = await waiting();
    let count = 0;
    Object.defineProperty(asked, 'push', {
      value: (what: string) => {
        count += 1;
        // The empty offer passes, the one with the sale does not.
        reply('offer', count === 1 ? { epoch: OTHER } : 'mismatch');
        return Array.prototype.push.call(asked, what);
      },
    });
    reply('offer', { epoch: OTHER });
    outbox.heardEpoch(OTHER);
    await time.settle();
    expect(store.facts.get('epoch')).toBe(OTHER);
  });

  it('that answered in the middle of an offer has told something: the one before hears it, too', async () => {
    const { outbox, time, asked, reply, store } = await waiting();
    // The empty offer is answered by the one before, the sales by the other, and all that follows by the one before.
    const answers = [{ epoch: EPOCH }, { epoch: OTHER }];
    Object.defineProperty(asked, 'push', {
      value: (what: string) => {
        if (what === 'offer 0') reply('offer', answers.shift() ?? { epoch: EPOCH });
        return Array.prototype.push.call(asked, what);
      },
    });
    reply('offer', { epoch: EPOCH });
    outbox.heardEpoch(OTHER);
    await time.settle();
    outbox.heardEpoch(EPOCH);
    await time.advance(60_000);
    expect(asked.filter((what) => what === 'offer 0')).toHaveLength(4);
    expect(store.facts.get('epoch')).toBe(EPOCH);
  });

  it('that goes as it came is not told', async () => {
    const { outbox, time, asked, reply } = await waiting();
    reply('offer', 'never');
    outbox.heardEpoch(OTHER);
    outbox.heardEpoch(EPOCH);
    await time.settle();
    expect(asked.filter((what) => what === 'offer 0').length).toBeLessThanOrEqual(1);
  });

  it('that is named by a refused claim is told, too', async () => {
    const { time, asked, reply, write, store } = await waiting();
    reply('cancel', 'other-epoch');
    reply('offer', { epoch: OTHER });
    await write(1, { type: 'cancel-asked', reference: referenceOf(1) });
    await time.advance(3_000);
    expect(asked.slice(0, 3)).toEqual(['cancel 1', 'offer 0', 'offer 0']);
    expect(store.facts.get('epoch')).toBe(OTHER);
  });

  it('a late word of the one before costs one more offer at most', async () => {
    const { outbox, time, asked, reply } = await waiting();
    reply('offer', { epoch: OTHER });
    outbox.heardEpoch(OTHER);
    await time.settle();
    outbox.heardEpoch(EPOCH);
    await time.advance(500);
    outbox.heardEpoch(OTHER);
    await time.advance(60_000);
    expect(asked.filter((what) => what === 'offer 0').length).toBeLessThanOrEqual(4);
  });

  it('gets an unsent attempt it does not know opened again', async () => {
    const { outbox, open, time, asked, reply } = await setup();
    outbox.heardEpoch(EPOCH);
    await open(1);
    await time.settle();
    reply('offer', { epoch: OTHER });
    reply('open', { epoch: OTHER });
    outbox.heardEpoch(OTHER);
    await time.advance(5_000);
    expect(asked.slice(0, 4)).toEqual(['open 1', 'offer 0', 'offer 0', 'open 1']);
  });
});

describe('which ledger was told, while it cannot be read at the start,', () => {
  const start = () => setup({ unread: ['epoch'], epoch: EPOCH });

  it('is read again until it can be, and told each time; nothing leaves before', async () => {
    const { outbox, open, time, asked, told, mendReads } = await start();
    outbox.heardEpoch(EPOCH);
    await open(1);
    await time.advance(2_500);
    expect(asked).toEqual([]);
    expect(told).toEqual(['cannot-save', 'cannot-save', 'cannot-save']);
    expect(outbox.isClear()).toBe(false);
    mendReads();
    await time.advance(1_000);
    expect(asked[0]).toBe('open 1');
    expect(outbox.isClear()).toBe(true);
  });

  it('is not forgotten: another one that answers meanwhile is told first, and is not believed before', async () => {
    const { outbox, open, time, asked, reply, sales, store, mendReads } = await start();
    await open(1);
    outbox.heardEpoch(OTHER);
    await outbox.takeNews(snapshotOf(1, { epoch: OTHER, state: { name: 'closed', why: 'expired' } }));
    expect(sales.get(saleIdOf(1))?.attempts[0]?.state.name).toBe('opening');
    reply('offer', { epoch: OTHER });
    reply('open', { epoch: OTHER });
    mendReads();
    await time.advance(3_000);
    expect(asked.slice(0, 3)).toEqual(['offer 0', 'offer 0', 'open 1']);
    expect(store.facts.get('epoch')).toBe(OTHER);
  });

  it('takes no claim, so that no other ledger does what a person asks for', async () => {
    const { outbox, open, mendReads, time } = await start();
    const sale = await open(1);
    const [attempt] = sale?.attempts ?? [];
    if (!sale || !attempt) throw new Error('No sale');
    expect(outbox.claim(sale, attempt).epoch).toBe('0');
    mendReads();
    await time.advance(1_000);
    expect(outbox.claim(sale, attempt).epoch).toBe(EPOCH);
  });

  it('is not read any more by an outbox that was stopped', async () => {
    const { outbox, time, told } = await start();
    outbox.stop();
    await time.advance(5_000);
    expect(told).toEqual(['cannot-save']);
  });
});

describe('held codes that cannot be read at the start', () => {
  it('leave the protection against another ledger as it is', async () => {
    const { outbox, time, asked, told, reply } = await setup({ unread: ['held codes'], epoch: EPOCH });
    reply('offer', { epoch: OTHER });
    outbox.heardEpoch(OTHER);
    await time.settle();
    expect(asked).toEqual(['offer 0']);
    expect(told).toEqual(['cannot-save']);
  });
});
