/** The manager's PIN: chosen once, changed with the old one, locked at a till after wrong tries there, worthless in a stolen file. */
import { afterEach, expect, test } from 'vitest';
import { ManagersPin } from '../../src/proxy/auth/managers-pin.ts';
import { Audit } from '../../src/proxy/ledger/audit.ts';
import { PIN, stateOf } from './hand-till.ts';
import { act, isIn } from './managed-shop.ts';
import { makeWorld, type World } from './world.ts';

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

async function setup() {
  const world = await makeWorld();
  worlds.push(world);
  const till = await world.pair();
  const wrong = async (times: number): Promise<(string | null)[]> => {
    const codes: (string | null)[] = [];
    for (let tries = 0; tries < times; tries += 1) codes.push(await till.pin('0000'));
    return codes;
  };
  return { world, till, wrong };
}

const MINUTE = 60_000;

test('before one is chosen nothing a manager may do is possible; then the shop says that there is one', async () => {
  const { till } = await setup();
  expect(await till.pin(PIN)).toBe('pin-not-set');
  expect(await till.pin(undefined, PIN)).toBeNull();
  expect(await till.pin(PIN)).toBeNull();
  expect(await (await till.request('GET', '/api/shop')).json()).toMatchObject({ hasPin: true });
});

test('it is changed only with the old one', async () => {
  const { till } = await setup();
  await till.pin(undefined, PIN);
  expect(await till.pin(undefined, '1111')).toBe('pin-wrong');
  expect(await till.pin('9999', '1111')).toBe('pin-wrong');
  expect(await till.pin(PIN, '1111')).toBeNull();
  expect(await till.pin(PIN)).toBe('pin-wrong');
  expect(await till.pin('1111')).toBeNull();
});

test.each(['12', '123456789', 'abcd', ''])('"%s" cannot be one', async (newPin) => {
  const { till } = await setup();
  expect(await till.pin(undefined, newPin)).toBe('malformed-request');
});

test('five wrong tries at a till lock it there for a minute, each further one for twice as long', async () => {
  const { world, till, wrong } = await setup();
  await till.pin(undefined, PIN);
  expect(await wrong(5)).toEqual(Array(5).fill('pin-wrong'));
  expect(await till.pin(PIN)).toBe('pin-locked');
  await world.time.advance(MINUTE - 1_000);
  expect(await till.pin(PIN)).toBe('pin-locked');
  await world.time.advance(1_000);
  for (const minutes of [2, 4, 8]) {
    expect(await wrong(2)).toEqual(['pin-wrong', 'pin-locked']);
    await world.time.advance(minutes * MINUTE - 1_000);
    expect(await till.pin(PIN)).toBe('pin-locked');
    await world.time.advance(1_000);
  }
  expect(await till.pin(PIN)).toBeNull();
});

test('the right one in between starts the count anew', async () => {
  const { till, wrong } = await setup();
  await till.pin(undefined, PIN);
  await wrong(4);
  expect(await till.pin(PIN)).toBeNull();
  await wrong(4);
  expect(await till.pin(PIN)).toBeNull();
});

test('tries count wherever the PIN is asked for at a till', async () => {
  const { world, till } = await setup();
  await till.pin(undefined, PIN);
  const sale = till.sale();
  const reference = sale.reference();
  await sale.pay(reference, (await world.mint()).code);
  for (let tries = 0; tries < 3; tries += 1) await sale.refund(reference, 1, 100, { pin: '0000' });
  await sale.decide(reference, 'closed', { reason: 'x', pin: '0000' });
  await till.pin('0000');
  expect(await till.pin(PIN)).toBe('pin-locked');
  expect(stateOf(await sale.refund(reference, 1, 100))).toBe('pin-locked');
});

test('wrong ones at a stolen tablet do not keep the manager at another till from revoking it', async () => {
  const { world, till, wrong } = await setup();
  await till.pin(undefined, PIN);
  const stolen = await world.pair();
  for (let tries = 0; tries < 5; tries += 1) await stolen.pin('0000');
  expect(await wrong(4)).toEqual(Array(4).fill('pin-wrong'));
  expect(await till.pin(PIN)).toBeNull();
  expect(await stolen.pin(PIN)).toBe('pin-locked');
  await world.restart();
  expect(await stolen.pin(PIN)).toBe('pin-locked');
  expect(await act(till, `${stolen.shop.till.id}/revoke`)).toBeNull();
  expect(await isIn(stolen)).toBe(false);
});

test('changed at another till, a locked one stays locked', async () => {
  const { world, till } = await setup();
  await till.pin(undefined, PIN);
  const other = await world.pair();
  for (let tries = 0; tries < 5; tries += 1) await other.pin('0000');
  expect(await till.pin(PIN, '1111')).toBeNull();
  expect(await other.pin('1111')).toBe('pin-locked');
  await world.time.advance(MINUTE);
  expect(await other.pin('1111')).toBeNull();
});

test('the tablet that takes a locked till’s place is not locked out for the one before', async () => {
  const { world, till } = await setup();
  await till.pin(undefined, PIN);
  const stolen = await world.pair();
  for (let tries = 0; tries < 6; tries += 1) await stolen.pin('0000');
  const { letter } = stolen.shop.till;
  const back = await world.pair(world.proxy().makePairingCode(letter));
  expect(back.shop.till.letter).toBe(letter);
  expect(await back.pin(PIN)).toBeNull();
});

test('a lock outlives a restart', async () => {
  const { world, till, wrong } = await setup();
  await till.pin(undefined, PIN);
  await wrong(5);
  await world.restart();
  expect(await till.pin(PIN)).toBe('pin-locked');
  await world.time.advance(MINUTE);
  expect(await till.pin(PIN)).toBeNull();
});

test('the file holds a keyed hash and nothing of the PIN: another secret makes it wrong', async () => {
  const { world, till } = await setup();
  await till.pin(undefined, PIN);
  const [row] = world.sql.all('SELECT * FROM manager');
  expect(Object.keys(row ?? {})).toEqual(['one', 'pinHash', 'wrong', 'lockedUntil']);
  expect(String(row?.['pinHash'])).toMatch(/^[0-9a-f]{64}$/);
  expect(JSON.stringify(row)).not.toContain(PIN);
  const { clock } = world.time;
  const audit = new Audit({ sql: world.sql, clock });
  const thief = new ManagersPin({ sql: world.sql, clock, secret: new Uint8Array(32).fill(1), audit });
  expect(() => thief.check(PIN, 'till')).toThrow(expect.objectContaining({ code: 'pin-wrong' }));
});

test('forgotten at the console: nothing of it is left, and a new one may be chosen without it', async () => {
  const { world, till, wrong } = await setup();
  await till.pin(undefined, PIN);
  await wrong(5);
  world.proxy().forgetPin();
  expect(await till.pin(PIN)).toBe('pin-not-set');
  expect(await till.pin(undefined, '1111')).toBeNull();
  expect(await till.pin('1111')).toBeNull();
});
