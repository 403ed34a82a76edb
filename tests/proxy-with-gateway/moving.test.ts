/** A shop moves while both machines stay alive: no charge is ever driven from two places, and none is lost. */
import { afterEach, describe, expect, test } from 'vitest';
import { silentLog } from '../../src/core/ports.ts';
import { createProxy, type Proxy } from '../../src/proxy/create-proxy.ts';
import { readSeal, writeSeal } from '../../src/proxy/ledger/seal.ts';
import { readShop } from '../../src/proxy/moving/read-shop.ts';
import { writeShop } from '../../src/proxy/moving/write-shop.ts';
import { openNodeSql, type NodeSql } from '../../src/server/node-sql.ts';
import { makeSeededRandom } from '../fakes/random.ts';
import { attemptOf, PIN, stateOf, type Till } from './hand-till.ts';
import { offered } from './offered.ts';
import { makeWorld, ORIGIN, within, type GatewayCall, type World } from './world.ts';

const undo: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const SECRET = new Uint8Array(32).fill(9); // the world's own

async function setup() {
  const world = await makeWorld();
  undo.push(() => world.close());
  const till = await world.pair();
  await till.pin(undefined, PIN);
  return { world, till, moved: () => move(world) };
}

/** The other machine, and what reached the gateway from it. */
interface Other {
  readonly sql: NodeSql;
  readonly proxy: Proxy;
  readonly calls: GatewayCall[];
  request(till: Till, method: string, path: string, body?: unknown): Promise<Response>;
}

/** Exports the shop from the world's machine and imports it on another; both go on running. */
async function move(world: World): Promise<Other> {
  let file: string[] = [];
  await world.restart(() => {
    writeSeal(world.sql, 'moved');
    file = [...writeShop(world.sql, SECRET)];
  });
  const sql = openNodeSql(':memory:');
  readShop(sql, file, { realm: world.settings.realm, secret: SECRET });
  const calls: GatewayCall[] = [];
  const proxy = createProxy({
    sql,
    ...world.time,
    random: makeSeededRandom(21),
    log: silentLog,
    fetch: async (input, init) => {
      const answer = await world.fetch(input, init);
      calls.push(...world.calls.slice(-1));
      return answer;
    },
    settings: world.settings,
    secret: SECRET,
  });
  proxy.start();
  undo.push(async () => {
    await proxy.stop();
    sql.close();
  });
  const request: Other['request'] = async ({ cookie }, method, path, body) =>
    proxy.app.request(ORIGIN + path, {
      method,
      headers: { cookie, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return { sql, proxy, calls, request };
}

const codeOf = async (answer: Response): Promise<unknown> =>
  ((await answer.json()) as { code?: string }).code;

describe('a shop that has moved away', () => {
  test('answers 410 to every till and every webhook, paired or not, and changes nothing', async () => {
    const { world, till, moved } = await setup();
    const sale = till.sale();
    await sale.open(sale.reference());
    await moved();
    const before = world.sql.all('SELECT * FROM attempts');
    for (const [method, path] of [
      ['GET', '/api/shop'],
      ['GET', '/api/live'],
      ['GET', '/api/list'],
      ['POST', '/api/pair'],
      ['POST', '/api/unseal'],
      ['POST', '/api/attempts'],
      ['POST', '/webhooks/pockyt'],
      ['POST', `/webhooks/pockyt/${world.settings.realm}`],
    ] as const) {
      const answer = await till.request(method, path, method === 'POST' ? {} : undefined);
      expect([path, answer.status, await codeOf(answer)]).toEqual([path, 410, 'moved']);
    }
    expect(stateOf(await sale.pay(sale.reference(), (await world.mint()).code))).toBe('moved');
    expect(world.sql.all('SELECT * FROM attempts')).toEqual(before);
    expect((await till.request('GET', '/healthz')).status).toBe(200);
  });

  test('asks the gateway nothing more, whatever was unfinished and however long it takes', async () => {
    const { world, till, moved } = await setup();
    const sale = till.sale();
    const reference = sale.reference();
    await within(world.time, 5_000, sale.pay(reference, (await world.mint('confirm')).code));
    await moved();
    world.calls.splice(0);
    await world.time.advance(3_600_000);
    expect(world.calls).toEqual([]);
    await world.restart();
    await world.time.advance(60_000);
    expect(world.calls).toEqual([]);
  });
});

describe('a shop that has arrived', () => {
  test('stays shut until a manager says that the old one is off, and drives nothing until then', async () => {
    const { world, till, moved } = await setup();
    const sale = till.sale();
    const reference = sale.reference();
    await within(world.time, 5_000, sale.pay(reference, (await world.mint('confirm')).code));
    const other = await moved();
    await world.time.advance(60_000);
    expect(other.calls).toEqual([]);
    const shut = await other.request(till, 'GET', '/api/shop');
    expect([shut.status, await codeOf(shut)]).toEqual([503, 'sealed']);
    expect(await codeOf(await other.request(till, 'POST', '/api/unseal', { pin: '1111' }))).toBe('pin-wrong');
    expect(readSeal(other.sql)).toBe('arrived');
  });

  test('takes up every charge once it is opened, under a new epoch, and only from there', async () => {
    const { world, till, moved } = await setup();
    const sale = till.sale();
    const reference = sale.reference();
    const { code, id } = await world.mint('confirm');
    await within(world.time, 5_000, sale.pay(reference, code));
    const other = await moved();
    world.calls.splice(0);
    expect((await other.request(till, 'POST', '/api/unseal', { pin: PIN })).status).toBe(200);
    expect(readSeal(other.sql)).toBeNull();
    expect(other.sql.all("SELECT deed, till FROM audit WHERE deed = 'shop-opened'")).toEqual([
      { deed: 'shop-opened', till: till.shop.till.id },
    ]);
    await world.sim('POST', `/wallets/codes/${id}/confirm`);
    await world.time.advance(10_000);
    const shop = (await (await other.request(till, 'GET', '/api/shop')).json()) as { epoch: string };
    expect(shop.epoch).not.toBe(till.shop.epoch);
    const found = (await (await other.request(till, 'GET', `/api/attempts/${reference}`)).json()) as {
      attempt: { state: unknown };
    };
    expect(found.attempt.state).toEqual({ name: 'paid' });
    expect(await world.charges()).toMatchObject({ charges: 1, kept: '12.50', givenBack: '0.00' });
    expect(world.calls.length).toBe(other.calls.length);
    expect(await codeOf(await other.request(till, 'POST', '/api/unseal', { pin: PIN }))).toBe('not-now');
  });

  test('hears from a till what was sold after the file was made, and charges nobody twice', async () => {
    const { world, till } = await setup();
    const sale = till.sale();
    const reference = sale.reference();
    const early = [...writeShop(world.sql, SECRET)]; // a file made before the sale, as a careless person might use it
    const paid = attemptOf(await sale.pay(reference, (await world.mint()).code));
    expect(paid.state.name).toBe('paid');
    await world.restart(() => writeSeal(world.sql, 'moved'));
    const sql = openNodeSql(':memory:');
    readShop(sql, early, { realm: world.settings.realm, secret: SECRET });
    const settings = { ...world.settings };
    const proxy = createProxy({
      sql,
      ...world.time,
      random: makeSeededRandom(22),
      log: silentLog,
      fetch: world.fetch,
      settings,
      secret: SECRET,
    });
    undo.push(async () => {
      await proxy.stop();
      sql.close();
    });
    proxy.start();
    expect(proxy.unseal()).toBe(true);
    const offer = await proxy.app.request(`${ORIGIN}/api/offer`, {
      method: 'POST',
      headers: { cookie: till.cookie, 'content-type': 'application/json' },
      body: JSON.stringify({
        realm: settings.realm,
        sales: [offered(sale, [{ reference, transactionNo: paid.transactionNo }])],
      }),
    });
    expect(offer.status).toBe(200);
    await world.time.advance(10_000);
    const [row] = sql.all('SELECT state FROM attempts WHERE reference = ?', [reference]);
    expect(row?.['state']).toBe('{"name":"paid"}');
    expect(await world.charges()).toMatchObject({ charges: 1, kept: '12.50' });
  });
});
