/** Several shops from one variable: each has its own set, what it does not name is the server's, and every mistake is named. */
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../../src/setup/config.ts';
import { StartProblem } from '../../../src/setup/start-problem.ts';

const CHAIN = {
  POCKYT_MERCHANT_NO: '200043',
  POCKYT_TOKEN: 'the-chain-token',
  POCKYT_BASE_URL: 'https://gateway.test',
  SHOP_NAME: 'Corner Store',
  CURRENCY: 'EUR',
};
const MAIN = { POCKYT_STORE_NO: '300014', SHOP_NAME: 'Main Street' };
const read = (shops: unknown, environment: Record<string, string> = CHAIN, args: string[] = []) =>
  readConfig({ ...environment, POCKYT_SHOPS: JSON.stringify(shops) }, args, 'UTC').shops;

test('what a shop does not name it has from the environment', () => {
  const [main, harbour] = read([
    MAIN,
    { POCKYT_STORE_NO: 303660, POCKYT_TOKEN: 'its-own', LIMIT_PER_SALE: '50.00' },
  ]);
  expect(main).toMatchObject({
    shop: { name: 'Main Street', currency: 'EUR', limitPerSale: 100_000 },
    account: { merchantNo: '200043', storeNo: '300014', token: 'the-chain-token' },
  });
  expect(harbour).toMatchObject({
    shop: { name: 'Corner Store', currency: 'EUR', limitPerSale: 5_000 },
    account: { merchantNo: '200043', storeNo: '303660', token: 'its-own' },
  });
  expect(main.shop.realm).not.toBe(harbour?.shop.realm);
});

test('practice is one shop, whatever the list says', () => {
  const shops = read([MAIN, { POCKYT_STORE_NO: '303660' }], CHAIN, ['--practice']);
  expect(shops).toHaveLength(1);
  expect(shops[0]).toMatchObject({ account: null, shop: { mode: 'practice' } });
});

describe('a mistake is named, with the shop it is in', () => {
  test.each<[string, unknown, RegExp]>([
    ['no list', { ...MAIN }, /POCKYT_SHOPS must be a JSON list/],
    ['an empty one', [], /POCKYT_SHOPS must be a JSON list/],
    ['too many', Array.from({ length: 101 }, () => MAIN), /1 to 100 shops/],
    ['a shop that is no object', ['300014'], /POCKYT_SHOPS must be a JSON list/],
    ['a value that is no text', [{ POCKYT_STORE_NO: true }], /POCKYT_SHOPS must be a JSON list/],
    ['a variable of the server', [{ ...MAIN, PORT: '1' }], /shop 1: a shop cannot have PORT/],
    ['a name nobody knows', [MAIN, { STORE: '1' }], /shop 2: a shop cannot have STORE/],
    ['a wrong value', [MAIN, { POCKYT_STORE_NO: 'x' }], /shop 2: POCKYT_STORE_NO must be digits/],
    ['no store', [MAIN, { SHOP_NAME: 'Harbour' }], /shop 2: POCKYT_STORE_NO is not set/],
    ['a store twice', [MAIN, { ...MAIN, SHOP_NAME: 'Harbour' }], /shop 2: this merchant and store/],
  ])('%s', (_name, shops, words) => {
    expect(() => read(shops)).toThrow(StartProblem);
    expect(() => read(shops)).toThrow(words);
  });

  test('text that is no JSON, and no token in the sentence', () => {
    const environment = { ...CHAIN, POCKYT_SHOPS: `[{"POCKYT_TOKEN": "sssecret"` };
    expect(() => readConfig(environment, [], 'UTC')).toThrow(/POCKYT_SHOPS must be a JSON list/);
    expect(() => readConfig(environment, [], 'UTC')).not.toThrow(/sssecret/);
  });
});
