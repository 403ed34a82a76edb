/** Rows of an earlier version are read as what they meant; what is broken stays corrupt. */
import { describe, expect, it } from 'vitest';
import { money } from '../../../src/core/money/money.ts';
import { JournalError } from '../../../src/journal/journal.ts';
import { readEntry, readSale } from '../../../src/journal/read-rows.ts';
import { referenceOf, refundedSale, saleIdOf, sentSale, snapshotOf, told } from '../../fakes/sales.ts';

const LATER = [
  'takenAway',
  'takenOver',
  'refundAsked',
  'cancelTold',
  'taken',
  'refunds',
  'epoch',
  'till',
  'mayOverrideAt',
  'overridden',
];

/** The row without what came later, at any depth. */
function earlier(row: unknown): unknown {
  if (Array.isArray(row)) return row.map(earlier);
  if (typeof row !== 'object' || row === null) return row;
  const kept = Object.entries(row).filter(([key]) => !LATER.includes(key));
  return Object.fromEntries(kept.map(([key, value]) => [key, earlier(value)]));
}

describe('a row of an earlier version', () => {
  it('is a sale that nobody took and nothing went back of', () => {
    const sale = told(sentSale(1), 1, { state: { name: 'waiting' } });
    const read = readSale(earlier(sale));
    expect(read).toMatchObject({ id: sale.id, takenAway: false, takenOver: false });
    expect(read.attempts[0]).toMatchObject({
      refundAsked: null,
      cancelTold: false,
      taken: null,
      refunds: [],
      state: { name: 'waiting' },
    });
    expect(read.attempts[0]?.ledger).toMatchObject({ epoch: '0', till: '-', overridden: false });
  });

  it('is an entry with its news', () => {
    const event = { type: 'news', snapshot: snapshotOf(1, { state: { name: 'paid' } }) };
    const read = readEntry(earlier({ seq: 1, at: 5, saleId: saleIdOf(1), event }));
    expect(read.event).toMatchObject({ type: 'news', snapshot: { state: { name: 'paid' }, refunds: [] } });
  });

  it('is a refund without an end, asked for: the next look decides', () => {
    const reference = referenceOf(1);
    const asked = { n: 1, amount: money(100, 'USD'), reason: 'cup' };
    const event = { type: 'refund-asked', reference, ...asked };
    expect(readEntry({ seq: 1, at: 5, saleId: saleIdOf(1), event }).event).toEqual({ ...event, sendBy: 0 });
    const [attempt] = sentSale(1).attempts;
    const sale = { ...sentSale(1), attempts: [{ ...attempt, refundAsked: asked }] };
    expect(readSale(sale).attempts[0]?.refundAsked).toEqual({ ...asked, sendBy: 0 });
  });

  it('of this version is read as it is', () => {
    const sale = refundedSale(1, 250);
    expect(readSale(sale)).toEqual(sale);
  });

  it.each([null, 7, {}, { id: 'x' }])('that is %j is corrupt', (row) => {
    expect(() => readSale(row)).toThrow(JournalError);
    expect(() => readEntry(row)).toThrow(JournalError);
  });
});
