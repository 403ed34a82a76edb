/** How things stand: what a manager is told of the links, the times and what is unfinished, and where a request's time went. */
import { afterEach, describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { statusAnswerSchema, type StatusAnswer } from '../../src/contract/status-api.ts';
import { LEDGER_VERSION } from '../../src/proxy/ledger/schema.ts';
import { attemptOf, PIN, type Till } from './hand-till.ts';
import { makeWorld, within, type World } from './world.ts';

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

async function setup() {
  const world = await makeWorld();
  worlds.push(world);
  const till = await world.pair();
  await till.pin(undefined, PIN);
  return { world, till };
}

async function statusOf(till: Till): Promise<StatusAnswer> {
  return v.parse(statusAnswerSchema, await (await till.request('POST', '/api/status', { pin: PIN })).json());
}

describe('how things stand', () => {
  test('is told to a manager at a paired till only, and never without the PIN', async () => {
    const { till } = await setup();
    expect((await till.request('POST', '/api/status', { pin: '1111' })).status).toBe(403);
    expect((await till.request('POST', '/api/status', {})).status).toBe(400);
    expect((await till.request('POST', '/api/status', { pin: PIN }, { cookie: '' })).status).toBe(401);
    expect((await till.request('GET', '/api/status')).status).toBe(405);
  });

  test('on a fresh day names the record and nothing else', async () => {
    const { world, till } = await setup();
    expect(await statusOf(till)).toMatchObject({
      gateway: { lastAnswerAt: null, silentInARow: 0 },
      wallets: [],
      unfinished: [],
      webhooks: { accepted: 0, lastAt: null },
      ledger: { version: LEDGER_VERSION, epoch: till.shop.epoch, attempts: 0, bytes: null },
      versions: { pling: null, runtime: null },
      serverTime: world.time.clock.now(),
    });
  });

  test('tells how long wallets take to answer and customers to confirm, wallet by wallet', async () => {
    const { world, till } = await setup();
    const { code, id } = await world.mint('confirm');
    const sale = till.sale();
    await within(world.time, 5_000, sale.pay(sale.reference(), code));
    await world.sim('POST', `/wallets/codes/${id}/confirm`);
    await world.time.advance(5_000);
    const { wallets, gateway } = await statusOf(till);
    expect(wallets).toMatchObject([{ wallet: 'alipay', pay: { count: 1 }, confirm: { count: 1 } }]);
    expect(wallets[0]?.confirm?.p50).toBeGreaterThan(4_000);
    expect(gateway.lastAnswerAt).not.toBeNull();
  });

  test('counts what is unfinished by state with the oldest, and silence in a row', async () => {
    const { world, till } = await setup();
    const openedAt = world.time.clock.now();
    const [first, second] = [till.sale(), till.sale()];
    await within(world.time, 5_000, first.pay(first.reference(), (await world.mint('confirm')).code));
    world.cut({ how: 'refused' });
    await within(world.time, 6_000, second.pay(second.reference(), (await world.mint()).code));
    const { unfinished, gateway } = await statusOf(till);
    expect(unfinished.map(({ state, count }) => `${state} ${count}`)).toEqual(['waiting 1', 'sent 1']);
    expect(unfinished[0]?.oldestAt).toBe(openedAt);
    expect(gateway.silentInARow).toBeGreaterThan(0);
  });

  test('holds no reference, sum, code or name of anybody', async () => {
    const { world, till } = await setup();
    const sale = till.sale();
    const { code } = await world.mint();
    const paid = attemptOf(await sale.pay(sale.reference(), code));
    const text = JSON.stringify(await statusOf(till));
    for (const secret of [
      code,
      paid.reference,
      paid.transactionNo ?? '-',
      sale.saleId,
      till.shop.till.name,
      '1250',
    ])
      expect(text).not.toContain(secret);
  });
});

describe('where the time of a request went', () => {
  test('is told leg by leg to the till that asked', async () => {
    const { world, till } = await setup();
    const sale = till.sale();
    const { code } = await world.mint('slow', { afterMs: 2_000 });
    const answer = await within(
      world.time,
      5_000,
      till.request('POST', `/api/attempts/${sale.reference()}/pay`, {
        ...sale.claim,
        code,
        wallet: 'alipay',
        sendBy: world.time.clock.now() + 60_000,
      }),
    );
    const legs = Object.fromEntries(
      (answer.headers.get('server-timing') ?? '').split(', ').map((part) => part.split(';dur=')),
    ) as Record<string, string>;
    expect(Number(legs['wait'])).toBeGreaterThan(1_500);
    expect(Number(legs['gateway'])).toBeGreaterThan(1_500);
    expect(Number(legs['gateway'])).toBeLessThanOrEqual(Number(legs['wait']));
    expect(Number(legs['total'])).toBeGreaterThanOrEqual(Number(legs['wait']));
  });

  test('is told to nobody who is not paired', async () => {
    const { till } = await setup();
    expect((await till.request('GET', '/api/shop')).headers.get('server-timing')).toMatch(/^total;dur=/);
    const stranger = await till.request('GET', '/api/shop', undefined, { cookie: 'pling_till=abc' });
    expect([stranger.status, stranger.headers.get('server-timing')]).toEqual([401, null]);
  });
});
