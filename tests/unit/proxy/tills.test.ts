/** Tills: letters, which stand in every sale's number and are never given twice, and those of an older record. */
import { expect, test } from 'vitest';
import { letterOf, Tills } from '../../../src/proxy/auth/tills.ts';
import { keyedHash } from '../../../src/proxy/keyed-hash.ts';
import { openSchema } from '../../../src/proxy/ledger/schema.ts';
import { openNodeSql } from '../../../src/server/node-sql.ts';
import { makeManualClock } from '../../fakes/clock.ts';
import { makeSeededRandom } from '../../fakes/random.ts';
import { makeOldLedger } from './old-ledger.ts';

test.each([
  [0, 'A'],
  [25, 'Z'],
  [26, 'AA'],
  [51, 'AZ'],
  [52, 'BA'],
  [701, 'ZZ'],
])('the till after %i others is %s', (count, letter) => {
  expect(letterOf(count)).toBe(letter);
});

test('no two of the 702 are alike', () => {
  expect(new Set(Array.from({ length: 702 }, (_, count) => letterOf(count))).size).toBe(702);
});

test('a till of a record from before codes had an owner counts as let in by the console, and goes on', () => {
  const sql = openNodeSql(':memory:');
  const deps = {
    sql,
    clock: makeManualClock(),
    random: makeSeededRandom(),
    secret: new Uint8Array(32).fill(9),
  };
  makeOldLedger(sql, 3, 'realm');
  const tokenHash = keyedHash(deps.secret, 'till-token', 'its-token');
  sql.run('INSERT INTO tills (id, letter, name, tokenHash, pairedAt) VALUES (?, ?, ?, ?, ?)', [
    'old',
    'A',
    'Till A',
    tokenHash,
    1,
  ]);
  openSchema(sql, 'realm', makeSeededRandom());
  const tills = new Tills(deps);
  expect(tills.find('its-token')?.till).toEqual({ id: 'old', letter: 'A', name: 'Till A' });
  expect(tills.isFromConsole('old')).toBe(true);
  expect(tills.list('old')).toMatchObject([{ lastSeenAt: null, revokedAt: null, isMe: true }]);
  sql.close();
});
