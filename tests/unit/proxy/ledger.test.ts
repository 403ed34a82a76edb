/** The ledger: what it keeps, what it refuses to open, and that a change is whole or not at all. */
import { afterEach, describe, expect, test } from 'vitest';
import { isReference, isSaleId, type Reference, type SaleId } from '../../../src/core/ids.ts';
import { money } from '../../../src/core/money/money.ts';
import { ATTEMPT_COLUMNS } from '../../../src/proxy/ledger/attempt-row.ts';
import { Ledger } from '../../../src/proxy/ledger/ledger.ts';
import { readPosition } from '../../../src/contract/feed-position.ts';
import { LEDGER_VERSION, LedgerRefused } from '../../../src/proxy/ledger/schema.ts';
import { LedgerUnwell, Refusal } from '../../../src/proxy/refusal.ts';
import { openNodeSql, type NodeSql } from '../../../src/server/node-sql.ts';
import { makeManualClock, type ManualClock } from '../../fakes/clock.ts';
import { makeSeededRandom } from '../../fakes/random.ts';

const open: NodeSql[] = [];
afterEach(() => {
  for (const sql of open.splice(0)) sql.close();
});

const REALM = '0123456789abcdef';

function makeLedger(sql: NodeSql, clock: ManualClock = makeManualClock()): Ledger {
  return new Ledger({ sql, clock, random: makeSeededRandom(), realm: REALM, timeZone: 'UTC' });
}

function setup() {
  const sql = openNodeSql(':memory:');
  open.push(sql);
  const clock = makeManualClock();
  const ledger = makeLedger(sql, clock);
  const openOne = (reference: Reference, saleId: SaleId = sale('sale1')) =>
    ledger.transact((book) =>
      book.insert({
        reference,
        saleId,
        number: 'A-0001',
        till: 'till1',
        amount: money(1250, 'USD'),
        orderEndsAt: book.now + 300_000,
      }),
    );
  return { sql, clock, ledger, openOne };
}

function ref(text: string): Reference {
  if (!isReference(text)) throw new Error('not a reference');
  return text;
}
function sale(text: string): SaleId {
  if (!isSaleId(text)) throw new Error('not a sale');
  return text;
}

describe('rows', () => {
  test('a row comes back as it was written', () => {
    const { ledger, openOne } = setup();
    const written = openOne(ref('r1'));
    expect(ledger.find(ref('r1'))).toEqual(written);
    expect(ledger.find(ref('r2'))).toBeNull();
  });

  test('every field of the row has its column', () => {
    const { sql } = setup();
    const columns = sql.all("SELECT name FROM pragma_table_info('attempts')").map((row) => row['name']);
    expect(new Set(columns)).toEqual(new Set(ATTEMPT_COLUMNS));
  });

  test('a change moves the state, counts the version and takes a place in the feed', () => {
    const { ledger, openOne } = setup();
    openOne(ref('r1'));
    const row = ledger.change(ref('r1'), () => ({ events: [{ type: 'opened' }] }));
    expect(row).toMatchObject({ state: { name: 'ready' }, version: 2 });
    expect(readPosition(ledger.head())).toMatchObject({ epoch: ledger.epoch, seq: 2 });
    expect(ledger.changesAfter(0, 10)).toEqual([{ seq: 2, reference: 'r1' }]);
  });

  test('a change that is refused in the middle changes nothing and tells nobody', () => {
    const { ledger, openOne } = setup();
    openOne(ref('r1'));
    const heard: string[] = [];
    ledger.onChange((row) => heard.push(row.reference));
    const work = () =>
      ledger.transact((book) => {
        const row = book.find(ref('r1'));
        if (row !== null) book.apply(row, { events: [{ type: 'opened' }] });
        throw new Refusal('not-now');
      });
    expect(work).toThrow(Refusal);
    expect(ledger.find(ref('r1'))?.state).toEqual({ name: 'opening' });
    expect(ledger.seq).toBe(1);
    expect(heard).toEqual([]);
  });

  test('listeners hear of a change once it is committed, until they are undone', () => {
    const { ledger, openOne } = setup();
    const heard: number[] = [];
    const undo = ledger.onChange((row) => heard.push(ledger.find(row.reference)?.version ?? 0));
    openOne(ref('r1'));
    undo();
    ledger.change(ref('r1'), () => ({ events: [{ type: 'opened' }] }));
    expect(heard).toEqual([1]);
  });

  test('notes of what was asked long ago make room, those of what is running stay', () => {
    const { ledger, openOne } = setup();
    openOne(ref('running'));
    openOne(ref('ended'));
    ledger.note(ref('ended'), { asked: 7 });
    for (let n = 0; n < 12_000; n += 1) {
      if (n % 100 === 0) ledger.note(ref('running'), { asked: 3 });
      ledger.note(ref(`other${n}`), { asked: 1 });
    }
    expect(ledger.find(ref('running'))?.asked).toBe(3);
    expect(ledger.find(ref('ended'))?.asked).toBe(0);
  });

  test('what a question learned without news is kept in memory and written with the next change', () => {
    const { sql, ledger, openOne } = setup();
    openOne(ref('r1'));
    ledger.note(ref('r1'), { asked: 3 });
    expect(ledger.find(ref('r1'))?.asked).toBe(3);
    expect(sql.all('SELECT asked FROM attempts')).toEqual([{ asked: 0 }]);
    ledger.change(ref('r1'), () => ({ facts: { addTries: 1 } }));
    expect(sql.all('SELECT asked, addTries FROM attempts')).toEqual([{ asked: 3, addTries: 1 }]);
  });

  test('a give-back starts from a cancel that never left, whatever an earlier one was answered', () => {
    const { ledger, openOne } = setup();
    openOne(ref('r1'));
    ledger.change(ref('r1'), () => ({ events: [{ type: 'pay-begun' }], facts: { calledAt: 1 } }));
    ledger.change(ref('r1'), () => ({
      events: [{ type: 'cancel-left' }, { type: 'gateway-closed', charged: false }],
      facts: { cancelSentAt: 2, cancelTries: 1, cancelAcceptedAt: 3 },
    }));
    const amount = money(1250, 'USD');
    const row = ledger.change(ref('r1'), () => ({ events: [{ type: 'success', amount }] }));
    expect(row).toMatchObject({ giveBack: 'owed', cancelSentAt: null, cancelAcceptedAt: null });
  });

  test('a database that cannot write is unwell, in its own words', () => {
    const { sql, ledger } = setup();
    sql.run('DROP TABLE attempts');
    expect(() => ledger.find(ref('r1'))).toThrow(LedgerUnwell);
  });
});

describe('opening', () => {
  test('an existing ledger keeps its epoch; another one has another', () => {
    const { sql, ledger } = setup();
    expect(makeLedger(sql).epoch).toBe(ledger.epoch);
    expect(sql.all("SELECT value FROM meta WHERE key = 'schema_version'")).toEqual([
      { value: String(LEDGER_VERSION) },
    ]);
  });

  test.each<[string, string[]]>([
    ['newer', ["UPDATE meta SET value = '99' WHERE key = 'schema_version'"]],
    ['other-realm', ["UPDATE meta SET value = 'ffff' WHERE key = 'realm'"]],
    ['not-a-ledger', ['DROP TABLE meta']],
    ['not-a-ledger', ["DELETE FROM meta WHERE key = 'schema_version'"]],
  ])('a file that is %s is refused by name and left as it is', (why, damage) => {
    const { sql } = setup();
    for (const statement of damage) sql.run(statement);
    const before = sql.all('SELECT name FROM sqlite_master ORDER BY name');
    try {
      makeLedger(sql);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(LedgerRefused);
      expect(error).toMatchObject({ why });
    }
    expect(sql.all('SELECT name FROM sqlite_master ORDER BY name')).toEqual(before);
  });
});
