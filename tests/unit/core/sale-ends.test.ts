/** How a person ends a sale, gives money back, hands it to another till; and what another ledger says of it. */
import { describe, expect, it } from 'vitest';

import type { AttemptSnapshot } from '../../../src/core/attempt-snapshot.ts';
import { money } from '../../../src/core/money/money.ts';
import type { Refund } from '../../../src/core/refund.ts';
import { applySaleEvent, openSale } from '../../../src/core/sale-fold.ts';
import type { SaleEvent, Settled } from '../../../src/core/sale.ts';
import {
  currentAttempt,
  isSettleOwed,
  isUnfinished,
  isUnsettled,
  saleState,
} from '../../../src/core/sale-state.ts';
import {
  amount,
  attempting,
  begin,
  first,
  news,
  read,
  saleId,
  second,
  snapshot,
  tell,
} from './sale-story.ts';

describe('cash', () => {
  it('withdraws what was not sent', () => {
    const sale = tell(attempting, read(first), { type: 'settled', how: 'cash' });
    expect(currentAttempt(sale)).toMatchObject({ fenceOwed: 'withdrawn', wanted: 'return' });
    expect(currentAttempt(sale)?.state).toEqual({ name: 'closed', why: 'withdrawn' });
  });

  it('makes a running charge unwanted, and the sale is finished when the money is back and the ledger told', () => {
    const sale = tell(attempting, read(first), begin(first), { type: 'settled', how: 'cash' });
    expect(currentAttempt(sale)).toMatchObject({ wanted: 'return', state: { name: 'sent' } });
    const back = news(first, { name: 'returned' }, { wanted: 'return' });
    const returned = [back, { type: 'settle-told' } as const].reduce(
      (s, e) => applySaleEvent(s, e, 9000),
      sale,
    );
    expect(isUnfinished(returned)).toBe(false);
    expect(isUnsettled(returned)).toBe(false);
  });

  it('taken just as the charge was paid is owed back, also when older news comes behind it', () => {
    const sale = tell(attempting, read(first), begin(first), news(first, { name: 'paid' }), {
      type: 'settled',
      how: 'cash',
    });
    expect(currentAttempt(sale)).toMatchObject({ giveBack: 'owed', wanted: 'return' });
    expect(saleState(sale)).toBe('cash');
    const again = applySaleEvent(sale, news(first, { name: 'paid' }, { version: 2 }), 9000);
    expect(currentAttempt(again)).toMatchObject({ giveBack: 'owed', wanted: 'return' });
    expect(isUnfinished(again)).toBe(true);
  });

  it('on trust leaves the attempt wanted', () => {
    const sale = tell(attempting, read(first), begin(first), trusted);
    expect(currentAttempt(sale)?.wanted).toBe('keep');
  });
});

const trusted: SaleEvent = { type: 'settled', how: 'trust' };

describe('a sale on trust', () => {
  const sent = tell(attempting, read(first), begin(first), trusted);
  it('is on trust until the truth, then paid or owed', () => {
    expect(saleState(sent)).toBe('trust');
    expect(isUnsettled(sent)).toBe(false);
    expect(saleState(applySaleEvent(sent, news(first, { name: 'paid' }), 9000))).toBe('paid');
    const owed = applySaleEvent(sent, news(first, { name: 'declined', reason: 'funds' }), 9000);
    expect(saleState(owed)).toBe('owed');
    expect(isUnsettled(owed)).toBe(true);
  });
  it('may still be settled in cash, which the ledger must hear and which makes the charge unwanted', () => {
    const told = applySaleEvent(sent, { type: 'settle-told' }, 8000);
    const cash = applySaleEvent(told, { type: 'settled', how: 'cash' }, 9000);
    expect(cash).toMatchObject({ settled: 'cash', settleTold: false });
    expect(currentAttempt(cash)?.wanted).toBe('return');
    expect(() => applySaleEvent(cash, trusted, 9500)).toThrow('once');
  });
});

describe('a refund asked for here', () => {
  const paid = tell(attempting, read(first), begin(first), news(first, { name: 'paid' }), {
    type: 'refund-asked',
    reference: first,
    n: 1,
    amount,
    reason: 'cold tea',
    sendBy: 9_000,
  });
  const refund: Refund = {
    n: 1,
    amount,
    by: 'manager',
    reason: 'cold tea',
    state: 'asked',
    askedAt: 0,
    sentAt: null,
    tries: 0,
    acceptedAt: null,
    refusedAt: null,
    absentAt: null,
  };
  it('keeps the sale unfinished until the ledger has it and it has ended', () => {
    expect(isUnfinished(paid)).toBe(true);
    const known = applySaleEvent(
      paid,
      news(first, { name: 'paid' }, { version: 2, refunds: [refund] }),
      9000,
    );
    expect(currentAttempt(known)).toMatchObject({ refundAsked: null, refunds: [refund] });
    expect(isUnfinished(known)).toBe(true);
    const done = news(first, { name: 'paid' }, { version: 3, refunds: [{ ...refund, state: 'done' }] });
    expect(isUnfinished(applySaleEvent(known, done, 9500))).toBe(false);
  });
  it('is dropped by its number only', () => {
    const other = applySaleEvent(paid, { type: 'refund-dropped', reference: first, n: 2 }, 9000);
    expect(currentAttempt(other)?.refundAsked?.n).toBe(1);
    const dropped = applySaleEvent(paid, { type: 'refund-dropped', reference: first, n: 1 }, 9000);
    expect(isUnfinished(dropped)).toBe(false);
  });
});

describe('a sale that changes its till', () => {
  const settledThere = {
    number: 'A-0017',
    day: '2026-11-24',
    amount,
    from: 'Till A',
    settled: null,
  } as const;
  const waiting = snapshot(first, { name: 'waiting' }, { sentAt: 5, version: 4 });
  it('begins at the other till as the ledger knows it', () => {
    const taken = openSale(saleId, { type: 'taken-over', ...settledThere, attempts: [waiting] }, 100);
    expect(taken).toMatchObject({ number: 'A-0017', onRoll: true, takenAway: false });
    expect(currentAttempt(taken)).toMatchObject({
      state: { name: 'waiting' },
      payBegunAt: 5,
      ledger: waiting,
    });
    expect(saleState(taken)).toBe('charging');
  });
  it('is nobody’s here any more, and owes nothing', () => {
    const lost = tell(attempting, { type: 'backed-out', reference: first }, { type: 'taken-away' });
    expect(isUnfinished(lost)).toBe(false);
    expect(isUnsettled(lost)).toBe(false);
    expect(currentAttempt(lost)?.fenceOwed).toBeNull();
  });
  it('owes only that its charges are not wanted, where cash was taken before', () => {
    const ended = (how: Settled) => tell(attempting, read(first), begin(first), { type: 'settled', how });
    const gone = (how: Settled) => applySaleEvent(ended(how), { type: 'taken-away' }, 9000);
    expect((['cash', 'abandoned', 'trust'] as const).map((how) => isUnfinished(gone(how)))).toEqual([
      true,
      true,
      false,
    ]);
    expect(isUnfinished(applySaleEvent(gone('cash'), { type: 'settle-told' }, 9100))).toBe(false);
  });

  describe('and comes back', () => {
    const other = money(990, 'USD');
    const back = (attempts: readonly AttemptSnapshot[], settled: Settled | null = null): SaleEvent => ({
      type: 'taken-over',
      ...settledThere,
      amount: other,
      settled,
      attempts,
    });
    const theirs = snapshot(second, { name: 'waiting' }, { amount: other, sentAt: 5, version: 4 });
    const declined = { ...theirs, state: { name: 'declined', reason: 'funds' } } as const;
    const away = (...events: SaleEvent[]) =>
      tell(attempting, read(first), begin(first), ...events, { type: 'taken-away' });

    it('brings what the other till opened, and its sum, whatever is still under way here', () => {
      const sale = applySaleEvent(away(), back([theirs]), 9000);
      expect(sale).toMatchObject({ takenAway: false, takenOver: true, amount: other });
      expect(sale.attempts.map(({ reference, state }) => [reference, state.name])).toEqual([
        [first, 'sent'],
        [second, 'waiting'],
      ]);
    });
    it('puts what has ended before what goes on', () => {
      const sale = applySaleEvent(away(), back([declined]), 9000);
      expect(sale.attempts.map(({ reference }) => reference)).toEqual([second, first]);
    });
    it('keeps its own sum where the other till opened nothing', () => {
      expect(applySaleEvent(away(), back([]), 9000).amount).toEqual(amount);
    });
    it('owes its cash once more, unless the record says that the sale was ended', () => {
      const cash = away({ type: 'settled', how: 'cash' });
      const told = applySaleEvent(cash, { type: 'settle-told' }, 9000);
      const owes = (settled: Settled | null) =>
        isSettleOwed(applySaleEvent(told, back([theirs], settled), 9100));
      expect([owes(null), owes('trust'), owes('cash'), owes('abandoned')]).toEqual([
        true,
        true,
        false,
        false,
      ]);
    });
  });
});

describe('law 7’s override', () => {
  it('lets the next attempt open over one that has not ended', () => {
    const stuck = news(first, { name: 'cancelling', charged: false }, { wanted: 'return', overridden: true });
    const sale = tell(attempting, read(first), begin(first), stuck, {
      type: 'attempt-opened',
      reference: second,
    });
    expect(currentAttempt(sale)?.reference).toBe(second);
  });
});

describe('news of another epoch', () => {
  it('is news whatever its version says', () => {
    const sent = tell(attempting, read(first), begin(first), news(first, { name: 'sent' }, { version: 9 }));
    const restored = news(first, { name: 'waiting' }, { version: 2, epoch: 'epoch2' });
    expect(currentAttempt(applySaleEvent(sent, restored, 9000))?.state.name).toBe('waiting');
  });
});
