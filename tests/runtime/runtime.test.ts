/** One suite, two runtimes: the same shop on Node with a SQLite file and in workerd with a Durable Object. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openNodeSql } from '../../src/server/node-sql.ts';
import { httpCases, liveCases } from './http-cases.ts';
import { moveThereAndBack, refusedMoves } from './moving-cases.ts';
import { openTwoHomes, type TwoHomes } from './moving.ts';
import { newsCases } from './news-cases.ts';
import { lockingCases, pairingCases } from './pairing-cases.ts';
import { restartCases } from './restart-cases.ts';
import { nodeRuntime, workerdRuntime, type RunningShop } from './runtimes.ts';
import { saleCases } from './sale-cases.ts';
import { runRule, SQL_RULES } from './sql-contract.ts';
import { openSqlWorker } from './sql-runtime.ts';
import { openStage, type Stage } from './stage.ts';
import { twoShopsCases } from './two-shops-cases.ts';
import { openTwoShops, type TwoShops } from './two-shops.ts';

/** Starts take their time while all of them start at once, ms. */
const START_MS = 40_000;

const LIVE = {
  POCKYT_MERCHANT_NO: '200043',
  POCKYT_STORE_NO: '300014',
  POCKYT_TOKEN: 'token',
  POCKYT_BASE_URL: 'http://127.0.0.1:9',
};

/** Opens something before the cases that use it; what they get is there by then. */
function opened<T>(open: () => Promise<T>): () => T {
  let held: { readonly value: T } | null = null;
  beforeAll(async () => {
    held = { value: await open() };
  }, START_MS);
  return () => {
    if (held === null) throw new Error('Not opened yet');
    return held.value;
  };
}

describe.concurrent.each([nodeRuntime(), workerdRuntime()])('on $name', (runtime) => {
  afterAll(() => runtime.close(), START_MS);

  describe('a shop in use', () => {
    const stage = opened<Stage>(() => openStage(runtime));
    describe('pairing', () => pairingCases(stage));
    describe('sales', () => saleCases(stage));
    describe('news', () => newsCases(stage));
    describe('http', () => httpCases(stage));
  });

  describe('two shops', () => {
    const shops = opened<TwoShops>(() => openTwoShops(runtime));
    afterAll(() => shops().close());
    twoShopsCases(shops);
  });

  describe('a shop that is killed', () => {
    const stage = opened<Stage>(() => openStage(runtime));
    describe('again and again', { concurrent: false }, () => {
      restartCases(stage);
      lockingCases(stage);
    });
  });

  describe('a live shop', () => {
    const shop = opened<RunningShop>(() => runtime.open(LIVE));
    liveCases(shop);
  });
});

describe.concurrent('a shop that moves', () => {
  describe.each([
    { name: 'there and back', cases: moveThereAndBack },
    { name: 'where it may', cases: refusedMoves },
  ])('$name', ({ cases }) => {
    const homes = opened<TwoHomes>(openTwoHomes);
    afterAll(() => homes().close(), START_MS);
    describe('one after the other', { concurrent: false }, () => cases(homes));
  });
});

describe.concurrent('the SQL port', () => {
  const worker = opened(openSqlWorker);
  afterAll(() => worker().close());

  describe.each(SQL_RULES)('$name', (rule) => {
    test('on Node', () => {
      const sql = openNodeSql(':memory:');
      try {
        runRule(sql, rule);
      } finally {
        sql.close();
      }
    });

    test('in an object', async () => {
      expect(await worker().run(rule.name)).toBe('');
    });
  });
});
