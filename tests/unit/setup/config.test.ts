/** Settings from the environment: every mistake stops the start with one sentence that names the variable. */
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../../src/setup/config.ts';
import { StartProblem } from '../../../src/setup/start-problem.ts';

const LIVE = {
  POCKYT_MERCHANT_NO: '200043',
  POCKYT_STORE_NO: '300014',
  POCKYT_TOKEN: '5cbfb079f15b150122261c8537086d77a',
  POCKYT_BASE_URL: 'https://mapi.yuansfer.com/',
};
/** The configuration with its first shop at hand. */
function read(environment: Record<string, string>, args: string[] = []) {
  const config = readConfig(environment, args, 'Europe/Vienna');
  const [{ shop, account }] = config.shops;
  return { ...config, shop, account };
}

test('an empty environment is practice with the documented defaults', () => {
  expect(read({})).toMatchObject({
    account: null,
    port: 8787,
    host: '127.0.0.1',
    trustsProxy: false,
    ratePerTill: 50,
    dataDir: 'data',
    lan: false,
    tls: null,
    shop: {
      mode: 'practice',
      name: 'Corner Store',
      timeZone: 'Europe/Vienna',
      currency: 'USD',
      limitPerSale: 100_000,
      trustLimit: 5_000,
      limitPerTillDay: null,
      limitPerDay: null,
      refundLimitPerDay: 200_000,
      orderTimeoutMin: 5,
      wechatVendor: 'wechatpay',
    },
  });
});

test('all four POCKYT_ variables are live; a token of 33 characters is fine', () => {
  const { account, shop } = read(LIVE);
  expect(shop.mode).toBe('live');
  expect(account).toEqual({
    merchantNo: '200043',
    storeNo: '300014',
    token: '5cbfb079f15b150122261c8537086d77a',
    baseUrl: 'https://mapi.yuansfer.com',
  });
});

test('a realm is a merchant, a store and a gateway: practice and live never share one, the port does not matter', () => {
  const realms = [
    read({}),
    read(LIVE),
    read({ ...LIVE, POCKYT_STORE_NO: '303660' }),
    read({ ...LIVE, POCKYT_BASE_URL: 'https://mapi.yuansferdev.com' }),
  ].map(({ shop }) => shop.realm);
  expect(new Set(realms).size).toBe(4);
  expect(read({ PORT: '9999' }).shop.realm).toBe(realms[0]);
});

test('the limits of a day are amounts in the shop’s currency; nothing may be given back where the limit is 0', () => {
  const limits = { LIMIT_PER_TILL_DAY: '500', LIMIT_PER_DAY: '5000.00', REFUND_LIMIT_PER_DAY: '0' };
  expect(read(limits).shop).toMatchObject({
    limitPerTillDay: 50_000,
    limitPerDay: 500_000,
    refundLimitPerDay: 0,
  });
  expect(read({ ...limits, CURRENCY: 'JPY' }).shop).toMatchObject({
    limitPerTillDay: 500,
    limitPerDay: 5_000,
  });
});

test('any one sale can be given back in a day, whatever its limit, where no other is named', () => {
  expect(read({ LIMIT_PER_SALE: '5000' }).shop.refundLimitPerDay).toBe(1_000_000);
  expect(read({ LIMIT_PER_SALE: '500000', CURRENCY: 'JPY' }).shop.refundLimitPerDay).toBe(1_000_000);
});

test('an empty variable counts as not set', () => {
  expect(read({ PORT: '', SHOP_ADDRESS: '  ', POCKYT_TOKEN: '' }).port).toBe(8787);
});

test('--lan listens on all addresses, --practice overrules the credentials', () => {
  expect(read({ HOST: '127.0.0.1' }, ['--lan'])).toMatchObject({ host: '0.0.0.0', lan: true });
  expect(read(LIVE, ['--practice'])).toMatchObject({ account: null, practiceWanted: true });
});

describe('a mistake is named', () => {
  const without = (name: keyof typeof LIVE) =>
    Object.fromEntries(Object.entries(LIVE).filter(([key]) => key !== name));
  test.each<[string, Record<string, string>]>([
    ['POCKYT_TOKEN', without('POCKYT_TOKEN')],
    ['POCKYT_BASE_URL', without('POCKYT_BASE_URL')],
    ['POCKYT_STORE_NO', { POCKYT_MERCHANT_NO: '200043' }],
    ['POCKYT_MERCHANT_NO', { ...LIVE, POCKYT_MERCHANT_NO: 'shop' }],
    ['POCKYT_BASE_URL', { ...LIVE, POCKYT_BASE_URL: 'http://mapi.yuansfer.com' }],
    ['PRACTICE_GATEWAY_URL', { ...LIVE, PRACTICE_GATEWAY_URL: 'http://127.0.0.1:1/gateway' }],
    ['PRACTICE_GATEWAY_URL', { PRACTICE_GATEWAY_URL: 'nonsense' }],
    ['CURRENCY', { CURRENCY: 'DOGE' }],
    ['SETTLE_CURRENCY', { SETTLE_CURRENCY: 'usd' }],
    ['VENDOR_WECHAT', { VENDOR_WECHAT: 'weixin' }],
    ['SHOP_TIME_ZONE', { SHOP_TIME_ZONE: 'Mars/Olympus' }],
    ['SHOP_NAME', { SHOP_NAME: 'x'.repeat(61) }],
    ['LIMIT_PER_SALE', { LIMIT_PER_SALE: '1,000' }],
    ['LIMIT_PER_SALE', { LIMIT_PER_SALE: '10.005' }],
    ['LIMIT_PER_SALE', { LIMIT_PER_SALE: '0' }],
    ['LIMIT_PER_TILL_DAY', { LIMIT_PER_TILL_DAY: '0' }],
    ['LIMIT_PER_DAY', { LIMIT_PER_DAY: 'much' }],
    ['REFUND_LIMIT_PER_DAY', { REFUND_LIMIT_PER_DAY: '-1' }],
    ['ORDER_TIMEOUT_MIN', { ORDER_TIMEOUT_MIN: '0' }],
    ['ORDER_TIMEOUT_MIN', { ORDER_TIMEOUT_MIN: '1.5' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'http://till.example.com' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'https://till.example.com/till' }],
    ['RATE_PER_TILL', { RATE_PER_TILL: '0' }],
    ['TRUST_PROXY', { TRUST_PROXY: 'yes' }],
    ['PLING_SECRET', { PLING_SECRET: 'short' }],
    ['PORT', { PORT: 'http' }],
    ['PORT', { PORT: '70000' }],
    ['TLS_KEY', { TLS_CERT: 'cert.pem' }],
    ['TLS_CERT', { TLS_KEY: 'key.pem' }],
  ])('%s: %j', (name, environment) => {
    expect(() => read(environment)).toThrow(StartProblem);
    expect(() => read(environment)).toThrow(name);
  });

  test('an argument nobody knows', () => {
    expect(() => read({}, ['--fast'])).toThrow(/--lan/);
  });

  test('a token never stands in a sentence', () => {
    const environment = { ...LIVE, POCKYT_TOKEN: 'x'.repeat(300) };
    expect(() => read(environment)).toThrow(/POCKYT_TOKEN/);
    expect(() => read(environment)).not.toThrow(/xxxx/);
  });
});
