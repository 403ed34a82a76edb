/** Practice survives a kill: everything that had happened has, everything that was to happen does. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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
    world.sql.run('UPDATE meta SET schema_version = 2');
    await expect(world.restart()).rejects.toThrow(/version 2/);
    expect(world.sql.all('SELECT count(*) AS n FROM orders')).toEqual([{ n: 1 }]);
  });
});
