/** A clock that is set, and a machine that slept: nothing stands still, no old answer looks fresh, no stale code leaves. */
import { afterEach, describe, expect, test } from 'vitest';
import { stateOf } from './hand-till.ts';
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
  const { clock } = world.time;
  const jump = (ms: number): void => clock.setWall(clock.now() + ms);
  return { world, till, sale, reference: sale.reference(), jump };
}

const HOUR_MS = 3_600_000;
const callsOf = (world: World, name: string): number =>
  world.calls.filter(({ call }) => call === name).length;

describe('a wall that is set forward', () => {
  test('does not let what begins then wait for a timer from before', async () => {
    const { world, till, sale, reference, jump } = await setup();
    const earlier = till.sale();
    await earlier.pay(earlier.reference(), (await world.mint('no-funds')).code);
    await world.time.advance(10_000);
    jump(HOUR_MS);
    await sale.pay(reference, (await world.mint('confirm')).code);
    const asked = callsOf(world, 'tran-query');
    await world.time.advance(12_000);
    expect(callsOf(world, 'tran-query')).toBeGreaterThan(asked + 2);
  });

  test('is noticed by what was due meanwhile, however long its timer', async () => {
    const { world, sale, reference, jump } = await setup();
    await sale.pay(reference, (await world.mint('no-funds')).code);
    await world.time.advance(400_000);
    const asked = callsOf(world, 'tran-query');
    jump(HOUR_MS);
    await world.time.advance(61_000);
    expect(callsOf(world, 'tran-query')).toBe(asked + 1);
  });
});

describe('a wall that is set back', () => {
  test('does not stop the questions: the customer confirms and it is paid', async () => {
    const { world, sale, reference, jump } = await setup();
    const { id, code } = await world.mint('confirm');
    await sale.pay(reference, code);
    await world.time.advance(10_000);
    jump(-HOUR_MS);
    await world.sim('POST', `/wallets/codes/${id}/confirm`);
    await world.time.advance(10_000);
    expect(stateOf(await sale.look(reference))).toBe('paid');
  });

  test('does not hold up the cancel of what nobody confirms', async () => {
    const { world, sale, reference, jump } = await setup();
    await sale.pay(reference, (await world.mint('confirm')).code);
    jump(-HOUR_MS);
    await world.time.advance(90_000);
    expect(stateOf(await sale.look(reference))).toBe('closed(cancelled)');
  });

  test('does not make an old answer fresh: a gateway that is silent is sent no cancel', async () => {
    const { world, sale, reference, jump } = await setup();
    await sale.pay(reference, (await world.mint('confirm')).code);
    await world.time.advance(40_000);
    world.cut({ how: 'refused' });
    jump(-20_000);
    await world.time.advance(10_000);
    await sale.change(reference, 'cancel');
    await world.time.advance(10_000);
    expect(stateOf(await sale.look(reference))).toBe('waiting');
    world.cut(null);
    await world.time.advance(10_000);
    expect(stateOf(await sale.look(reference))).toBe('closed(cancelled)');
  });

  test('does not keep the pairing locked for as long as the jump', async () => {
    const { world, till, jump } = await setup();
    const tryCode = async (code: string): Promise<number> =>
      (await till.request('POST', '/api/pair', { code })).status;
    for (let tries = 0; tries < 200; tries += 1) await tryCode('WRONGONE');
    expect(await tryCode('WRONGONE')).toBe(429);
    jump(-HOUR_MS);
    await world.time.advance(61_000);
    expect(await tryCode(world.proxy().makePairingCode())).toBe(200);
  });

  test('the answer to pay and the beat of the feed keep their time', async () => {
    const { world, till, sale, reference, jump } = await setup();
    const feed = await till.request('GET', '/api/live');
    const reader = (feed.body ?? new ReadableStream<Uint8Array>()).getReader();
    await reader.read();
    world.cut({ how: 'answer-lost', call: 'pay' });
    await sale.open(reference);
    const paying = sale.pay(reference, (await world.mint('confirm')).code);
    await world.time.settle();
    jump(-HOUR_MS);
    expect(stateOf(await within(world.time, 5_100, paying))).toMatch(/^(sent|waiting)$/);
    let heard = '';
    void (async () => {
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return;
        heard += new TextDecoder().decode(value);
      }
    })();
    await world.time.advance(16_000);
    expect(heard).toContain(': still here');
    await reader.cancel();
  });
});

describe('a wall that is set forward, or a machine that slept', () => {
  test('past the order’s end while the customer paid: asked at once, not within the hour', async () => {
    const { world, sale, reference, jump } = await setup();
    const { id, code } = await world.mint('confirm');
    await sale.pay(reference, code);
    await world.time.advance(4_000);
    await world.sim('POST', `/wallets/codes/${id}/confirm`);
    jump(20 * 60_000);
    await world.time.advance(10_000);
    expect(stateOf(await sale.look(reference))).toBe('paid');
  });

  test('a tablet whose wall ran ahead cannot keep a code alive beyond its life', async () => {
    const { world, sale, reference } = await setup();
    world.cut({ how: 'refused', call: 'add' });
    const { code } = await world.mint('pay', { lifeMs: HOUR_MS });
    const sendBy = world.time.clock.now() + HOUR_MS;
    await within(world.time, 6_000, sale.pay(reference, code, { sendBy }));
    await world.time.advance(60_000);
    world.cut(null);
    await world.time.advance(30_000);
    expect(callsOf(world, 'pay')).toBe(0);
    expect(stateOf(await sale.look(reference))).toBe('closed(expired)');
  });
});
