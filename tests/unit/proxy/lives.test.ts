/** The runs of the proxy over one record: what a till heard of a later copy is not held by the earlier one. */
import { afterEach, describe, expect, it } from 'vitest';
import { openSchema } from '../../../src/proxy/ledger/schema.ts';
import { Lives } from '../../../src/proxy/ledger/lives.ts';
import { openNodeSql, type NodeSql } from '../../../src/server/node-sql.ts';
import { makeSeededRandom } from '../../fakes/random.ts';
import { makeOldLedger } from './old-ledger.ts';

const open: NodeSql[] = [];
afterEach(() => {
  for (const sql of open.splice(0)) sql.close();
});

function setup() {
  const sql = openNodeSql(':memory:');
  open.push(sql);
  openSchema(sql, 'realm', makeSeededRandom(1));
  let seed = 1;
  /** A run that changes nothing. */
  const read = (seq: number): Lives =>
    sql.transaction(() => new Lives(sql, makeSeededRandom((seed += 1)), seq));
  /** A run with a change. */
  const live = (seq: number): Lives => {
    const lives = read(seq);
    sql.transaction(() => lives.write(seq));
    lives.written();
    return lives;
  };
  return { sql, live, read };
}
const at = (seq: number, life: string | null) => ({ epoch: 'e', seq, life });

describe('the runs of a record', () => {
  it('hold every place a run has come to, and none beyond its end', () => {
    const { live } = setup();
    const first = live(0).present;
    const lives = live(4);
    expect([0, 3, 4].map((seq) => lives.holds(at(seq, first), 9))).toEqual([true, true, true]);
    expect(lives.holds(at(5, first), 9)).toBe(false);
    // A place of an earlier run may well be told by a later one: the feed goes on.
    expect([2, 9].map((seq) => lives.holds(at(seq, lives.present), 9))).toEqual([true, true]);
    expect(lives.holds(at(10, lives.present), 9)).toBe(false);
  });

  it('hold nothing of a run they never heard of, and judge a place without a run by how far the feed has come', () => {
    const { live } = setup();
    const lives = live(3);
    expect(lives.holds(at(1, 'stranger'), 9)).toBe(false);
    expect([3, 9, 10].map((seq) => lives.holds(at(seq, null), 9))).toEqual([true, true, false]);
  });

  it('are not one more where nothing was changed: what it told was the place of the run before', () => {
    const { sql, live, read } = setup();
    const first = live(0).present;
    for (let times = 0; times < 1_500; times += 1) read(4);
    expect(read(4).present).toBe(first);
    expect(sql.all('SELECT count(*) AS count FROM lives')).toEqual([{ count: 1 }]);
    const next = live(4);
    expect([4, 5].map((seq) => next.holds(at(seq, first), 9))).toEqual([true, false]);
  });

  it('are written with their first change, and again where that was rolled back', () => {
    const { sql, live, read } = setup();
    const first = live(0).present;
    const lives = read(4);
    const broken = (): never => {
      lives.write(4);
      throw new Error('disk full');
    };
    expect(() => sql.transaction(broken)).toThrow('disk full');
    expect(lives.present).toBe(first);
    sql.transaction(() => lives.write(4));
    lives.written();
    expect(lives.present).not.toBe(first);
    expect(read(9).holds(at(9, lives.present), 9)).toBe(true);
  });

  it('keep the last thousand', () => {
    const { sql, live } = setup();
    const names = Array.from({ length: 1_003 }, () => live(0).present);
    expect(sql.all('SELECT count(*) AS count FROM lives')).toEqual([{ count: 1_000 }]);
    const lives = live(0);
    expect(lives.holds(at(0, names.at(-1) ?? ''), 0)).toBe(true);
    expect(lives.holds(at(0, names[0] ?? ''), 0)).toBe(false);
  });

  it('are made in a file of the versions before', () => {
    const sql = openNodeSql(':memory:');
    open.push(sql);
    makeOldLedger(sql, 2, 'realm');
    openSchema(sql, 'realm', makeSeededRandom(1));
    expect(new Lives(sql, makeSeededRandom(2), 0).present).toMatch(/^[0-9a-z]{16}$/);
  });
});
