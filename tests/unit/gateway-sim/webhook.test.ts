/** Webhooks: what they say, that they are signed, when they come, and that they stop. */
import { describe, expect, test } from 'vitest';
import { NOON, settled, World } from './world.ts';

/** 15 s, 30 s, 1, 3, 10, 30 and 60 minutes: eight deliveries within two hours. */
const GAPS = [15_000, 30_000, 60_000, 180_000, 600_000, 1_800_000, 3_600_000];

async function paid(world: World, wish: Record<string, unknown> = {}): Promise<string> {
  const reference = await world.order();
  await world.pay(reference, (await world.code(wish)).code);
  return reference;
}
const statuses = (world: World): unknown[] => world.hooks.map((hook) => hook.fields.get('status'));

test('a webhook carries the seven documented fields and its signature, and no other', async () => {
  const world = new World();
  const reference = await paid(world);
  await world.time.pass(1_000);
  const [hook] = world.hooks;
  expect(hook?.isSigned).toBe(true);
  expect(hook?.at).toBe(NOON + 250);
  expect(Object.fromEntries(hook?.fields ?? [])).toEqual({
    amount: '12.50',
    currency: 'USD',
    reference,
    settleCurrency: 'USD',
    status: 'success',
    time: '20260301200000',
    transactionNo: (await world.line(reference)).transactionNo,
    verifySign: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
  });
});

describe('which endings are told', () => {
  test.each([
    ['a payment', { behaviour: 'pay' }, ['success']],
    ['a decline', { behaviour: 'risk' }, ['failed']],
    ['a question to the customer', { behaviour: 'confirm' }, []],
  ])('%s → %j %j', async (_name, wish, told) => {
    const world = new World();
    await paid(world, wish);
    await world.time.pass(1_000);
    expect(statuses(world)).toEqual(told);
  });

  test('a confirmed payment, a time-out and a cancel are told when they happen', async () => {
    const world = new World();
    const { id, code } = await world.code({ behaviour: 'confirm' });
    await world.pay(await world.order(), code);
    await world.admin('POST', `/wallets/codes/${id}/confirm`);
    await world.order({ timeout: '1' });
    await world.time.pass(61_000);
    await world.cancel(await paid(world));
    await world.time.pass(1_000);
    expect(statuses(world)).toEqual(['success', 'closed', 'success', 'closed']);
  });

  test('a gateway that tells of payments only is a setting', async () => {
    const world = new World({ webhookOn: ['success'] });
    await paid(world, { behaviour: 'risk' });
    await world.cancel(await paid(world));
    await world.time.pass(1_000);
    expect(statuses(world)).toEqual(['success']);
  });

  test('an order without ipnUrl, or under a gateway that takes none, is told of nowhere', async () => {
    const world = new World();
    await world.pay(await world.order({ ipnUrl: '' }), (await world.code()).code);
    const other = new World({ addTakesIpnUrl: false });
    await paid(other);
    await Promise.all([world.time.pass(60_000), other.time.pass(60_000)]);
    expect([...world.hooks, ...other.hooks]).toEqual([]);
  });
});

describe('until it is acknowledged', () => {
  test.each([
    ['the shop is not there', (): Promise<never> => Promise.reject(new Error('refused'))],
    ['the shop answers 500', async () => ({ status: 500, text: 'success' })],
    ['the shop says more than success', async () => ({ status: 200, text: 'success\n' })],
    ['the shop answers HTML', async () => ({ status: 200, text: '<p>success</p>' })],
    ['the shop never answers', (): Promise<never> => new Promise(() => undefined)],
  ])('%s: eight deliveries in two hours, and no ninth', async (_name, shop) => {
    const world = new World();
    world.shop = shop;
    await paid(world);
    await world.time.pass(24 * 3_600_000);
    const gaps = world.hooks.slice(1).map((hook, index) => hook.at - (world.hooks[index]?.at ?? 0));
    expect(gaps).toEqual(GAPS);
    expect((world.hooks[7]?.at ?? 0) - NOON).toBeLessThan(2 * 3_600_000);
    expect(new Set(world.hooks.map((hook) => hook.fields.get('verifySign'))).size).toBe(1);
  });

  test('a delivery that is acknowledged is the last', async () => {
    const world = new World();
    world.shop = async () => ({ status: world.hooks.length < 3 ? 503 : 200, text: 'success' });
    await paid(world);
    await world.time.pass(24 * 3_600_000);
    expect(world.hooks).toHaveLength(3);
    const { body } = await world.admin<{ webhooks: unknown[] }>('GET', '/webhooks');
    expect(body.webhooks).toMatchObject([{ tries: 3, dueAt: null, ackedAt: NOON + 45_250 }]);
  });

  test('nothing is left to wake for when all is done', async () => {
    const world = new World();
    await paid(world);
    await world.time.pass(24 * 3_600_000);
    expect(world.time.count).toBe(0);
  });

  test('stop waits for the delivery on its way and sends no more', async () => {
    const world = new World();
    let answer = (): void => undefined;
    world.shop = () => new Promise((resolve) => (answer = () => resolve({ status: 500, text: '' })));
    await paid(world);
    await world.time.pass(300);
    let stopped = false;
    const stopping = world.sim.stop().then(() => (stopped = true));
    await settled();
    expect(stopped).toBe(false);
    answer();
    await stopping;
    await world.time.pass(3_600_000);
    expect(world.hooks).toHaveLength(1);
  });
});

describe('when it comes', () => {
  test('early: before the answer of the pay that caused it', async () => {
    const world = new World();
    await world.fault({ kind: 'webhook-early' });
    let answer = (): void => undefined;
    world.shop = () => new Promise((resolve) => (answer = () => resolve({ status: 200, text: 'success' })));
    const reference = await world.order();
    const { code } = await world.code();
    let isAnswered = false;
    const paying = world.pay(reference, code).then(() => (isAnswered = true));
    await settled();
    expect([statuses(world), isAnswered]).toEqual([['success'], false]);
    answer();
    await paying;
    await world.time.pass(60_000);
    expect(world.hooks).toHaveLength(1);
  });

  test('early to a shop that never answers holds the pay no longer than a delivery may take', async () => {
    const world = new World();
    await world.fault({ kind: 'webhook-early' });
    world.shop = () => new Promise(() => undefined);
    const paying = paid(world);
    await world.time.pass(10_000);
    await paying;
    expect(world.hooks).toHaveLength(1);
  });

  test.each([
    ['late', { kind: 'webhook-late', ms: 45_000 }, [45_250]],
    ['twice', { kind: 'webhook-twice' }, [250, 250]],
    ['never', { kind: 'webhook-never' }, []],
  ])('%s', async (_name, fault, at) => {
    const world = new World();
    await world.fault(fault);
    await paid(world);
    await world.time.pass(3_600_000);
    expect(world.hooks.map((hook) => hook.at - NOON)).toEqual(at);
  });

  test('a fault laid for another reference leaves this one alone', async () => {
    const world = new World();
    await world.fault({ kind: 'webhook-never', reference: 'somebody else' });
    await paid(world);
    await world.time.pass(1_000);
    expect(world.hooks).toHaveLength(1);
  });
});

describe('webhooks nobody should believe', () => {
  const last = (world: World): unknown[] => [
    world.hooks.at(-1)?.isSigned,
    world.hooks.at(-1)?.fields.get('status'),
    world.hooks.at(-1)?.fields.get('amount'),
  ];

  test.each([
    ['with another token', { signed: true }, ['success', '12.50']],
    ['with no signature to speak of', { signed: false }, ['success', '12.50']],
    ['with another amount', { amount: '0.01' }, ['success', '0.01']],
    ['with another status', { status: 'closed' }, ['closed', '12.50']],
  ])('forged %s: sent once, to where the order says', async (_name, more, told) => {
    const world = new World();
    const reference = await world.order();
    world.shop = async () => ({ status: 401, text: 'no' });
    const answer = await world.admin('POST', '/webhooks/forge', { reference, status: 'success', ...more });
    await world.time.pass(3_600_000);
    expect([answer.status, world.hooks.length]).toEqual([202, 1]);
    expect(last(world)).toEqual([false, ...told]);
    expect(await world.line(reference)).toMatchObject({ status: 'init', charges: 0 });
  });

  test.each([
    [{ reference: 'nobody' }, 409, /No order/],
    [{ reference: 'quiet' }, 409, /no ipnUrl/],
    [{ reference: 'quiet', url: 'http://127.0.0.1:1/x', amount: 'much' }, 409, /amount must be/],
    [{}, 400, /reference must be/],
    [{ reference: 'quiet', signed: 'well' }, 400, /signed must be/],
    [{ reference: 'quiet', status: 1 }, 400, /status must be/],
  ])('forged like %j is answered with a sentence', async (body, status, sentence) => {
    const world = new World();
    await world.order({ reference: 'quiet', ipnUrl: '' });
    const answer = await world.admin<{ error: string }>('POST', '/webhooks/forge', body);
    expect([answer.status, answer.body.error]).toEqual([status, expect.stringMatching(sentence)]);
  });

  test('an old one sent again is the same, byte for byte, and sent once', async () => {
    const world = new World();
    const reference = await paid(world);
    await world.time.pass(1_000);
    await world.cancel(reference);
    await world.time.pass(1_000);
    world.shop = async () => ({ status: 500, text: '' });
    expect((await world.admin('POST', '/webhooks/replay', { reference })).status).toBe(202);
    await world.time.pass(3_600_000);
    expect(statuses(world)).toEqual(['success', 'closed', 'closed']);
    expect(world.hooks[2]?.fields).toEqual(world.hooks[1]?.fields);
    expect((await world.admin('POST', '/webhooks/replay', { reference: 'nobody' })).status).toBe(409);
  });

  test('by fault: a forged success comes before the truth', async () => {
    const world = new World();
    await world.fault({ kind: 'webhook-forged' });
    await paid(world, { behaviour: 'risk' });
    await world.time.pass(1_000);
    expect(world.hooks.map((hook) => [hook.isSigned, hook.fields.get('status')])).toEqual([
      [false, 'success'],
      [true, 'failed'],
    ]);
  });
});
