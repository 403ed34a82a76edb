/** Practice survives a kill: everything that had happened has, everything that was to happen does. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openNodeSql } from '../../../src/server/node-sql.ts';
import { migrate } from '../../../src/gateway-sim/schema.ts';
import { FIRST_FILE } from './first-file.ts';
import { settled, World } from './world.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pling-gateway-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const open = (): World => new World({}, join(folder, 'gateway.sqlite'));

describe('killed and started again', () => {
  test('a charge is still there, its code still spent, and its webhook comes', async () => {
    const world = open();
    const reference = await world.order();
    const { code } = await world.code();
    await world.pay(reference, code);
    await world.restart(1_000);
    await settled();
    expect((await world.query(reference)).result['status']).toBe('success');
    expect((await world.pay(await world.order(), code)).ret_msg).toBe('Payment code already used.');
    await world.time.pass(0);
    expect(world.hooks.map((hook) => hook.fields.get('reference'))).toEqual([reference]);
  });

  test('a customer who was asked can still confirm', async () => {
    const world = open();
    const reference = await world.order();
    const { id, code } = await world.code({ behaviour: 'confirm' });
    await world.pay(reference, code);
    await world.restart();
    expect((await world.view(id)).state).toBe('asking');
    await world.admin('POST', `/wallets/codes/${id}/confirm`);
    expect(await world.line(reference)).toMatchObject({ status: 'success', charges: 1 });
  });

  test.each(['slow', 'late'])('a %s wallet still answers', async (behaviour) => {
    const world = open();
    const reference = await world.order();
    const { code } = await world.code({ behaviour, afterMs: 10_000 });
    const paying = world.pay(reference, code);
    await settled();
    await world.restart(4_000);
    await world.time.pass(5_999);
    expect((await world.line(reference)).charges).toBe(0);
    await world.time.pass(1);
    expect(await world.line(reference)).toMatchObject({ status: 'success', charges: 1 });
    void paying; // its connection died with the process
  });

  test('an order that ran out meanwhile is closed, and its webhook comes', async () => {
    const world = open();
    const reference = await world.order({ timeout: '1' });
    await world.restart(3_600_000);
    expect((await world.query(reference)).result['status']).toBe('closed');
    await world.time.pass(1_000);
    expect(world.hooks.map((hook) => hook.fields.get('status'))).toEqual(['closed']);
  });

  test('a webhook is not delivered more than eight times, kills or not', async () => {
    const world = open();
    world.shop = () => new Promise(() => undefined);
    const reference = await world.order();
    await world.pay(reference, (await world.code()).code);
    for (let turn = 0; turn < 12; turn += 1) {
      await world.time.pass(1_000);
      await world.restart(3_600_000);
    }
    await world.time.pass(24 * 3_600_000);
    expect(world.hooks).toHaveLength(8);
  });

  test('faults in wait still are, and a seed goes on where it was', async () => {
    const [whole, broken] = [new World(), open()];
    const seen: number[][] = [[], []];
    for (const [index, world] of [whole, broken].entries()) {
      const reference = await world.order();
      await world.fault({ kind: 'error-after', call: 'cancel' });
      await world.fault({ seed: 5, chances: { refuse: 0.5 } });
      for (let turn = 0; turn < 40; turn += 1) {
        if (turn === 20 && world === broken) await world.restart();
        seen[index]?.push((await world.query(reference)).status);
      }
      expect((await world.cancel(reference)).status).toBe(500);
    }
    expect(seen[1]).toEqual(seen[0]);
  });

  test('a file of a newer Pling is named and left alone', async () => {
    const world = open();
    await world.order();
    world.sql.run('UPDATE meta SET schema_version = 3');
    await expect(world.restart()).rejects.toThrow(/version 3/);
    expect(world.sql.all('SELECT count(*) AS n FROM orders')).toEqual([{ n: 1 }]);
  });

  test('a slow refund still moves, and a closed order still lets its customer pay', async () => {
    const world = open();
    const reference = await world.paid();
    await world.fault({ kind: 'refund-slow', ms: 5_000 });
    await world.refund(reference, '5.00');
    const asked = await world.asked();
    await world.fault({ kind: 'success-after-closed' });
    await world.cancel(asked.reference);
    await world.restart(4_000);
    expect(world.sim.confirm(asked.id, true)).toBe(true);
    await world.time.pass(1_000);
    expect((await world.line(reference)).givenBack).toBe('5.00');
  });
});

describe('a file of Pling’s first version', () => {
  test('is migrated: its orders, money, codes, webhooks and faults are there, and can be refunded', async () => {
    const path = join(folder, 'gateway.sqlite');
    const sql = openNodeSql(path);
    for (const statement of FIRST_FILE) sql.run(statement);
    sql.close();
    const world = new World({}, path);
    expect(await world.line('paid-1')).toMatchObject({ charges: 1, givenBack: '0.00', status: 'success' });
    expect((await world.query('cancelled-1')).result).toMatchObject({
      status: 'closed',
      voidAmount: '12.50',
    });
    expect((await world.refund('paid-1', '2.50')).result['status']).toBe('success');
    expect((await world.refund('paid-1', '10.00')).ret_code).toBe('000100');
    expect((await world.query('open-1')).status).toBe(503); // the fault that lay in wait
    await world.time.pass(2 * 3_600_000);
    expect(await world.status('open-1')).toBe('closed');
    expect(world.sim.book().map((line) => [line.reference, line.keptMinor])).toEqual([
      ['paid-1', 0],
      ['cancelled-1', 0],
      ['open-1', 0],
    ]);
  });

  test('has the same tables, columns and laws as a new one afterwards', () => {
    const shape = (statements: readonly string[]): unknown => {
      const sql = openNodeSql(':memory:');
      for (const statement of statements) sql.run(statement);
      migrate(sql);
      const names = sql.all(`SELECT type, name, tbl_name FROM sqlite_master ORDER BY type, name`);
      const columns = sql.all(
        `SELECT m.name AS of, c.name, c.type, c."notnull", c.dflt_value, c.pk FROM sqlite_master m
         JOIN pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY m.name, c.cid`,
      );
      const laws = sql.all(
        `SELECT name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') ORDER BY name`,
      );
      const spaceless = laws.map((law) => [law['name'], String(law['sql']).replaceAll(/\s+/g, ' ')]);
      sql.close();
      return { names, columns, spaceless };
    };
    expect(shape(FIRST_FILE)).toEqual(shape([]));
  });
});
