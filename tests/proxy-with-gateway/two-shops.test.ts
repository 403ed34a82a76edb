/** Two shops on one server: each has its tills, its record and its token, and nothing crosses. */
import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../src/core/ports.ts';
import { makeRealm, type ShopSettings } from '../../src/core/settings.ts';
import { createGatewaySim } from '../../src/gateway-sim/app.ts';
import { sign } from '../../src/proxy/gateway/signature.ts';
import { composePling } from '../../src/server/compose.ts';
import { openNodeSql } from '../../src/server/node-sql.ts';
import { makeSeededRandom } from '../fakes/random.ts';
import { makeManualTime } from '../fakes/timers.ts';
import { attemptOf, pairTill, PIN, stateOf, type Till } from './hand-till.ts';
import { makeSettings, ORIGIN } from './world.ts';

const GATEWAY = 'http://gateway.test';
const MAIN = { baseUrl: GATEWAY, merchantNo: '200043', storeNo: '300014', token: 'main-token' };
const HARBOUR = { baseUrl: GATEWAY, merchantNo: '200043', storeNo: '303660', token: 'harbour-token' };

const settingsOf = (account: typeof MAIN, name: string): ShopSettings =>
  makeSettings({
    name,
    mode: 'live',
    realm: makeRealm(GATEWAY, account.merchantNo, account.storeNo),
    gateway: account,
    publicUrl: ORIGIN,
  });

/** One server with two shops, a till in each. */
async function setup() {
  const time = makeManualTime();
  const { clock, timers } = time;
  const random = makeSeededRandom(5);
  const [mainSql, harbourSql, gatewaySql] = [0, 1, 2].map(() => openNodeSql(':memory:'));
  if (!mainSql || !harbourSql || !gatewaySql) throw new Error('no databases');
  const send = () => Promise.reject(new TypeError('no webhooks'));
  const merchants = [MAIN, HARBOUR];
  const gateway = createGatewaySim({ sql: gatewaySql, clock, random, timers, merchants, send });
  const settings = [settingsOf(MAIN, 'Main Street'), settingsOf(HARBOUR, 'Harbour')] as const;
  const pling = composePling({
    shops: [
      { ledger: { sql: mainSql, path: 'main.sqlite' }, settings: settings[0] },
      { ledger: { sql: harbourSql, path: 'harbour.sqlite' }, settings: settings[1] },
    ],
    gateway: null,
    practiceKey: null,
    secret: new Uint8Array(32).fill(9),
    clock,
    random,
    timers,
    log: silentLog,
    fetch: async (url, init) => gateway.app.request(url, { ...init, signal: null }),
    files: () => new Response(null, { status: 404 }),
  });
  gateway.start();
  pling.start();
  onTestFinished(async () => {
    await pling.stop();
    await gateway.stop();
    for (const sql of [mainSql, harbourSql, gatewaySql]) sql.close();
  });
  const request = async (url: string, init?: RequestInit): Promise<Response> =>
    pling.fetch(new Request(url, init));
  const pair = (shop: ShopSettings): Promise<Till> =>
    pairTill(
      () => ({ app: { request }, makePairingCode: () => pling.makePairingCode(shop.realm) }),
      time,
      ORIGIN,
    );
  const mint = async (behaviour: string): Promise<string> => {
    const body = JSON.stringify({ wallet: 'alipay', behaviour });
    const answer = await gateway.app.request('/sim/wallets/codes', { method: 'POST', body });
    return ((await answer.json()) as { code: string }).code;
  };
  const [main, harbour] = [await pair(settings[0]), await pair(settings[1])];
  return { time, pling, settings, request, pair, mint, main, harbour };
}

test('a typed code leads its tablet to its own shop, where it is till A like the other shop’s first', async () => {
  const { main, harbour } = await setup();
  expect([main.shop.name, main.shop.till.letter]).toEqual(['Main Street', 'A']);
  expect([harbour.shop.name, harbour.shop.till.letter]).toEqual(['Harbour', 'A']);
});

test('each charges with its own store and token, and sees its own sales only', async () => {
  const { mint, main, harbour } = await setup();
  const [here, there] = [main.sale(), harbour.sale(840)];
  expect(stateOf(await here.pay(here.reference(), await mint('pay')))).toBe('paid');
  expect(stateOf(await there.pay(there.reference(), await mint('pay')))).toBe('paid');
  const amounts = async (till: Till): Promise<number[]> => {
    const { sales } = (await (await till.request('GET', '/api/sales')).json()) as {
      sales: { amount: { minor: number } }[];
    };
    return sales.map(({ amount }) => amount.minor);
  };
  expect(await amounts(main)).toEqual([1250]);
  expect(await amounts(harbour)).toEqual([840]);
});

test('no till reaches an attempt of the other shop, by any of its doors', async () => {
  const { mint, main, harbour } = await setup();
  expect(await main.pin(undefined, PIN)).toBeNull();
  expect(await harbour.pin(undefined, PIN)).toBeNull();
  const sale = main.sale();
  const reference = sale.reference();
  expect(stateOf(await sale.pay(reference, await mint('pay')))).toBe('paid');
  const claim = { ...sale.claim, realm: harbour.shop.realm };
  const stolen = harbour.goOnWith(claim);
  expect(stateOf(await stolen.look(reference))).toBe('attempt-unknown');
  expect(stateOf(await stolen.change(reference, 'cancel'))).toBe('attempt-unknown');
  expect(stateOf(await stolen.refund(reference, 1, 1250))).toBe('attempt-unknown');
  expect(stateOf(await stolen.decide(reference, 'return'))).toBe('attempt-unknown');
  expect(await harbour.take(sale.saleId)).toBe('not-found');
  expect(stateOf(await sale.look(reference))).toBe('paid');
});

test('a cookie is good in its own shop only, also where somebody writes the other’s name on it', async () => {
  const { request, main, harbour } = await setup();
  const relabelled = main.cookie.replace(main.shop.realm, harbour.shop.realm);
  const answer = await request(`${ORIGIN}/api/shop`, { headers: { cookie: relabelled } });
  expect(answer.status).toBe(401);
});

test('a code of one shop is not good under the other’s name, and stays good for its own', async () => {
  const { pling, request, main, harbour } = await setup();
  const code = pling.makePairingCode(main.shop.realm);
  const pair = async (text: string): Promise<number> => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ code: text });
    return (await request(`${ORIGIN}/api/pair`, { method: 'POST', headers, body })).status;
  };
  expect(await pair(`${harbour.shop.realm}.${code}`)).toBe(403);
  expect(await pair(`${main.shop.realm}.${code}`)).toBe(200);
});

test('a receipt is found under one address, whichever shop it is of', async () => {
  const { mint, request, main, harbour } = await setup();
  for (const till of [main, harbour]) {
    const sale = till.sale();
    const { receiptToken } = attemptOf(await sale.pay(sale.reference(), await mint('pay')));
    const page = await (await request(`${ORIGIN}/r/${receiptToken}`)).text();
    expect(page).toContain(`<h1>${till.shop.name}</h1>`);
  }
  expect((await request(`${ORIGIN}/r/${'0'.repeat(26)}`)).status).toBe(404);
});

test('a webhook is believed at its own shop’s path, signed with its own shop’s token', async () => {
  const { mint, request, main, harbour } = await setup();
  const sale = main.sale();
  const reference = sale.reference();
  const { transactionNo } = attemptOf(await sale.pay(reference, await mint('confirm')));
  const fields = {
    amount: '12.50',
    currency: 'USD',
    reference,
    status: 'success',
    transactionNo: transactionNo ?? '',
  };
  const deliver = async (path: string, token: string): Promise<number> => {
    const body = new URLSearchParams({ ...fields, verifySign: sign(fields, token) });
    return (await request(`${ORIGIN}/webhooks/pockyt${path}`, { method: 'POST', body })).status;
  };
  expect(await deliver('', MAIN.token)).toBe(404);
  expect(await deliver(`/${main.shop.realm}`, HARBOUR.token)).toBe(403);
  expect(await deliver(`/${harbour.shop.realm}`, MAIN.token)).toBe(403);
  expect(stateOf(await sale.look(reference))).toBe('waiting');
  expect(await deliver(`/${main.shop.realm}`, MAIN.token)).toBe(200);
  expect(stateOf(await sale.look(reference))).toBe('paid');
});
