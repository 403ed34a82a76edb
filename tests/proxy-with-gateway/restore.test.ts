/** A ledger that was put back from an old copy: another epoch, and nothing it calls unsent is proven any more. */
import { afterEach, describe, expect, test } from 'vitest';
import { copyOf, putBack, putBackByHand, type Copy } from './backup.ts';
import { attemptOf, PIN, refundsOf, stateOf } from './hand-till.ts';
import { offered } from './offered.ts';
import { makeWorld, within, type World } from './world.ts';

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

async function setup() {
  const world = await makeWorld();
  worlds.push(world);
  const till = await world.pair();
  const sale = till.sale();
  return { world, till, sale, reference: sale.reference() };
}

const MINUTE = 60_000;

describe('the epoch', () => {
  const epochOf = async (till: { request(method: string, path: string): Promise<Response> }) =>
    ((await (await till.request('GET', '/api/shop')).json()) as { epoch: string }).epoch;

  test('is another one after a restore, and every answer carries it', async () => {
    const { world, till, sale, reference } = await setup();
    await sale.open(reference);
    const copy = copyOf(world.sql);
    await putBack(world, copy);
    const epoch = await epochOf(till);
    expect(epoch).not.toBe(till.shop.epoch);
    expect(attemptOf(await sale.look(reference)).epoch).toBe(epoch);
    expect(await till.list()).toMatchObject({ head: expect.stringContaining(`${epoch}:`) as string });
  });

  test('what was meant for the old one is refused until the till has caught up, and changes nothing', async () => {
    const { world, till, sale, reference } = await setup();
    const empty = copyOf(world.sql);
    await sale.pay(reference, (await world.mint()).code);
    await putBack(world, empty);
    const old = till.goOnWith({ ...sale.claim, epoch: till.shop.epoch });
    expect([
      stateOf(await old.close(reference)),
      stateOf(await old.open(reference)),
      stateOf(await old.pay(reference, (await world.mint()).code)),
      stateOf(await old.change(reference, 'cancel')),
      await old.settle('abandoned', [reference]),
    ]).toEqual(Array(5).fill('other-epoch'));
    expect(stateOf(await sale.look(reference))).toBe('attempt-unknown');
    const now = till.goOnWith({ ...sale.claim, epoch: await epochOf(till) });
    expect(stateOf(await now.open(now.reference()))).toBe('ready');
  });

  test('is renewed by a till that has seen more than there is', async () => {
    const { till } = await setup();
    const headers = { 'last-event-id': `${till.shop.epoch}:99` };
    const feed = await till.request('GET', '/api/live', undefined, headers);
    const hello = await (feed.body ?? new ReadableStream<Uint8Array>()).getReader().read();
    const epoch = await epochOf(till);
    expect(epoch).not.toBe(till.shop.epoch);
    expect(new TextDecoder().decode(hello.value)).toContain(`"head":"${epoch}:0`);
    // It says so every time it comes back with the same place, and that renews nothing more.
    await till.request('GET', '/api/live', undefined, headers);
    expect(await epochOf(till)).toBe(epoch);
  });

  test('is renewed by any request of a till that heard a later copy, though the feed has caught up', async () => {
    const { world, till, sale, reference } = await setup();
    const early = copyOf(world.sql);
    await sale.pay(reference, (await world.mint()).code);
    const { head: seen } = await till.list();
    await putBackByHand(world, early);
    for (let count = 0; count < 5; count += 1) await till.sale().open(sale.reference());
    expect(seqOf((await till.list()).head)).toBeGreaterThan(seqOf(seen));
    await till.request('GET', '/api/shop', undefined, { 'pling-seen': seen });
    expect(await epochOf(till)).not.toBe(till.shop.epoch);
  });

  test('stays through restarts, whatever place of whichever run a till has heard', async () => {
    const { world, till } = await setup();
    const places: string[] = [];
    for (let count = 0; count < 4; count += 1) {
      places.push((await till.list()).head);
      const sale = till.sale();
      await sale.open(sale.reference());
      places.push((await till.list()).head);
      await world.restart();
    }
    for (const seen of [...places, '', 'nonsense', `${till.shop.epoch}:3`, 'another:99:life'])
      await till.request('GET', '/api/shop', undefined, { 'pling-seen': seen });
    expect(await epochOf(till)).toBe(till.shop.epoch);
  });
});

const seqOf = (head: string): number => Number(head.split(':')[1]);

test('a refund the old copy has forgotten is not taken for the next one of its number', async () => {
  const { world, till, sale, reference } = await setup();
  await till.pin(undefined, PIN);
  await sale.pay(reference, (await world.mint()).code);
  const early = copyOf(world.sql);
  await within(world.time, 5_000, sale.refund(reference, 1, 400));
  await putBack(world, early);
  await within(world.time, 10_000, sale.refund(reference, 1, 1250));
  expect(refundsOf(await sale.look(reference))).toEqual(['1 manager 1250 refused', '2 manager 400 done']);
  expect((await world.charges()).givenBack).toBe('4.00');
});

test('a refund the old copy has forgotten, and its till never heard of, is found at the gateway', async () => {
  const { world, till, sale, reference } = await setup();
  await till.pin(undefined, PIN);
  await sale.pay(reference, (await world.mint()).code);
  const early = copyOf(world.sql);
  await within(world.time, 10_000, sale.refund(reference, 1, 400));
  await putBack(world, early);
  await till.offer([offered(sale, [{ reference, refundAsked: true }])]);
  await world.time.advance(10_000);
  expect(refundsOf(await sale.look(reference))).toEqual(['1 manager 400 done']);
});

/** The copy as it was a moment before its refund left. */
function beforeItLeft(copy: Copy): Copy {
  const unsent = (text: unknown): string => {
    const refunds = JSON.parse(String(text)) as Record<string, unknown>[];
    return JSON.stringify(refunds.map((refund) => ({ ...refund, state: 'asked', sentAt: null, tries: 0 })));
  };
  const rows = copy.get('attempts') ?? [];
  return new Map([...copy, ['attempts', rows.map((row) => ({ ...row, refunds: unsent(row['refunds']) }))]]);
}

test('a refund the old copy has only written is asked about before it leaves again', async () => {
  const { world, till, sale, reference } = await setup();
  await world.set({ repeatedRefund: 'refunds-again' });
  await till.pin(undefined, PIN);
  await sale.pay(reference, (await world.mint()).code);
  await within(world.time, 10_000, sale.refund(reference, 1, 400));
  await putBack(world, beforeItLeft(copyOf(world.sql)));
  await world.time.advance(200_000);
  expect(refundsOf(await sale.look(reference))).toEqual(['1 manager 400 done']);
  expect((await world.charges()).givenBack).toBe('4.00');
});

test('a refund the old copy has only written does not leave beside a later one that took all', async () => {
  const { world, till, sale, reference } = await setup();
  await till.pin(undefined, PIN);
  await sale.pay(reference, (await world.mint()).code);
  await world.set({ refund: 'refused' });
  await within(world.time, 60_000, sale.refund(reference, 1, 1250));
  const early = beforeItLeft(copyOf(world.sql));
  await world.set({ refund: 'gives-back' });
  await within(world.time, 10_000, sale.refund(reference, 2, 1250));
  await putBack(world, early);
  await world.time.advance(200_000);
  expect(refundsOf(await sale.look(reference))).toEqual(['1 manager 1250 refused', '2 manager 1250 done']);
  expect(world.calls.filter(({ call }) => call === 'refund')).toHaveLength(2);
});

describe('what an old copy says was never sent', () => {
  test('may have been sent since: a code accepted in the copy is asked about, not called unsent', async () => {
    const { world, sale, reference } = await setup();
    await world.sim('POST', '/faults', { kind: 'slow', call: 'add', ms: 2_000 });
    const paying = sale.pay(reference, (await world.mint()).code);
    await world.time.advance(500);
    const early = copyOf(world.sql);
    await world.time.advance(5_000);
    expect(stateOf(await paying)).toBe('paid');
    await putBack(world, early);
    await world.time.advance(5_000);
    expect(stateOf(await sale.look(reference))).toBe('paid');
    expect((await world.charges()).kept).toBe('12.50');
  });

  test('also long after the order has run out', async () => {
    const { world, sale, reference } = await setup();
    await sale.open(reference);
    const early = copyOf(world.sql);
    await sale.pay(reference, (await world.mint()).code);
    await world.time.advance(40 * MINUTE);
    await putBack(world, early);
    await world.time.advance(MINUTE);
    expect(stateOf(await sale.look(reference))).toBe('paid');
    expect((await world.charges()).kept).toBe('12.50');
  });

  test('an order nobody paid ends by its own time-out: no clock cancels what may be paid', async () => {
    const { world, sale, reference } = await setup();
    await sale.open(reference);
    await putBack(world, copyOf(world.sql));
    await world.time.advance(2 * MINUTE);
    expect(stateOf(await sale.look(reference))).toBe('sent');
    await world.time.advance(4 * MINUTE);
    expect(stateOf(await sale.look(reference))).toBe('closed(timed-out)');
    await world.restart();
    const next = sale.reference();
    await sale.open(next);
    await world.restart();
    expect(stateOf(await sale.look(next))).toBe('ready');
  });

  test.each([
    [false, 'given back: nobody knows of it', '0.00'],
    [true, 'kept: a till that had heard "paid" offers it', '12.50'],
  ])('and ended before it was noticed is watched; offered %s, it is %s', async (isOffered, _end, kept) => {
    const { world, till, sale, reference } = await setup();
    await world.sim('POST', '/faults', { kind: 'slow', call: 'add', ms: 2_000 });
    const paying = sale.pay(reference, (await world.mint()).code);
    await world.time.advance(500);
    const early = copyOf(world.sql);
    await world.time.advance(5_000);
    expect(stateOf(await paying)).toBe('paid');
    const { head: seen } = await till.list();
    await putBackByHand(world, early);
    expect(stateOf(await sale.look(reference))).toBe('closed(expired)');
    await till.request('GET', '/api/shop', undefined, { 'pling-seen': seen });
    if (isOffered) await till.offer([offered(sale, [{ reference }])]);
    await world.time.advance(5 * MINUTE);
    expect(attemptOf(await sale.look(reference))).toMatchObject({ giveBack: isOffered ? 'none' : 'done' });
    expect((await world.charges()).kept).toBe(kept);
  });
});
