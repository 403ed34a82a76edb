/** The calls on the wire: names, nesting, nulls, blanks, codes, both body forms. */
import { describe, expect, test } from 'vitest';
import { MERCHANT, signed, World } from './world.ts';

const ADD = '/app-instore/v3/add';
const wish = { amount: '13', currency: 'USD', settleCurrency: 'USD', reference: 'test20200101206' };

describe('add', () => {
  test.each([
    ['JSON', false],
    ['a form', true],
  ])('%s is answered with every documented field', async (_name, form) => {
    const { status, text } = await new World().call(ADD, wish, form);
    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual({
      result: {
        amount: '13.00',
        createTime: '2026-03-01 20:00:00',
        currency: 'USD',
        merchantNo: '200043',
        originalTransactionNo: null,
        paymentTime: null,
        reference: 'test20200101206',
        refundAmount: '0.00',
        settleCurrency: 'USD',
        storeAdminNo: null,
        storeNo: '300014',
        transactionNo: expect.stringMatching(/^[1-9]\d{17}$/) as string,
        transactionStatus: 'init',
        transactionType: 'payment',
        voidAmount: '0.00',
      },
      ret_code: '000100',
      ret_msg: 'add success',
    });
  });

  test('a reference with blanks, signs and letters of other scripts arrives whole in a form', async () => {
    const world = new World();
    expect((await world.call(ADD, { ...wish, reference: 'té &=+x茶' }, true)).result['reference']).toBe(
      'té &=+x茶',
    );
  });

  test('the Go client, which signs without the empty fields it sends and names no currency, is served', async () => {
    const recorded = {
      merchantNo: '200043',
      storeNo: '300014',
      verifySign: '20dcf2f3282f7cce27908df99fb3fccd',
      amount: '13.00',
      storeAdminNo: '',
      ipnUrl: '',
      reference: 'pos-go-1',
    };
    expect((await new World().raw(ADD, recorded)).result).toMatchObject({
      currency: 'USD',
      storeAdminNo: null,
    });
    expect((await new World({ emptyValues: 'keep' }).raw(ADD, recorded)).ret_msg).toBe(
      'data error : verifySign',
    );
  });

  test('a second add with the same reference is refused by the code of the setting', async () => {
    const world = new World();
    await world.call(ADD, wish);
    expect((await world.call(ADD, wish)).ret_code).toBe('000023');
    const other = new World({ duplicateReference: '000022' });
    await other.call(ADD, wish);
    expect((await other.call(ADD, wish)).ret_code).toBe('000022');
    expect((await other.book()).charges).toHaveLength(1);
  });

  test.each([
    ['no amount', { amount: '' }, '000020'],
    ['nothing to pay', { amount: '0.00' }, '000023'],
    ['too many decimals', { amount: '1.005' }, '000023'],
    ['a sign', { amount: '-1.00' }, '000023'],
    ['words', { amount: 'ten' }, '000023'],
    ['an unknown currency', { currency: 'XTS' }, '000023'],
    ['an unknown settle currency', { settleCurrency: 'XTS' }, '000023'],
    ['no time at all', { timeout: '0' }, '000023'],
    ['half a minute', { timeout: '0.5' }, '000023'],
    ['a reference too long', { reference: 'x'.repeat(65) }, '000023'],
    ['a webhook over plain http', { ipnUrl: 'http://shop.example/hook' }, '000023'],
    ['a webhook to nowhere', { ipnUrl: 'hook' }, '000023'],
  ])('%s is refused', async (_name, change, code) => {
    const world = new World();
    const reply = await world.call(ADD, { ...wish, ...change });
    expect([reply.status, reply.ret_code, reply.result]).toEqual([200, code, {}]);
    expect((await world.book()).charges).toEqual([]);
  });

  test.each([
    ['JPY', 'plain', '1250', '1250'],
    ['JPY', 'two-places', '1250.00', '1250.00'],
    ['KRW', 'plain', '500', '500'],
    ['USD', 'two-places', '0.5', '0.50'],
  ] as const)('%s amounts are written %s', async (currency, zeroDecimal, amount, written) => {
    const reply = await new World({ zeroDecimal }).call(ADD, { ...wish, amount, currency });
    expect(reply.result['amount']).toBe(written);
  });
});

describe('who may call', () => {
  test('a wrong signature is answered with 200, 000000 and exactly these words', async () => {
    const { status, text } = await new World().raw(ADD, { ...signed(wish), amount: '14' });
    expect([status, text]).toEqual([200, '{"ret_code":"000000","ret_msg":"data error : verifySign"}']);
  });

  test('a gateway that refuses by HTTP status is a setting', async () => {
    const world = new World({ refusalHttpStatus: 400 });
    expect((await world.raw(ADD, { ...signed(wish), amount: '14' })).status).toBe(400);
    expect((await world.call(ADD, wish)).status).toBe(200);
  });

  test.each([
    ['no store', { storeNo: '' }, '000020'],
    ['no signature', { verifySign: '' }, '000020'],
    ['an unknown store', { storeNo: '999999' }, '000021'],
    ['an unknown merchant', { merchantNo: '999999' }, '000021'],
  ])('%s is refused', async (_name, change, code) => {
    expect((await new World().raw(ADD, { ...signed(wish), ...change })).ret_code).toBe(code);
  });

  test("another store of the merchant does not see this store's order", async () => {
    const world = new World();
    await world.call(ADD, wish);
    const { sign } = await import('../../../src/gateway-sim/signature.ts');
    const asked = { merchantNo: MERCHANT.merchantNo, storeNo: '303660', reference: wish.reference };
    const verifySign = sign(new Map(Object.entries(asked)), 'other-token');
    expect((await world.raw('/app-data-search/v3/tran-query', { ...asked, verifySign })).ret_code).toBe(
      '000021',
    );
  });

  test.each(['no body', '[1]', '"text"', '{"amount":'])(
    'a body like %s is refused, not tripped over',
    async (body) => {
      const { app } = new World().sim;
      const init = { method: 'POST', body, headers: { 'content-type': 'application/json' } };
      const answer = await app.request(ADD, init);
      expect([answer.status, ((await answer.json()) as { ret_code: string }).ret_code]).toEqual([
        200,
        '000023',
      ]);
    },
  );

  test('a body beyond any call is refused before it is read', async () => {
    const { app } = new World().sim;
    expect((await app.request(ADD, { method: 'POST', body: 'x'.repeat(70_000) })).status).toBe(413);
  });
});

describe('pay, query and cancel', () => {
  test('pay and prepay answer the same object, with the payment time', async () => {
    const world = new World();
    for (const path of ['/app-instore/v3/pay', '/app-instore/v3/prepay']) {
      const reference = await world.order();
      const { code } = await world.code();
      const reply = await world.call(
        path,
        { reference, paymentBarcode: code, vendor: 'alipay' },
        path.endsWith('pay'),
      );
      expect(reply).toMatchObject({ ret_code: '000100', ret_msg: 'add success' });
      expect(reply.result).toMatchObject({
        transactionStatus: 'success',
        paymentTime: '2026-03-01 20:00:00',
      });
      expect(reply.result).not.toHaveProperty('status');
    }
  });

  test('query says `status`, and its words end in a blank', async () => {
    const world = new World();
    const { result } = await world.add({ reference: 'q1' });
    expect(JSON.parse((await world.query('q1')).text)).toEqual({
      result: {
        amount: '12.50',
        currency: 'USD',
        reference: 'q1',
        settleCurrency: 'USD',
        status: 'init',
        transactionNo: result['transactionNo'],
        transactionType: 'payment',
      },
      ret_code: '000100',
      ret_msg: 'query success ',
    });
  });

  test('cancel gives the amount as a number, `status` closed, and a blank at the end', async () => {
    const world = new World();
    const { result } = await world.add({ reference: 'c1', amount: '0.01' });
    expect(JSON.parse((await world.cancel('c1')).text)).toEqual({
      result: {
        amount: 0.01,
        currency: 'USD',
        reference: 'c1',
        status: 'closed',
        transactionNo: result['transactionNo'],
      },
      ret_code: '000100',
      ret_msg: 'cancel success ',
    });
  });

  test.each(['/app-instore/v3/pay', '/app-data-search/v3/tran-query', '/app-data-search/v3/cancel'])(
    '%s takes exactly one of transactionNo and reference',
    async (path) => {
      const world = new World();
      const { result } = await world.add({ reference: 'x1' });
      const transactionNo = String(result['transactionNo']);
      const more = { paymentBarcode: '280000000000000000' };
      expect((await world.call(path, more)).ret_code).toBe('000020');
      expect((await world.call(path, { ...more, transactionNo, reference: 'x1' })).ret_code).toBe('000022');
      expect((await world.call(path, { ...more, reference: 'nobody' })).ret_code).toBe('000021');
      expect((await world.call(path, { ...more, transactionNo })).ret_code).toBe('000100');
    },
  );

  test.each([
    ['wechat', 'wechat', '000100'],
    ['wechat', 'wechatpay', '000100'],
    ['alipay-plus', 'alipay', '000100'],
    ['alipay', 'gcash', '000100'],
    ['wechat', 'alipay', '000022'],
    ['alipay', 'bitcoin', '000023'],
  ])('a code of %s with vendor %s → %s', async (wallet, vendor, code) => {
    const world = new World();
    const reference = await world.order();
    const minted = await world.code({ wallet });
    expect((await world.pay(reference, minted.code, { vendor })).ret_code).toBe(code);
  });

  test('a vendor that does not match spends neither code nor order', async () => {
    const world = new World();
    const reference = await world.order();
    const { code } = await world.code({ wallet: 'wechat' });
    await world.pay(reference, code, { vendor: 'alipay' });
    expect((await world.pay(reference, code)).result['transactionStatus']).toBe('success');
  });
});
