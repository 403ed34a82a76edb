/** No answer and no log line holds a secret: every way to fail is gone, and everything said is searched. */
import { afterEach, expect, test } from 'vitest';
import type { Log } from '../../src/core/ports.ts';
import { attemptOf, PIN, stateOf } from './hand-till.ts';
import { makeWorld, ORIGIN, type World } from './world.ts';

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

/** The shop, all that its proxy has written to the log, and all it has answered. */
async function setup() {
  const logged: string[] = [];
  const write = (event: string, fields?: object): void =>
    void logged.push(`${event} ${JSON.stringify(fields)}`);
  const log: Log = { info: write, warn: write, error: write };
  const world = await makeWorld({ proxy: { log } });
  worlds.push(world);
  const till = await world.pair();
  await till.pin(undefined, PIN);
  const answered: string[] = [];
  const ask = async (method: string, path: string, body?: unknown, headers = {}): Promise<number> => {
    const answer = await till.request(method, path, body, headers);
    answered.push(JSON.stringify([...answer.headers]) + (await answer.text()));
    return answer.status;
  };
  return { world, till, logged, answered, ask };
}

/** A trigger that breaks whatever writes to the table: the database is ill in the middle of a request. */
function breakTable(world: World, table: string, deed: 'INSERT' | 'UPDATE'): () => void {
  const then = "BEGIN SELECT raise(ABORT, 'disk I/O error'); END";
  world.sql.run(`CREATE TRIGGER ill BEFORE ${deed} ON ${table} ${then}`);
  return () => world.sql.run('DROP TRIGGER ill');
}

test('not in a refusal, not where the database is ill, not where something breaks that nobody expected', async () => {
  const { world, till, logged, answered, ask } = await setup();
  const pairing = world.proxy().makePairingCode();
  const sale = till.sale();
  const reference = sale.reference();
  const { code } = await world.mint('confirm');
  const pay = { ...sale.claim, code, wallet: 'alipay', sendBy: world.time.clock.now() + 60_000 };
  const path = `/api/attempts/${reference}/pay`;
  const statuses = [
    await ask('POST', '/api/pair', { code: pairing, name: 7 }),
    await ask('POST', '/api/pair', { code: `${pairing}X` }),
    await ask('POST', path, { ...pay, realm: '0123456789abcdef' }),
    await ask('POST', path, { ...pay, amountMinor: 'x' }),
    await ask('POST', path, { ...pay, code: `${code}\u0000` }),
    await ask('POST', path, { ...pay, sendBy: 1 }),
    await ask('POST', path, pay),
    await ask('POST', '/api/pin', { pin: '1357' }),
    await ask('POST', '/api/pin', { pin: PIN, newPin: 'letters' }),
    await ask('POST', `/api/attempts/${reference}/refunds`, { ...sale.claim, pin: PIN, n: 1 }),
    await ask('GET', '/api/shop', undefined, { cookie: `${till.cookie}x` }),
    await ask('POST', '/webhooks/pockyt', { verifySign: world.settings.gateway.token }),
  ];
  const other = till.sale();
  const second = other.reference();
  await other.open(second);
  const mend = breakTable(world, 'attempts', 'UPDATE');
  statuses.push(
    await ask('POST', `/api/attempts/${second}/pay`, { ...pay, ...other.claim, code: `${code}1` }),
  );
  mend();
  const mendPin = breakTable(world, 'wrongPins', 'INSERT');
  statuses.push(await ask('POST', '/api/pin', { pin: '1357' }));
  mendPin();
  await world.time.advance(30_000);
  world.sql.run("UPDATE attempts SET state = '{' WHERE reference = ?", [reference]);
  await world.restart();
  statuses.push(await ask('GET', `/api/attempts/${reference}`));
  expect(statuses).toEqual([400, 403, 409, 400, 400, 409, 409, 403, 400, 400, 401, 403, 503, 500, 503]);
  const { token } = world.settings.gateway;
  const [, cookie = ''] = till.cookie.split('=');
  const everything = [...answered, ...logged].join('\n');
  expect(logged.join()).toContain('ledger-unwell');
  for (const secret of [token, code, pairing, cookie]) expect(everything).not.toContain(secret);
  expect(everything).not.toMatch(/\bPIN?"?:? ?"?2468|node_modules|\.ts:\d|at \w+ \(|file:\/\//);
});

test('not in what the gateway answers, whatever it repeats of ours', async () => {
  const { world, till, logged } = await setup();
  const sale = till.sale();
  const { code } = await world.mint('no-funds');
  const told = await sale.pay(sale.reference(), code);
  expect(stateOf(told)).toMatch(/^declined/);
  expect(JSON.stringify(attemptOf(told))).not.toContain(code);
  expect(logged.join('\n')).not.toContain(code);
});

test('and not in a receipt or its address', async () => {
  const { world, till } = await setup();
  const sale = till.sale();
  const { code } = await world.mint('pay');
  const { receiptToken } = attemptOf(await sale.pay(sale.reference(), code));
  const page = await (await world.proxy().app.request(`${ORIGIN}/r/${receiptToken ?? ''}`)).text();
  expect(page).toContain('Paid');
  for (const secret of [code, world.settings.gateway.token, till.shop.till.id])
    expect(page).not.toContain(secret);
});
