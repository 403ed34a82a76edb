/** Settings change while it runs, are checked, and stay over a kill; the controls do without HTTP what /sim does. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../src/gateway-sim/settings.ts';
import { World } from './world.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pling-gateway-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('settings', () => {
  test('change from one call to the next, and the others stay', async () => {
    const world = new World({ cancelPaid: 'refused' });
    const reference = await world.paid();
    expect((await world.cancel(reference)).ret_code).toBe('000040');
    const changed = await world.admin<object>('POST', '/settings', { cancelPaid: 'gives-back' });
    expect([changed.status, changed.body]).toEqual([200, { ...DEFAULT_SETTINGS, cancelPaid: 'gives-back' }]);
    expect((await world.cancel(reference)).ret_code).toBe('000100');
  });

  test('of one wallet’s codes leave the other wallets theirs', async () => {
    const world = new World();
    await world.admin('POST', '/settings', { codeLifeMs: { alipay: 5_000 } });
    await world.admin('POST', '/settings', { codeLifeMs: { wechat: 6_000 } });
    expect(world.sim.set({}).codeLifeMs).toMatchObject({ alipay: 5_000, wechat: 6_000, paypal: 60_000 });
  });

  test('stay over a kill, before what the start names', async () => {
    const world = new World({ shopName: 'Start', slowMs: 1 }, join(folder, 'gateway.sqlite'));
    world.sim.set({ shopName: 'Changed', codeLifeMs: { ...DEFAULT_SETTINGS.codeLifeMs, venmo: 1_000 } });
    await world.restart();
    const { body } = await world.admin<typeof DEFAULT_SETTINGS>('GET', '/settings');
    expect(body).toMatchObject({
      shopName: 'Changed',
      slowMs: 1,
      codeLifeMs: { venmo: 1_000, alipay: 60_000 },
    });
  });

  test('of another version that mean nothing here are passed over', async () => {
    const world = new World({}, join(folder, 'gateway.sqlite'));
    const changed = JSON.stringify({ refund: 'by-post', mood: 'bad', slowMs: 5 });
    world.sql.run('INSERT INTO settings (one, changed) VALUES (1, ?)', [changed]);
    await world.restart();
    expect(world.sim.set({})).toEqual({ ...DEFAULT_SETTINGS, slowMs: 5 });
  });

  test.each([
    [{ mood: 'bad' }, 'There is no setting mood.'],
    [{ refund: 'by-post' }, 'refund must be one of gives-back, refused, says-so-only, slow.'],
    [{ slowMs: -1 }, 'slowMs cannot be -1.'],
    [{ orderTimeoutMin: 0 }, 'orderTimeoutMin cannot be 0.'],
    [{ webhookGapsMs: [1, 'x'] }, 'webhookGapsMs cannot be [1,"x"].'],
    [{ webhookOn: ['paid'] }, 'webhookOn cannot be ["paid"].'],
    [{ codeLifeMs: { gold: 1 } }, 'codeLifeMs cannot be {"gold":1}.'],
    [{ shopName: 7 }, 'shopName cannot be 7.'],
    [{ needQrcode: 'yes' }, 'needQrcode must be one of true, false.'],
  ])('like %j are answered with a sentence, and none of them is set', async (body, error) => {
    const world = new World();
    expect(await world.admin('POST', '/settings', { lateMs: 1, ...body })).toEqual({
      status: 400,
      body: { error },
    });
    expect((await world.admin('GET', '/settings')).body).toEqual(DEFAULT_SETTINGS);
  });

  test('as they are by default can all be set', async () => {
    expect((await new World().admin('POST', '/settings', DEFAULT_SETTINGS)).status).toBe(200);
  });
});

describe('without HTTP', () => {
  test('a sale from code to book', async () => {
    const world = new World();
    const { id, code } = world.sim.mint({ wallet: 'wechat', behaviour: 'confirm' });
    const reference = await world.order();
    await world.pay(reference, code);
    const before = world.sim.book();
    expect(world.sim.book()).toBe(before);
    expect(before).toMatchObject([{ reference, status: 'pending', codeId: id, charges: [], keptMinor: 0 }]);
    expect([world.sim.confirm(id, true), world.sim.confirm(id, true), world.sim.confirm('x', true)]).toEqual([
      true,
      false,
      false,
    ]);
    await world.refund(reference, '2.00', { refundReference: 'r1' });
    await world.cancel(reference);
    expect(world.sim.book()).toMatchObject([
      {
        reference,
        status: 'closed',
        charges: [{ amountMinor: 1250, codeId: id }],
        giveBacks: [
          { amountMinor: 200, refundReference: 'r1' },
          { amountMinor: 1050, refundReference: null, refundNo: null },
        ],
        keptMinor: 0,
      },
    ]);
  });

  test('the book has no end, and sees what happens by itself', async () => {
    const world = new World();
    for (let count = 0; count < 510; count += 1) await world.order({ timeout: '1' });
    expect(world.sim.book()).toHaveLength(510);
    await world.time.pass(60_000);
    expect(world.sim.book().every((line) => line.status === 'closed')).toBe(true);
  });

  test('faults are laid, drawn and cleared', async () => {
    const world = new World();
    world.sim.layFault({ kind: 'refuse' });
    expect((await world.add()).status).toBe(503);
    world.sim.setChances({ seed: 3, chances: { refuse: 1, 'other-amount': 1 } });
    expect((await world.add()).status).toBe(503);
    world.sim.clearFaults();
    expect((await world.add()).status).toBe(200);
  });

  test('a fault that was used up by what could not be written lies in wait again', async () => {
    const world = new World();
    const { id } = await world.asked();
    world.sim.layFault({ kind: 'other-amount' });
    world.sql.run(
      `CREATE TRIGGER broken BEFORE INSERT ON movements BEGIN SELECT RAISE(ABORT, 'no space'); END`,
    );
    expect(() => world.sim.confirm(id, true)).toThrow(/no space/);
    expect((await world.admin<{ faults: unknown[] }>('GET', '/faults')).body.faults).toHaveLength(1);
    expect(world.sim.book()[0]?.status).toBe('pending');
  });
});
