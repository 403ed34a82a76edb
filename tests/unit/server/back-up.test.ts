/** A backup in a ledger's place: it brings back sales, not the right of a tablet that was shut out nor an old PIN. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { ManagersPin } from '../../../src/proxy/auth/managers-pin.ts';
import { Tills } from '../../../src/proxy/auth/tills.ts';
import { Audit } from '../../../src/proxy/ledger/audit.ts';
import { openSchema } from '../../../src/proxy/ledger/schema.ts';
import { backUp } from '../../../src/server/back-up.ts';
import { doDeed } from '../../../src/server/ledger-deeds.ts';
import { openNodeSql } from '../../../src/server/node-sql.ts';
import { makeSeededRandom } from '../../fakes/random.ts';
import { makeManualTime } from '../../fakes/timers.ts';

const undo: (() => void)[] = [];
afterEach(() => {
  for (const step of undo.splice(0).reverse()) step();
});

const REALM = '0123456789abcdef';
const CONSOLE = { till: 'a', isFromConsole: true };

/** A shop whose backup knows the tills A, B and C and the PIN 1111. */
function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'pling-back-up-'));
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  const place = { path: join(folder, 'ledger.sqlite'), realm: REALM };
  const file = join(folder, 'backup.sqlite');
  const time = makeManualTime();
  const random = makeSeededRandom(1);
  const secret = new Uint8Array(32).fill(7);
  /** Does something in the shop's ledger, as its proxy would. */
  const inShop = <T>(work: (shop: { tills: Tills; pin: ManagersPin; audit: Audit }) => T): T => {
    const sql = openNodeSql(place.path);
    try {
      openSchema(sql, REALM, random);
      const deps = { sql, clock: time.clock, random, secret };
      const audit = new Audit(deps);
      return work({ tills: new Tills(deps), pin: new ManagersPin({ ...deps, audit }), audit });
    } finally {
      sql.close();
    }
  };
  const enrol = () => inShop(({ tills }) => tills.enrol(undefined, null));
  const known = [enrol(), enrol(), enrol()] as const;
  inShop(({ pin }) => pin.choose(undefined, '1111', CONSOLE));
  backUp(place, file);
  const restore = (): string =>
    doDeed({ do: 'restore', file }, { ...place, secret }, { random, clock: time.clock }).join('\n');
  const isIn = (token: string): boolean => inShop(({ tills }) => tills.find(token) !== null);
  const isPin = (text: string): boolean =>
    inShop(({ pin }) => {
      try {
        pin.check(text, 'a');
        return true;
      } catch {
        return false;
      }
    });
  return { place, time, inShop, known, restore, isIn, isPin };
}

test('a till that was revoked since stays out, and the words say so; the others are in', async () => {
  const { time, inShop, known, restore, isIn } = setup();
  const [first, second, third] = known;
  await time.advance(1_000);
  inShop(({ tills }) => tills.revoke(second.till.id));
  expect(restore()).toMatch(/since the backup stay shut out: till B\./);
  expect([first, second, third].map(({ token }) => isIn(token))).toEqual([true, false, true]);
  expect(inShop(({ tills }) => tills.row(second.till.id).revokedAt)).toBe(time.clock.now());
  // Put back once more: it is the restored ledger that knows now.
  expect(restore()).toMatch(/till B\./);
  expect(isIn(second.token)).toBe(false);
});

test('a tablet whose place another has taken since stays out, and the other is in', async () => {
  const { time, inShop, known, restore, isIn } = setup();
  const [, second, third] = known;
  await time.advance(1_000);
  const [, other] = inShop(({ tills }) => [
    tills.revoke(third.till.id),
    tills.reenrol(second.till.id, third.till.id),
  ]);
  expect(restore()).toMatch(/since the backup stay shut out: till B, C\./);
  expect([second, third, other].map(({ token }) => isIn(token))).toEqual([false, false, true]);
  expect(inShop(({ tills }) => tills.isFromConsole(second.till.id))).toBe(false);
});

test('the PIN is the one of before, not the backup’s', () => {
  const { inShop, restore, isPin } = setup();
  inShop(({ pin }) => pin.choose('1111', '2222', CONSOLE));
  expect(restore()).toMatch(/manager’s PIN is as it was before the restore/);
  expect([isPin('1111'), isPin('2222')]).toEqual([false, true]);
});

test('a PIN that was forgotten at the console stays forgotten, however often the backup is put back', () => {
  const { inShop, restore } = setup();
  inShop(({ pin }) => pin.forget());
  expect(restore()).toMatch(/manager’s PIN is as it was before the restore/);
  expect(restore()).toMatch(/manager’s PIN is as it was before the restore/);
  expect(inShop(({ pin }) => pin.isSet())).toBe(false);
});

test('where nobody was shut out and the PIN is the same, no word is said of it', () => {
  const { known, restore, isIn, isPin } = setup();
  expect(restore()).not.toMatch(/shut out|PIN/);
  expect(known.every(({ token }) => isIn(token))).toBe(true);
  expect(isPin('1111')).toBe(true);
});

test.each(['is new', 'is damaged', 'is another shop’s', 'is missing'])(
  'where the ledger that is replaced %s, tills and PIN are the backup’s',
  (how) => {
    const { place, inShop, known, restore, isIn, isPin } = setup();
    const [, second] = known;
    if (how === 'is another shop’s') {
      inShop(({ tills }) => tills.revoke(second.till.id));
      const sql = openNodeSql(place.path);
      sql.run("UPDATE meta SET value = 'another' WHERE key = 'realm'");
      sql.close();
    } else rmSync(place.path);
    if (how === 'is new') inShop(({ tills }) => tills.enrol(undefined, null));
    if (how === 'is damaged') writeFileSync(place.path, 'not a database, long enough to be read as one');
    expect(restore()).not.toMatch(/shut out|PIN/);
    expect(isIn(second.token)).toBe(true);
    expect(isPin('1111')).toBe(true);
  },
);

test('a ledger of an earlier Pling that is replaced tells its PIN, too', () => {
  const { place, inShop, restore, isPin, isIn, known } = setup();
  inShop(({ pin }) => pin.choose('1111', '2222', CONSOLE));
  const sql = openNodeSql(place.path);
  for (const column of ['letInBy', 'lastSeenAt', 'revokedAt'])
    sql.run(`ALTER TABLE tills DROP COLUMN ${column}`);
  sql.run('DROP TABLE audit');
  sql.run('DROP TABLE wrongPins');
  sql.run("UPDATE meta SET value = '4' WHERE key = 'schema_version'");
  sql.close();
  expect(restore()).toMatch(/manager’s PIN/);
  expect(isPin('2222')).toBe(true);
  expect(known.every(({ token }) => isIn(token))).toBe(true);
});

test.each([
  'ledger.sqlite',
  'ledger.sqlite-wal',
  'gateway.sqlite',
  '../lock.sqlite',
  '../secret.key',
  '../server.json',
])('neither backup nor export takes the place of %s', (name) => {
  const folder = mkdtempSync(join(tmpdir(), 'pling-own-'));
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'live'));
  const path = join(folder, 'live', 'ledger.sqlite');
  const random = makeSeededRandom(1);
  const sql = openNodeSql(path);
  openSchema(sql, REALM, random);
  sql.close();
  const to = join(folder, 'live', name);
  const before = existsSync(to) ? readFileSync(to) : null;
  const ports = { random, clock: makeManualTime().clock };
  const ledger = { path, realm: REALM, secret: new Uint8Array(32) };
  expect(() => backUp({ path, realm: REALM }, to)).toThrow(/a file of the server itself/);
  expect(() => doDeed({ do: 'export', file: to }, ledger, ports)).toThrow(/a file of the server itself/);
  expect(existsSync(to) ? readFileSync(to) : null).toEqual(before);
});

test.each([
  ['a folder', '.', /is a folder: name a file in it/],
  ['a place below a file', 'backup.sqlite/b.sqlite', /is no folder/],
  ['a folder that is not there', 'nowhere/b.sqlite', /is no folder/],
])('%s takes no backup, and says so', (_what, name, words) => {
  const { place } = setup();
  expect(() => backUp(place, join(dirname(place.path), name))).toThrow(words);
});

test('what was done at the console stands in the audit: a backup was restored, the shop was moved away', () => {
  const { place, time, inShop, restore } = setup();
  restore();
  const ledger = { ...place, secret: new Uint8Array(32).fill(7) };
  const ports = { random: makeSeededRandom(2), clock: time.clock };
  const file = join(dirname(place.path), 'shop.jsonl');
  for (let twice = 0; twice < 2; twice += 1) doDeed({ do: 'export', file }, ledger, ports);
  const deeds = inShop(({ audit }) => audit.page(null).map(({ deed, till }) => [deed, till]));
  expect(deeds.slice(0, 2)).toEqual([
    ['shop-left', null],
    ['ledger-restored', null],
  ]);
  expect(deeds.filter(([deed]) => deed === 'shop-left')).toHaveLength(1);
});
