/** Payment codes: what the wallets show, how long it lives, and that it buys once. */
import { describe, expect, test } from 'vitest';
import { readPaymentCode } from '../../../src/core/payment-code.ts';
import { WALLET_NAMES } from '../../../src/gateway-sim/wallets.ts';
import { World } from './world.ts';

describe('what a wallet shows', () => {
  test.each([
    ['alipay', 'bar', /^28\d{16}$/],
    ['alipay-plus', 'bar', /^28100102\d{16}$/],
    ['wechat', 'bar', /^13\d{16}$/],
    ['unionpay', 'bar', /^62\d{17}$/],
    ['unionpay', 'qr', /^hQVDUFYwMW[A-Za-z0-9+/]+=*$/],
    ['paypal', 'qr', /^PP[A-Z2-9]{18}$/],
    ['venmo', 'bar', /^VM[A-Z2-9]{18}$/],
    ['cashapp', 'bar', /^97\d{18}$/],
  ])('%s as %s', async (wallet, form, format) => {
    expect((await new World().code({ wallet, form })).code).toMatch(format);
  });

  test.each(WALLET_NAMES)('a till reads the codes of %s as payment codes', async (wallet) => {
    const world = new World();
    for (const form of ['bar', 'qr']) {
      for (let turn = 0; turn < 20; turn += 1) {
        const reading = readPaymentCode((await world.code({ wallet, form })).code, 'camera');
        expect(reading.kind).toBe('payment-code');
        const named = reading.kind === 'payment-code' ? reading.wallet : null;
        expect([wallet, 'unknown']).toContain(named);
      }
    }
  });

  test('it says how long the code lives, by wallet and by wish', async () => {
    const world = new World({ codeLifeMs: { ...(await lives()), wechat: 30_000 } });
    expect(await world.code({ wallet: 'wechat' })).toMatchObject({
      lifeMs: 30_000,
      state: 'ready',
      order: null,
    });
    expect(await world.code({ wallet: 'alipay' })).toMatchObject({ lifeMs: 60_000 });
    expect(await world.code({ wallet: 'alipay', lifeMs: 5_000 })).toMatchObject({ lifeMs: 5_000 });
  });

  test.each([
    [{ wallet: 'gold' }, /wallet must be one of/],
    [{ wallet: 'alipay', behaviour: 'steal' }, /behaviour must be one of/],
    [{ wallet: 'alipay', form: 'nfc' }, /form must be/],
    [{ wallet: 'alipay', lifeMs: -1 }, /lifeMs must be/],
    [{ wallet: 'alipay', afterMs: 1.5 }, /afterMs must be/],
    [[], /JSON object/],
  ])('a wish like %j is answered with a sentence', async (wish, sentence) => {
    const { status, body } = await new World().admin<{ error: string }>('POST', '/wallets/codes', wish);
    expect(status).toBe(400);
    expect(body.error).toMatch(sentence);
  });

  test('a code nobody minted has no page', async () => {
    expect((await new World().admin('GET', '/wallets/codes/none')).status).toBe(404);
  });
});

async function lives(): Promise<Record<(typeof WALLET_NAMES)[number], number>> {
  return (await import('../../../src/gateway-sim/settings.ts')).DEFAULT_SETTINGS.codeLifeMs;
}

describe('a code buys once', () => {
  test('one charge a code, whatever the orders', async () => {
    const world = new World();
    const { code, id } = await world.code();
    const [first, second] = [await world.order(), await world.order()];
    expect((await world.pay(first, code)).result['transactionStatus']).toBe('success');
    const again = await world.pay(second, code);
    expect(again.result['transactionStatus']).toBe('failed');
    expect(again.ret_msg).toBe('Payment code already used.');
    expect((await world.view(id)).order?.reference).toBe(first);
    expect((await world.book()).totals).toEqual([
      { currency: 'USD', charges: 1, charged: '12.50', givenBack: '0.00', kept: '12.50' },
    ]);
  });

  test('a declined code is spent', async () => {
    const world = new World();
    const { code } = await world.code({ behaviour: 'no-funds' });
    await world.pay(await world.order(), code);
    expect((await world.pay(await world.order(), code)).ret_msg).toBe('Payment code already used.');
  });

  test('it lives to its last millisecond and not to the next', async () => {
    const world = new World();
    const [early, late] = [await world.code(), await world.code()];
    await world.time.pass(59_999);
    expect((await world.pay(await world.order(), early.code)).result['transactionStatus']).toBe('success');
    await world.time.pass(1);
    expect((await world.view(late.id)).state).toBe('expired');
    const reply = await world.pay(await world.order(), late.code);
    expect([reply.result['transactionStatus'], reply.ret_msg]).toEqual(['failed', 'Payment code expired.']);
  });

  test('a code no wallet has shown is not honoured, however right it looks', async () => {
    const world = new World();
    const reply = await world.pay(await world.order(), '286498530672949108');
    expect([reply.result['transactionStatus'], reply.ret_msg]).toEqual([
      'failed',
      'Payment code not recognised.',
    ]);
    expect((await world.book()).totals).toEqual([]);
  });

  test.each(['000080', '000023'] as const)(
    'bad codes answered by %s leave the order open',
    async (badCode) => {
      const world = new World({ badCode });
      const reference = await world.order();
      expect((await world.pay(reference, '286498530672949108')).ret_code).toBe(badCode);
      expect((await world.pay(reference, (await world.code()).code)).result['transactionStatus']).toBe(
        'success',
      );
    },
  );
});

describe('at once', () => {
  test('fifty pays of one reference with one code make one charge', async () => {
    const world = new World();
    const reference = await world.order();
    const { code } = await world.code();
    const replies = await Promise.all(Array.from({ length: 50 }, () => world.pay(reference, code)));
    expect(replies.filter((reply) => reply.ret_code === '000100')).toHaveLength(1);
    expect(replies.filter((reply) => reply.ret_code === '000040')).toHaveLength(49);
    expect(await world.line(reference)).toMatchObject({ charges: 1, status: 'success' });
  });

  test('fifty pays of one reference with fifty codes spend one of them', async () => {
    const world = new World();
    const reference = await world.order();
    const codes = await Promise.all(Array.from({ length: 50 }, () => world.code()));
    await Promise.all(codes.map(({ code }) => world.pay(reference, code)));
    const views = await Promise.all(codes.map(({ id }) => world.view(id)));
    expect(views.filter((view) => view.state === 'paid')).toHaveLength(1);
    expect(views.filter((view) => view.state === 'ready')).toHaveLength(49);
  });

  test('one code under fifty orders makes one charge', async () => {
    const world = new World();
    const { code } = await world.code();
    const references = await Promise.all(Array.from({ length: 50 }, () => world.order()));
    await Promise.all(references.map((reference) => world.pay(reference, code)));
    expect((await world.book()).totals).toMatchObject([{ charges: 1 }]);
  });
});
