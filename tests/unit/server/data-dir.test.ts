/** The data folder: what lies where, who may not enter, and that nothing damaged is overwritten. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { readConfig, type ServerConfig } from '../../../src/setup/config.ts';
import { openDatabase, openDataDir } from '../../../src/server/data-dir.ts';
import { StartProblem } from '../../../src/setup/start-problem.ts';

const undo: (() => void)[] = [];
afterEach(() => {
  for (const step of undo.splice(0).reverse()) step();
});

const LIVE = {
  POCKYT_MERCHANT_NO: '200043',
  POCKYT_STORE_NO: '300014',
  POCKYT_TOKEN: 'token',
  POCKYT_BASE_URL: 'https://gateway.test',
};

function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'pling-data-'));
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'data');
  const config = (environment: Record<string, string> = {}, args: string[] = []): ServerConfig =>
    readConfig({ DATA_DIR: path, ...environment }, args, 'UTC');
  const open = (environment: Record<string, string> = {}, args: string[] = []) => {
    const data = openDataDir(config(environment, args));
    undo.push(data.release);
    return data;
  };
  return { path, open };
}

test('practice and live lie apart', () => {
  const { path, open } = setup();
  const practice = open();
  expect(practice.ledgerPath(null)).toBe(join(path, 'practice/ledger.sqlite'));
  practice.release();
  const account = {
    merchantNo: '200043',
    storeNo: '300014',
    token: 'token',
    baseUrl: 'https://gateway.test',
  };
  expect(open(LIVE).ledgerPath(account)).toBe(join(path, 'live/200043-300014.sqlite'));
});

test('the secret is made once, for this user alone, and stays', () => {
  const { path, open } = setup();
  const first = open();
  first.release();
  expect(statSync(join(path, 'secret.key')).mode & 0o777).toBe(0o600);
  expect(open().secret).toEqual(first.secret);
  expect(first.secret).toHaveLength(32);
});

test('PLING_SECRET takes the place of the file', () => {
  const { path, open } = setup();
  open({ PLING_SECRET: 'sixteen characters' });
  expect(existsSync(join(path, 'secret.key'))).toBe(false);
});

test('a second server on the same folder is refused, until the first is gone', () => {
  const { open } = setup();
  const first = open();
  expect(() => open()).toThrow(/Another Pling already runs.*DATA_DIR/);
  first.release();
  expect(() => open()).not.toThrow();
});

test('a folder that was ever live practises only when asked to', () => {
  const { path, open } = setup();
  mkdirSync(join(path, 'live'), { recursive: true });
  writeFileSync(join(path, 'live/200043-300014.sqlite'), '');
  expect(() => open()).toThrow(/--practice/);
  expect(() => open({}, ['--practice'])).not.toThrow();
});

test('a damaged database is named and left as it was', () => {
  const { open } = setup();
  const ledgerPath = open().ledgerPath(null);
  const text = 'this is a shopping list, not a database, and it is long enough to be read as a page';
  writeFileSync(ledgerPath, text);
  expect(() => openDatabase(ledgerPath)).toThrow(/ledger\.sqlite is damaged.*left as it is/);
  expect(readFileSync(ledgerPath, 'utf8')).toBe(text);
});

test.each(['lock.sqlite', 'secret.key', 'practice'])(
  'a folder in which %s cannot be written is a sentence, and its lock is given back',
  (name) => {
    const { path, open } = setup();
    mkdirSync(path);
    // Nothing can be written where something of another kind stands; that holds for every user.
    if (name === 'practice') writeFileSync(join(path, name), '');
    else mkdirSync(join(path, name));
    expect(() => open()).toThrow(StartProblem);
    expect(() => open()).toThrow(path);
    rmSync(join(path, name), { recursive: true });
    expect(() => open()).not.toThrow();
  },
);

test('a ledger that cannot be written is not called damaged', () => {
  const { open } = setup();
  const ledgerPath = open().ledgerPath(null);
  mkdirSync(ledgerPath);
  expect(() => openDatabase(ledgerPath)).toThrow(/cannot write in .*ledger\.sqlite/);
});

test('a folder that cannot be made is named', () => {
  const { path, open } = setup();
  writeFileSync(path, '');
  expect(() => open()).toThrow(/DATA_DIR/);
});

test.skipIf(process.platform !== 'linux')('a place that takes no folder is named at once', () => {
  const { open } = setup();
  expect(() => open({ DATA_DIR: '/proc/pling/data' })).toThrow(/DATA_DIR: the folder .* cannot be made/);
});

test('a file in the folder’s place, or above it, is named', () => {
  const { path, open } = setup();
  writeFileSync(path, 'x');
  expect(() => open()).toThrow(/a file has that name/);
  expect(() => open({ DATA_DIR: join(path, 'below') })).toThrow(StartProblem);
});
