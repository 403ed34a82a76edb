/** What managers did: one line for each deed, written with it or not at all, and never anything of a PIN or a code. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import * as v from 'valibot';
import { auditAnswerSchema, type AuditAnswer, type AuditLine } from '../../src/contract/tills-api.ts';
import { AUDIT_PAGE } from '../../src/proxy/ledger/audit.ts';
import { OVERRIDE_AFTER_MS } from '../../src/core/ladder.ts';
import { attemptOf, PIN, refusalOf, stateOf, type Till } from './hand-till.ts';
import { codeOf } from './managed-shop.ts';
import { makeWorld, within, type World } from './world.ts';

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

async function setup(...options: Parameters<typeof makeWorld>) {
  const world = await makeWorld(...options);
  worlds.push(world);
  const till = await world.pair();
  await till.pin(undefined, PIN);
  return { world, till };
}

async function read(till: Till, before?: number): Promise<AuditAnswer> {
  const body = { pin: PIN, ...(before === undefined ? {} : { before }) };
  return v.parse(auditAnswerSchema, await (await till.request('POST', '/api/audit', body)).json());
}

/** `A refund A-0001 12.50 cold tea`, newest first. */
async function linesOf(till: Till): Promise<string[]> {
  return (await read(till)).lines.map(say);
}

function say({ till, deed, about, amount, reason }: AuditLine): string {
  return [till?.letter ?? 'console', deed, about, amount?.minor, reason]
    .filter((part) => part !== null && part !== undefined)
    .join(' ');
}

/** What the shop's set-up has written, newest first. */
const BEGUN = ['A pin-chosen', 'console till-enrolled A'];

test('every deed of a manager is written down, with who, what about, and why', async () => {
  const { world, till } = await setup();
  await till.pin(PIN, '1357');
  await till.pin('1357', PIN);
  const code = await codeOf(till);
  const second = await world.pair(code);
  const { id } = second.shop.till;
  await till.request('POST', `/api/tills/${id}/rename`, { pin: PIN, name: 'Bar' });
  await world.pair(await codeOf(till, { till: id }));
  await till.request('POST', `/api/tills/${id}/revoke`, { pin: PIN });
  world.proxy().forgetPin();
  await till.pin(undefined, PIN);
  expect(await linesOf(till)).toEqual([
    'A pin-chosen',
    'console pin-forgotten',
    'A till-revoked B',
    'A till-re-enrolled B',
    'A code-made B',
    'A till-renamed B Bar',
    'A till-enrolled B',
    'A code-made',
    'A pin-changed',
    'A pin-changed',
    ...BEGUN,
  ]);
  const told = JSON.stringify(world.sql.all('SELECT * FROM audit'));
  for (const secret of [PIN, '1357', code]) expect(told).not.toContain(secret);
});

test('a refund is written once, however often it is asked for, and not where it is refused', async () => {
  const { world, till } = await setup();
  const sale = till.sale();
  const reference = sale.reference();
  await sale.pay(reference, (await world.mint()).code);
  const at = world.time.clock.now();
  await within(world.time, 5_000, sale.refund(reference, 1, 500));
  await sale.refund(reference, 1, 500);
  await sale.refund(reference, 2, 9_999);
  await sale.refund(reference, 2, 100, { pin: '0000' });
  expect(await linesOf(till)).toEqual(['A refund A-0001 500 cold tea', ...BEGUN]);
  expect((await read(till)).lines[0]).toMatchObject({ reference, at });
});

test('an attempt opened over is written once, with the first word on it', async () => {
  const { world, till } = await setup({ sim: { cancelUnpaid: 'refused' } });
  const sale = till.sale();
  const reference = sale.reference();
  await sale.pay(reference, (await world.mint('confirm')).code);
  await sale.change(reference, 'cancel');
  await world.time.advance(OVERRIDE_AFTER_MS + 20_000);
  const decided = await sale.decide(reference, 'override', { reason: 'pays another way', pin: PIN });
  expect(attemptOf(decided).overridden).toBe(true);
  await sale.decide(reference, 'override', { reason: 'twice', pin: PIN });
  expect(await linesOf(till)).toEqual(['A override A-0001 pays another way', ...BEGUN]);
});

test('keep it or give it back, which anyone may say, is none of it; closed by hand is', async () => {
  const { world, till } = await setup({ sim: { cancelUnpaid: 'refused' } });
  const sale = till.sale();
  const reference = sale.reference();
  await world.sim('POST', '/faults', { kind: 'other-amount', amountMinor: 1300 });
  await sale.pay(reference, (await world.mint()).code);
  await sale.decide(reference, 'keep', { reason: 'fine', pin: PIN });
  expect(await linesOf(till)).toEqual(BEGUN);
  const stuck = till.sale();
  const other = stuck.reference();
  await stuck.pay(other, (await world.mint('confirm')).code);
  world.cut({ how: 'answer-lost' });
  await world.time.advance(30 * 60_000);
  expect(stateOf(await stuck.decide(other, 'closed', { reason: 'the portal', pin: PIN }))).toBe(
    'closed(by-hand)',
  );
  expect(await linesOf(till)).toEqual(['A closed-by-hand A-0002 the portal', ...BEGUN]);
});

test.each(['cash', 'cancel and return'])(
  'a paid sale that a till gives back without a manager is written down: %s',
  async (how) => {
    const { world, till } = await setup();
    const other = await world.pair();
    const sale = till.sale();
    const reference = sale.reference();
    await sale.pay(reference, (await world.mint()).code);
    const theirs = other.goOnWith(sale.claim);
    const giveBack = async (): Promise<void> => {
      if (how === 'cash') await theirs.settle('cash', [reference]);
      else {
        await theirs.change(reference, 'cancel');
        await theirs.decide(reference, 'return');
      }
    };
    await giveBack();
    await giveBack();
    expect(await linesOf(till)).toEqual(['B paid-unwanted A-0001 1250', 'console till-enrolled B', ...BEGUN]);
  },
);

test('what ended before it was paid is nobody’s deed', async () => {
  const { world, till } = await setup();
  const sale = till.sale();
  const reference = sale.reference();
  await sale.pay(reference, (await world.mint('confirm')).code);
  await sale.settle('cash', [reference]);
  expect(await linesOf(till)).toEqual(BEGUN);
});

test('a lock by wrong PINs is written down where it was typed', async () => {
  const { world, till } = await setup();
  const other = await world.pair();
  for (let tries = 0; tries < 5; tries += 1) await other.pin('0000');
  await world.time.advance(60_000);
  expect((await linesOf(till)).slice(0, 2)).toEqual(['B pin-locked', 'console till-enrolled B']);
});

test('a stray that was seen to is written once, with the first word on it', async () => {
  const { world, till } = await setup();
  world.sql.run(
    `INSERT INTO strays (transactionNo, status, reference, amount, currency, receivedAt)
     VALUES ('123', 'success', 'nobody', '1.00', 'USD', 1)`,
  );
  const close = (reason: string) => till.request('POST', '/api/strays/123/close', { pin: PIN, reason });
  await close('ours');
  await close('again');
  expect(await refusalOf(await till.request('POST', '/api/strays/9/close', { pin: PIN, reason: 'x' }))).toBe(
    'not-found',
  );
  expect(await linesOf(till)).toEqual(['A stray-closed 123 ours', ...BEGUN]);
});

test('a deed that could not be written down was not done', async () => {
  const { world, till } = await setup();
  const second = await world.pair();
  world.sql.run('DROP TABLE audit');
  const answer = await till.request('POST', `/api/tills/${second.shop.till.id}/revoke`, { pin: PIN });
  expect(await refusalOf(answer)).toBe('ledger-unwell');
  expect((await second.request('GET', '/api/shop')).status).toBe(200);
});

test('it is read page by page, newest first, by managers only', async () => {
  const { world, till } = await setup();
  expect(await refusalOf(await till.request('POST', '/api/audit', { pin: '0000' }))).toBe('pin-wrong');
  for (let made = 0; made < AUDIT_PAGE; made += 1)
    world.sql.run('INSERT INTO audit (at, till, deed) VALUES (?, NULL, ?)', [made, 'test']);
  const newest = await read(till);
  expect(newest).toMatchObject({ isLast: false, lines: { length: AUDIT_PAGE } });
  const older = await read(till, newest.lines.at(-1)?.n);
  expect(older.isLast).toBe(true);
  expect(older.lines.map(say)).toEqual(BEGUN);
  expect((await read(till, older.lines.at(-1)?.n)).lines).toEqual([]);
});

test('no statement of Pling changes or deletes a line of it', () => {
  const folder = join(import.meta.dirname, '../../src');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const touching = files.filter((name) =>
    /(UPDATE|DELETE FROM|REPLACE INTO|DROP TABLE|ALTER TABLE)\s+audit\b/i.test(
      readFileSync(join(folder, name), 'utf8'),
    ),
  );
  expect(files.length).toBeGreaterThan(100);
  expect(touching).toEqual([]);
});
