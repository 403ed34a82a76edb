/** The outbox over a ledger that answers as a test says: order, parking, waits, and codes that do not stay. */
import { describe, expect, it } from 'vitest';
import type { ProblemCode } from '../../../src/contract/problem-codes.ts';
import { referenceOf, saleIdOf, snapshotOf } from '../../fakes/sales.ts';
import { setupOutbox as setup, type Told } from './outbox-world.ts';

const closed: Told = { state: { name: 'closed', why: 'expired' } };

describe('the outbox', () => {
  it('sends pay at once, beside an add that hangs', async () => {
    const { time, open, read, asked, reply } = await setup();
    reply('open', 'never');
    reply('pay', { state: { name: 'paid' } });
    await open(1);
    await time.settle();
    await read(1);
    expect(asked).toEqual(['open 1', 'pay 1']);
  });

  it('lets a stuck sale not delay another', async () => {
    const { time, open, asked, reply } = await setup();
    reply('open 1', 'never');
    await open(1);
    await open(2);
    await time.settle();
    expect(asked).toEqual(['open 1', 'open 2']);
  });

  it('repeats an unanswered pay with growing waits, then fences it, and the code is gone', async () => {
    const { time, open, read, asked, reply, store, connectivity } = await setup();
    await open(1);
    await time.settle();
    reply('pay', 'silent');
    reply('close', closed);
    await read(1);
    for (let second = 0; second < 70; second += 1) {
      await time.advance(1_000);
      connectivity.heard({ kind: 'answer', answer: {}, serverTime: 1, roundTripMs: 1 });
    }
    const pays = asked.filter((what) => what === 'pay 1').length;
    expect(pays).toBeGreaterThan(3);
    expect(pays).toBeLessThan(12);
    expect(asked.at(-1)).toBe('close 1');
    expect(store.held.size).toBe(0);
    expect([...store.sales.values()][0]?.attempts[0]?.state).toEqual({ name: 'closed', why: 'expired' });
  });

  it.each<ProblemCode>(['code-used', 'code-too-old', 'attempt-closed', 'attempt-open', 'over-limit'])(
    'never sends a code again that was refused with %s',
    async (code) => {
      const { time, open, read, asked, reply, store } = await setup();
      await open(1);
      await time.settle();
      reply('pay', code);
      reply('close', closed);
      await read(1);
      await time.advance(30_000);
      expect(asked.filter((what) => what === 'pay 1')).toHaveLength(1);
      expect(asked).toContain('close 1');
      expect(store.held.size).toBe(0);
    },
  );

  it('parks a refused entry, tells it once, and sends it again only when told to', async () => {
    const { time, open, write, asked, told, reply, outbox } = await setup();
    await open(1);
    await time.settle();
    reply('close', 'mismatch');
    await write(1, { type: 'backed-out', reference: referenceOf(1) });
    await time.advance(120_000);
    expect(told).toEqual(['refused close mismatch']);
    expect(asked.filter((what) => what === 'close 1')).toHaveLength(1);
    await open(2);
    await time.settle();
    expect(asked).toContain('open 2');
    outbox.sendNow();
    await time.settle();
    expect(asked.filter((what) => what === 'close 1')).toHaveLength(2);
  });

  it('does not repeat at the speed of the network what the ledger answers without doing it', async () => {
    const { time, open, read, write, asked, reply } = await setup();
    await open(1);
    await time.settle();
    reply('pay', { state: { name: 'sent' } });
    await read(1);
    await time.settle();
    reply('cancel', { state: { name: 'sent' } });
    await write(1, { type: 'cancel-asked', reference: referenceOf(1) });
    await time.advance(10_000);
    expect(asked.filter((what) => what === 'cancel 1').length).toBeLessThan(13);
  });

  it('asks every three seconds while the feed is down, and not at all while it is live', async () => {
    const { time, open, read, asked, reply, outbox } = await setup();
    await open(1);
    await time.settle();
    reply('pay', { state: { name: 'waiting' } });
    reply('ask', { state: { name: 'waiting' } });
    await read(1);
    await time.advance(30_000);
    expect(asked).not.toContain('ask 1');
    outbox.setFeedLive(false);
    await time.advance(29_000);
    expect(asked.filter((what) => what === 'ask 1')).toHaveLength(10);
  });

  it('stops when the proxy does not know the tablet, keeps everything, and goes on once it does', async () => {
    const { time, open, asked, told, reply, outbox, store } = await setup();
    reply('open', 'not-paired');
    await open(1);
    await time.advance(60_000);
    expect(told).toEqual(['unpaired']);
    expect(asked).toEqual(['open 1']);
    expect(store.sales.size).toBe(1);
    reply('open', {});
    outbox.paired();
    await time.settle();
    expect(asked.slice(0, 2)).toEqual(['open 1', 'open 1']);
  });

  it('tells a ledger that cannot write the same again later', async () => {
    const { time, open, asked, reply, told } = await setup();
    reply('open', 'ledger-unwell');
    await open(1);
    await time.advance(60_000);
    expect(asked.length).toBeGreaterThan(4);
    expect(asked.length).toBeLessThan(12);
    expect(told).toEqual([]);
  });

  it('that asks too often waits ever longer, keeps its code, and sends it when it may', async () => {
    const { time, open, read, asked, reply, told, outbox } = await setup();
    await open(1);
    await time.settle();
    reply('pay', 'too-many');
    await read(1);
    await time.advance(3_000);
    const early = asked.filter((what) => what === 'pay 1').length;
    await time.advance(20_000);
    const late = asked.filter((what) => what === 'pay 1').length - early;
    expect(early).toBeGreaterThan(1);
    expect(late / 20).toBeLessThan(early / 3);
    expect(outbox.codes.has(referenceOf(1))).toBe(true);
    reply('pay', { state: { name: 'paid' } });
    await time.advance(16_000);
    expect(asked.filter((what) => what === 'pay 1').length).toBe(early + late + 1);
    expect(told).toEqual([]);
  });

  it('asks again for news it could not save', async () => {
    const { time, open, read, asked, reply, outbox, failSaves, told, sales } = await setup();
    await open(1);
    await time.settle();
    reply('pay', { state: { name: 'sent' } });
    await read(1);
    await time.settle();
    failSaves(true);
    await outbox.takeNews(snapshotOf(1, { version: 90, state: { name: 'paid' } }), 'e:9');
    expect(told).toEqual(['cannot-save']);
    failSaves(false);
    reply('ask', { version: 91, state: { name: 'paid' } });
    // Nobody does anything: the feed had said it once, and would not again.
    await time.advance(5_000);
    expect(asked).toContain('ask 1');
    expect(sales.get(saleIdOf(1))?.attempts[0]?.state.name).toBe('paid');
  });

  it('keeps no place of the feed behind news that is not saved yet', async () => {
    const { time, open, outbox, failNextSave, store } = await setup();
    await open(1);
    await open(2);
    await time.settle();
    failNextSave();
    await Promise.all([
      outbox.takeNews(snapshotOf(1, { version: 90, state: { name: 'ready' } }), 'e:9'),
      outbox.takeNews(snapshotOf(2, { version: 91, state: { name: 'ready' } }), 'e:10'),
    ]);
    expect([outbox.hasUnsaved(), store.facts.get('feed-position')]).toEqual([true, undefined]);
    await time.advance(1_000);
    expect(outbox.hasUnsaved()).toBe(false);
  });

  it('never lets an older word undo a newer one, and writes no entry for counters', async () => {
    const { time, open, read, reply, outbox, store, sales } = await setup();
    await open(1);
    await time.settle();
    reply('pay', { version: 50, state: { name: 'waiting' }, asked: 1 });
    await read(1);
    await time.settle();
    const entries = store.entries.length;
    await outbox.takeNews(snapshotOf(1, { version: 49, state: { name: 'declined', reason: 'risk' } }));
    await outbox.takeNews(snapshotOf(1, { version: 51, state: { name: 'waiting' }, asked: 7 }));
    expect(store.entries).toHaveLength(entries);
    expect(sales.get(saleIdOf(1))?.attempts[0]?.state.name).toBe('waiting');
    expect(outbox.latest(referenceOf(1))?.asked).toBe(7);
  });

  it('ignores news of another till’s sale and does not keep it', async () => {
    const { outbox, store } = await setup();
    await outbox.takeNews(snapshotOf(3, { version: 5, state: { name: 'paid' } }));
    expect(store.entries).toEqual([]);
    expect(outbox.latest(referenceOf(3))).toBeNull();
  });

  it('keeps no code in memory of a sale that is paid', async () => {
    const { time, open, read, reply, outbox } = await setup();
    await open(1);
    await time.settle();
    reply('pay', { state: { name: 'paid' } });
    await read(1);
    await time.settle();
    expect(outbox.codes.has(referenceOf(1))).toBe(false);
  });

  it('writes that another till has taken the sale, drops its code, and sends nothing more for it', async () => {
    const { time, open, read, asked, reply, store, sales, outbox } = await setup();
    await open(1);
    await time.settle();
    reply('pay', 'taken-over');
    await read(1);
    await time.advance(60_000);
    expect(sales.get(saleIdOf(1))?.takenAway).toBe(true);
    expect(asked).toEqual(['open 1', 'pay 1']);
    expect(store.held.size).toBe(0);
    expect(outbox.codes.has(referenceOf(1))).toBe(false);
  });

  it('tells the cash that ended a trust, also where the trust was refused', async () => {
    const { time, open, read, write, asked, reply, told } = await setup();
    await open(1);
    reply('pay', { state: { name: 'waiting' } });
    await read(1);
    await time.settle();
    reply('settle trust', 'over-trust-limit');
    await write(1, { type: 'settled', how: 'trust' });
    await time.settle();
    expect(told).toEqual(['refused settle over-trust-limit']);
    reply('settle cash', { state: { name: 'waiting' }, wanted: 'return' });
    await write(1, { type: 'settled', how: 'cash' });
    await time.advance(2_000);
    expect(asked.filter((what) => what.startsWith('settle'))).toEqual(['settle trust 1', 'settle cash 1']);
  });

  it('keeps nothing in memory of a sale that is over', async () => {
    const { time, open, read, reply, outbox } = await setup();
    await open(1);
    await time.settle();
    reply('pay', { state: { name: 'paid' } });
    await read(1);
    await time.settle();
    expect(outbox.latest(referenceOf(1))).toBeNull();
  });

  it('that was stopped while it read the journal begins nothing', async () => {
    const { time, open, asked, outbox } = await setup();
    const starting = outbox.start();
    outbox.stop();
    await starting;
    await open(1);
    await time.advance(10_000);
    expect(asked).toEqual([]);
  });
});
