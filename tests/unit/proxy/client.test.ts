/** The gateway's client: what stands on the wire, and that nothing it meets there is ever thrown. */
import { describe, expect, test } from 'vitest';
import { money } from '../../../src/core/money/money.ts';
import { makeRealm, SETTING_DEFAULTS, type ShopSettings } from '../../../src/core/settings.ts';
import { WALLETS } from '../../../src/core/wallet.ts';
import { CALL_LIMIT_MS, createGatewayClient } from '../../../src/proxy/gateway/client.ts';
import { isSigned } from '../../../src/proxy/gateway/signature.ts';
import { makeManualTime } from '../../fakes/timers.ts';

const settings: ShopSettings = {
  ...SETTING_DEFAULTS,
  mode: 'live',
  realm: makeRealm('https://gateway.test', '200043', '300014'),
  address: null,
  limitPerSale: money(100_000, 'USD').minor,
  trustLimit: money(5_000, 'USD').minor,
  gateway: { baseUrl: 'https://gateway.test', merchantNo: '200043', storeNo: '300014', token: 'secret' },
  webhookOrigin: null,
  publicUrl: null,
};
const order = { transactionNo: '297553638301777927', reference: 'ref1' };

/** A client whose calls are recorded and answered by `answer`. */
function setup(
  answer: () => Promise<Response> = async () => new Response('{"ret_code":"000100"}'),
  change = {},
) {
  const time = makeManualTime();
  const sent: { url: string; init: RequestInit; fields: Record<string, string> }[] = [];
  const fetch = async (url: RequestInfo | URL, init: RequestInit = {}) => {
    const fields = JSON.parse(typeof init.body === 'string' ? init.body : '') as Record<string, string>;
    sent.push({ url: url instanceof Request ? url.url : String(url), init, fields });
    return answer();
  };
  const flushed = (): Promise<void> => Promise.resolve();
  const deps = { settings: { ...settings, ...change }, fetch, timers: time.timers, flushed };
  return { time, sent, client: createGatewayClient(deps) };
}

describe('on the wire', () => {
  test('add carries sum, currencies, reference and time-out as texts, signed, and nothing empty', async () => {
    const { client, sent } = setup();
    await client.add({ reference: 'ref1', amount: money(1300, 'USD') });
    expect(sent[0]?.url).toBe('https://gateway.test/app-instore/v3/add');
    const fields = sent[0]?.fields ?? {};
    expect(fields).toMatchObject({
      merchantNo: '200043',
      storeNo: '300014',
      amount: '13.00',
      currency: 'USD',
      settleCurrency: 'USD',
      reference: 'ref1',
      timeout: '5',
    });
    expect(Object.values(fields).every((value) => typeof value === 'string' && value !== '')).toBe(true);
    expect(fields).not.toHaveProperty('ipnUrl');
    expect(isSigned(fields, 'secret')).toBe(true);
  });

  test('yen have no decimals', async () => {
    const { client, sent } = setup();
    await client.add({ reference: 'ref1', amount: money(1300, 'JPY') });
    expect(sent[0]?.fields['amount']).toBe('1300');
  });

  test('the webhook address carries the shop where the gateway can reach one', async () => {
    const { client, sent } = setup(undefined, { webhookOrigin: 'https://till.test' });
    await client.add({ reference: 'ref1', amount: money(1300, 'USD') });
    expect(sent[0]?.fields['ipnUrl']).toBe(`https://till.test/webhooks/pockyt/${settings.realm}`);
  });

  test('an order is named by exactly one of its names', async () => {
    const { client, sent } = setup();
    await client.query(order);
    await client.query({ ...order, transactionNo: null });
    expect(sent.map(({ fields }) => [fields['transactionNo'], fields['reference']])).toEqual([
      ['297553638301777927', undefined],
      [undefined, 'ref1'],
    ]);
  });

  test.each([
    ['alipay', 'alipay'],
    ['wechat', 'wechatpay'],
    ['unionpay', 'unionpay'],
    ['paypal', 'paypal'],
    ['venmo', 'venmo'],
  ] as const)('a code of %s names the vendor %s', async (wallet, vendor) => {
    const { client, sent } = setup();
    await client.pay(order, '286498530672949108', wallet);
    expect(sent[0]?.fields).toMatchObject({ paymentBarcode: '286498530672949108', vendor });
  });

  test('no other wallet names a vendor: the gateway tells it from the code', async () => {
    const named = new Set(['alipay', 'wechat', 'unionpay', 'paypal', 'venmo']);
    for (const wallet of WALLETS.filter((one) => !named.has(one))) {
      const { client, sent } = setup();
      await client.pay(order, '286498530672949108', wallet);
      expect(sent[0]?.fields).not.toHaveProperty('vendor');
    }
  });

  test('a redirect is not followed', async () => {
    const { client, sent } = setup(async () => Response.redirect('https://elsewhere.test', 307));
    expect(await client.query(order)).toBe('silent');
    expect(sent).toHaveLength(1);
    expect(sent[0]?.init.redirect).toBe('manual');
  });
});

describe('silence', () => {
  test.each<[string, () => Promise<Response>]>([
    ['a refused connection', async () => Promise.reject(new TypeError('connection refused'))],
    ['HTML', async () => new Response('<html></html>')],
    ['a 500, whatever it says', async () => new Response('{"ret_code":"000100"}', { status: 500 })],
    ['an endless answer', async () => new Response(`{"ret_code":"000100","x":"${'x'.repeat(70_000)}"}`)],
  ])('%s is silence, once and without a second try', async (_name, answer) => {
    const { client, sent } = setup(answer);
    expect(await client.pay(order, '286498530672949108', 'alipay')).toBe('silent');
    expect(sent).toHaveLength(1);
  });

  test('a refusal may come with HTTP 400: its body is read', async () => {
    const { client } = setup(async () => new Response('{"ret_code":"000020"}', { status: 400 }));
    expect(await client.query(order)).toMatchObject({ retCode: '000020' });
  });

  test.each(['add', 'pay', 'query', 'cancel'] as const)('%s ends at its own limit', async (kind) => {
    const { client, time } = setup(() => new Promise(() => undefined));
    const calls = {
      add: () => client.add({ reference: 'ref1', amount: money(1, 'USD') }),
      pay: () => client.pay(order, '286498530672949108', 'alipay'),
      query: () => client.query(order),
      cancel: () => client.cancel(order),
    };
    let said: unknown = null;
    void calls[kind]().then((answer) => (said = answer));
    await time.advance(CALL_LIMIT_MS[kind] - 1);
    expect(said).toBeNull();
    await time.advance(1);
    expect(said).toBe('silent');
  });

  test('stop ends what is open', async () => {
    const { client } = setup(() => new Promise(() => undefined));
    const asked = client.query(order);
    client.stop();
    expect(await asked).toBe('silent');
  });
});
