/** What of the ledger's words is an entry, and when a sale has gone to another till. */
import { describe, expect, it } from 'vitest';
import type { AttemptSnapshot } from '../../../src/core/attempt-snapshot.ts';
import { newsChange } from '../../../src/sync/news-change.ts';
import { OWN_TILL, referenceOf, refundOf, sentSale, snapshotOf, told } from '../../fakes/sales.ts';

const known: Partial<AttemptSnapshot> = { version: 5, state: { name: 'waiting' } };
const sale = told(sentSale(1), 1, known);
const events = (change: Partial<AttemptSnapshot>, ownTill: string | null = OWN_TILL): string[] =>
  (newsChange(sale, snapshotOf(1, { ...known, version: 6, ...change }), ownTill)?.events ?? []).map(
    ({ type }) => type,
  );

describe('a word of the ledger', () => {
  it.each<[string, Partial<AttemptSnapshot>, string[]]>([
    ['that is older says nothing', { version: 4, state: { name: 'paid' } }, []],
    ['of another epoch is no older', { epoch: 'e2', version: 1 }, ['news']],
    ['of counters alone is no entry', { asked: 9, nextAskAt: 12 }, []],
    ['of a wish for a cancel is one', { cancelAsked: true }, ['news']],
    ['of a refund is one', { refunds: [refundOf(100)] }, ['news']],
    ['of when a manager may override is one', { mayOverrideAt: 9 }, ['news']],
    ['of another till than before means that the sale has gone', { till: 't2' }, ['news', 'taken-away']],
  ])('%s', (_name, change, expected) => {
    expect(events(change)).toEqual(expected);
  });

  it('that the refund was asked about once more is no entry', () => {
    const refunding = told(sale, 1, { ...known, version: 6, refunds: [refundOf(100, { state: 'sent' })] });
    const again = snapshotOf(1, {
      ...known,
      version: 7,
      refunds: [refundOf(100, { state: 'sent', absentAt: 9 })],
    });
    expect(newsChange(refunding, again, OWN_TILL)).toBeNull();
  });

  it('of this till’s new id is no loss: it was paired anew, or has taken the sale itself', () => {
    expect(events({ till: 't2' }, 't2')).toEqual(['news']);
    expect(events({ till: 't2' }, null)).toEqual(['news']);
  });

  it('of a till, where an earlier version had kept none, is no loss', () => {
    const old = told(sentSale(1), 1, { ...known, till: '-' });
    const word = snapshotOf(1, { ...known, version: 6, till: 't2', state: { name: 'paid' } });
    expect(newsChange(old, word, OWN_TILL)?.events.map(({ type }) => type)).toEqual(['news']);
  });

  it('that another ledger knows an attempt that is over is no entry', () => {
    const paid = told(sentSale(1), 1, { version: 5, state: { name: 'paid' } });
    const word = snapshotOf(1, { epoch: 'e2', version: 1, state: { name: 'paid' } });
    expect(newsChange(paid, word, OWN_TILL)).toBeNull();
  });

  it('of a sale that has gone changes nothing more, and lets its codes go', () => {
    const change = newsChange(sale, snapshotOf(1, { ...known, version: 6, till: 't2' }), OWN_TILL);
    expect(change?.drop).toEqual([referenceOf(1)]);
    const gone = { ...sale, takenAway: true };
    expect(newsChange(gone, snapshotOf(1, { version: 9, state: { name: 'paid' } }), OWN_TILL)).toBeNull();
  });
});
