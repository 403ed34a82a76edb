/** The receipt a customer opens: what it says, and what it keeps to itself. */
import { afterEach, describe, expect, test } from 'vitest';
import { attemptOf, PIN } from './hand-till.ts';
import { makeWorld, ORIGIN, within, type World } from './world.ts';

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

async function setup(...options: Parameters<typeof makeWorld>) {
  const world = await makeWorld(...options);
  worlds.push(world);
  const till = await world.pair();
  const sale = till.sale();
  return { world, till, sale, reference: sale.reference() };
}

describe('the receipt a customer opens', () => {
  test('shows shop, number, time with zone, sum, wallet, both ids, and that it was practice', async () => {
    const { world, sale, reference } = await setup({ shop: { name: 'Fish & <Chips>' } });
    const paid = attemptOf(await sale.pay(reference, (await world.mint()).code));
    const answer = await world.proxy().app.request(`${ORIGIN}/r/${paid.receiptToken}`);
    const page = await answer.text();
    for (const text of ['Fish &amp; &lt;Chips&gt;', 'A-0001', '$12.50', 'Alipay', 'EDT', 'Practice']) {
      expect(page).toContain(text);
    }
    expect(page).toContain(paid.transactionNo);
    expect(page).toContain(reference);
    expect(answer.headers.get('x-robots-tag')).toContain('noindex');
    expect(answer.headers.get('content-security-policy')).not.toContain('script-src');
  });

  test('says so when the money went back', async () => {
    const { world, sale, reference } = await setup();
    const paid = attemptOf(await sale.pay(reference, (await world.mint()).code));
    await sale.settle('cash', [reference]);
    await world.time.advance(20_000);
    const answer = await world.proxy().app.request(`${ORIGIN}/r/${paid.receiptToken}`);
    expect(await answer.text()).toContain('given back');
  });

  test('says how much a manager gave back', async () => {
    const { world, till, sale, reference } = await setup();
    await till.pin(undefined, PIN);
    const paid = attemptOf(await sale.pay(reference, (await world.mint()).code));
    const page = async (): Promise<string> =>
      (await world.proxy().app.request(`${ORIGIN}/r/${paid.receiptToken}`)).text();
    await within(world.time, 10_000, sale.refund(reference, 1, 400));
    expect(await page()).toContain('Paid; $4.00 given back');
    await within(world.time, 10_000, sale.refund(reference, 2, 850));
    expect(await page()).toContain('Paid, and given back');
  });

  test.each(['nope', '0'.repeat(26), '..%2f'])('%s is nobody’s receipt', async (token) => {
    const { world } = await setup();
    expect((await world.proxy().app.request(`${ORIGIN}/r/${token}`)).status).toBe(404);
  });
});
