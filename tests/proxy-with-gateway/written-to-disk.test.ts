/** A commit is on the disk before anybody acts on it: no call, no answer and no live news says more than a power cut leaves. */
import { afterEach, expect, test } from 'vitest';
import { sign } from '../../src/proxy/gateway/signature.ts';
import { attemptOf, stateOf } from './hand-till.ts';
import { makeWorld, ORIGIN, type World } from './world.ts';

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

/** A shop whose disk is in the test's hand. */
async function setup() {
  let disk = Promise.resolve();
  const world = await makeWorld({ flushed: () => disk });
  worlds.push(world);
  const till = await world.pair();
  /** From now on nothing is on the disk until the returned word. */
  const hold = (): { letGo: () => void; refuse: () => void } => {
    const held = Promise.withResolvers<undefined>();
    disk = held.promise.then(() => undefined);
    disk.catch(() => undefined);
    return { letGo: () => held.resolve(undefined), refuse: () => held.reject(new Error('EIO')) };
  };
  return { world, till, hold };
}

test('neither add nor pay leaves before it is on the disk, nor the answer', async () => {
  const { world, till, hold } = await setup();
  const sale = till.sale();
  const { code } = await world.mint();
  const { letGo } = hold();
  let told = 'nothing';
  const asked = sale.pay(sale.reference(), code).then((answer) => (told = stateOf(answer)));
  await world.time.advance(1_000);
  expect([world.calls, told]).toEqual([[], 'nothing']);
  letGo();
  await asked;
  expect(world.calls.map(({ call }) => call)).toEqual(['add', 'pay']);
  expect(told).toBe('paid');
});

test('a fence is promised only once it is on the disk', async () => {
  const { world, till, hold } = await setup();
  const sale = till.sale();
  const reference = sale.reference();
  const { letGo } = hold();
  let told = 'nothing';
  const asked = sale.close(reference).then((answer) => (told = stateOf(answer)));
  await world.time.advance(1_000);
  expect(told).toBe('nothing');
  letGo();
  await asked;
  expect(told).toBe('closed(withdrawn)');
});

test('the live feed tells of a payment only once it is on the disk', async () => {
  const { world, till, hold } = await setup();
  const sale = till.sale();
  const reference = sale.reference();
  const { code } = await world.mint('confirm');
  const { transactionNo } = attemptOf(await sale.pay(reference, code));
  const { head } = (await (await till.request('GET', '/api/shop')).json()) as { head: string };
  const feed = await world.proxy().app.request(`${ORIGIN}/api/live?after=${head}`, {
    headers: { cookie: till.cookie },
  });
  let heard = '';
  const reader = feed.body?.pipeThrough(new TextDecoderStream()).getReader();
  const listen = async (): Promise<void> => {
    for (let next = await reader?.read(); next?.done === false; next = await reader?.read())
      heard += next.value;
  };
  const listening = listen();
  const { letGo } = hold();
  const paid = {
    amount: '12.50',
    currency: 'USD',
    reference,
    status: 'success',
    transactionNo: transactionNo ?? '',
  };
  const body = new URLSearchParams({ ...paid, verifySign: sign(paid, world.settings.gateway.token) });
  const told = world.proxy().app.request(`${ORIGIN}/webhooks/pockyt`, { method: 'POST', body });
  await world.time.advance(1_000);
  expect(heard).not.toContain('"paid"');
  letGo();
  expect((await told).status).toBe(200);
  await world.time.settle();
  expect(heard).toContain('"paid"');
  await reader?.cancel();
  await listening;
});

test('a disk that refuses: nothing leaves, and the till hears that the ledger is unwell', async () => {
  const { world, till, hold } = await setup();
  const sale = till.sale();
  const { refuse } = hold();
  const asked = sale.pay(sale.reference(), (await world.mint()).code);
  refuse();
  await world.time.advance(6_000);
  expect(stateOf(await asked)).toBe('ledger-unwell');
  expect(world.calls).toEqual([]);
});
