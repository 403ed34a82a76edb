/** One token may be several stores': a message that names its store is taken in there alone. */
import { expect, onTestFinished, test } from 'vitest';
import { sign } from '../../src/proxy/gateway/signature.ts';
import { attemptOf, stateOf } from './hand-till.ts';
import { makeWorld, ORIGIN } from './world.ts';

/** A sale that waits for the customer, and the gateway's word that it is paid, with what else it says. */
async function setup() {
  const world = await makeWorld();
  onTestFinished(() => world.close());
  const sale = (await world.pair()).sale();
  const reference = sale.reference();
  const { transactionNo } = attemptOf(await sale.pay(reference, (await world.mint('confirm')).code));
  const money = { amount: '12.50', currency: 'USD', settleCurrency: 'USD' };
  const deliver = async (more: Record<string, string>): Promise<[number, string]> => {
    const fields = { ...money, reference, status: 'success', transactionNo: transactionNo ?? '', ...more };
    const answer = await world.proxy().app.request(`${ORIGIN}/webhooks/pockyt`, {
      method: 'POST',
      body: new URLSearchParams({ ...fields, verifySign: sign(fields, world.settings.gateway.token) }),
    });
    return [answer.status, await answer.text()];
  };
  return { world, deliver, state: async () => stateOf(await sale.look(reference)) };
}

test.each([
  ['merchantNo', { merchantNo: '999999', storeNo: '300014' }],
  ['storeNo', { merchantNo: '200043', storeNo: '303660' }],
  ['storeNo alone', { storeNo: '303660' }],
])(
  'a message that names another store by its %s moves nothing here and is no stray',
  async (_what, store) => {
    const { world, deliver, state } = await setup();
    expect((await deliver({ ...store, reference: 'ofanotherstore' }))[0]).toBe(404);
    expect((await deliver(store))[0]).toBe(404);
    expect(world.sql.all('SELECT 1 FROM strays')).toEqual([]);
    expect(await state()).toBe('waiting');
  },
);

test('a message that names this store is taken in', async () => {
  const { deliver, state } = await setup();
  expect(await deliver({ merchantNo: '200043', storeNo: '300014' })).toEqual([200, 'success']);
  expect(await state()).toBe('paid');
});
