/** A sale folded from the journal, and how the ledger's word is taken in. */
import { describe, expect, it } from 'vitest';
import { adopt } from '../../../src/core/attempt-snapshot.ts';
import type { AttemptState, AttemptStateName } from '../../../src/core/attempt.ts';
import { isReference, isSaleId, makeReference } from '../../../src/core/ids.ts';
import { money } from '../../../src/core/money/money.ts';
import { applySaleEvent } from '../../../src/core/sale-fold.ts';
import type { SaleEvent } from '../../../src/core/sale.ts';
import { currentAttempt, isUnfinished, saleState } from '../../../src/core/sale-state.ts';
import { attempting, begin, first, news, random, read, saleId, second, tell } from './sale-story.ts';

describe('a sale', () => {
  it('is open, charging, then paid', () => {
    expect(saleState(tell(attempting))).toBe('open');
    expect(saleState(tell(attempting, read(first), begin(first)))).toBe('charging');
    expect(saleState(tell(attempting, read(first), begin(first), news(first, { name: 'paid' })))).toBe(
      'paid',
    );
  });

  it('remembers the read, the wallet and when pay began, also when pay is begun twice', () => {
    const attempt = currentAttempt(tell(attempting, read(first), begin(first), begin(first)));
    expect(attempt).toMatchObject({ readAt: 2000, payBegunAt: 3000, wallet: 'alipay', sendBy: 60_000 });
  });

  it('opens no attempt beside a running one', () => {
    expect(() => tell(attempting, { type: 'attempt-opened', reference: second })).toThrow('not final');
  });

  it('opens the next one after a refusal', () => {
    const sale = tell(
      attempting,
      read(first),
      begin(first),
      news(first, { name: 'declined', reason: 'funds' }),
      {
        type: 'attempt-opened',
        reference: second,
      },
    );
    expect(currentAttempt(sale)?.reference).toBe(second);
    expect(saleState(sale)).toBe('open');
  });

  it('changes its amount only while nothing runs', () => {
    const amended: SaleEvent = { type: 'sale-amended', amount: money(999, 'USD'), note: 'tea' };
    expect(() => tell(attempting, amended)).toThrow('cannot change');
    const sale = tell(attempting, { type: 'backed-out', reference: first }, amended);
    expect(sale).toMatchObject({ amount: money(999, 'USD'), note: 'tea' });
    expect(currentAttempt(sale)).toMatchObject({
      fenceOwed: 'withdrawn',
      state: { name: 'closed', why: 'withdrawn' },
    });
  });

  it('owes the fence until the ledger says how the attempt ended', () => {
    const backed = tell(attempting, { type: 'backed-out', reference: first });
    expect(isUnfinished(backed)).toBe(true);
    const stillOpen = applySaleEvent(backed, news(first, { name: 'ready' }), 9000);
    expect(currentAttempt(stillOpen)?.fenceOwed).toBe('withdrawn');
    const told = applySaleEvent(
      stillOpen,
      news(first, { name: 'closed', why: 'withdrawn' }, { version: 2 }),
      9500,
    );
    expect(isUnfinished(told)).toBe(false);
  });

  it('is never moved by older news', () => {
    const paid = tell(attempting, read(first), begin(first), news(first, { name: 'paid' }, { version: 7 }));
    expect(applySaleEvent(paid, news(first, { name: 'waiting' }, { version: 6 }), 9000)).toBe(paid);
  });

  it('is settled once', () => {
    const sale = tell(attempting, { type: 'settled', how: 'cash' });
    expect(saleState(sale)).toBe('cash');
    expect(() => applySaleEvent(sale, { type: 'settled', how: 'abandoned' }, 9000)).toThrow('once');
  });
});

describe('the ledger’s word against the till’s', () => {
  const state = (name: AttemptStateName): AttemptState => {
    switch (name) {
      case 'cancelling':
        return { name, charged: false };
      case 'differs':
        return { name, found: money(1, 'USD') };
      case 'unresolved':
        return { name, before: { name: 'sent' } };
      case 'declined':
        return { name, reason: 'funds' };
      case 'closed':
        return { name, why: 'cancelled' };
      default:
        return { name };
    }
  };
  const names: AttemptStateName[] = [
    'opening',
    'ready',
    'holding',
    'sent',
    'waiting',
    'cancelling',
    'differs',
    'unresolved',
    'paid',
    'declined',
    'returned',
    'closed',
  ];
  /** Rows: the till's state; columns: the ledger's. t taken, k kept, ! contradiction. */
  const table: Record<AttemptStateName, string> = {
    opening: 't t t t t t t t t t t t',
    ready: 'k t t t t t t t t t t t',
    holding: 'k k t t t t t t t t t t',
    sent: 'k k k t t t t t t t t t',
    waiting: 'k k k k t t t t t t t t',
    cancelling: 'k k k k k t t t t t t t',
    differs: 'k k k k k t t t t t t t',
    unresolved: 'k k k t t t t t t t t t',
    paid: 'k k k k k k k k k ! ! !',
    declined: 'k k k k k k k k ! k k k',
    returned: 'k k k k k k k k ! k k k',
    closed: 'k k k k k k k k ! k k k',
  };
  const verdicts = { t: 'taken', k: 'kept', '!': 'contradiction' } as const;
  const cells = names.flatMap((local) =>
    table[local]
      .split(' ')
      .map(
        (mark, index) => [local, names[index] ?? 'paid', verdicts[mark as keyof typeof verdicts]] as const,
      ),
  );
  it.each(cells)('%s against %s: %s', (local, ledger, verdict) => {
    const adoption = adopt(state(local), state(ledger));
    expect(adoption.verdict).toBe(verdict);
    expect(adoption.state).toEqual(verdict === 'taken' ? state(ledger) : state(local));
  });
  it('"Not charged" against "given back" is a contradiction: there was a charge', () => {
    expect(adopt({ name: 'closed', why: 'expired' }, { name: 'returned' }).verdict).toBe('contradiction');
  });
  it('what one ledger has put on the list is under way again where the one that answers now still asks', () => {
    const listed = { name: 'unresolved', before: { name: 'cancelling', charged: false } } as const;
    expect(adopt(listed, { name: 'sent' })).toEqual({ state: listed, verdict: 'kept' });
    expect(adopt(listed, { name: 'cancelling', charged: false }).verdict).toBe('taken');
  });
  it('covers every pair', () => {
    expect(cells).toHaveLength(names.length ** 2);
  });

  it.each([
    [1250, 'known before', false],
    [1250, 'known with it', false],
    [1, 'known before', true],
    [1, 'known with it', true],
  ])(
    'paid with %d of 1250 refunded, %s, against "given back": a contradiction is %s',
    (minor, when, expected) => {
      const refund = {
        n: 1,
        by: 'manager',
        reason: 'goods',
        state: 'done',
        askedAt: 1,
        sentAt: 1,
        tries: 1,
      } as const;
      const never = { acceptedAt: null, refusedAt: null, absentAt: null };
      const refunds = [{ ...refund, ...never, amount: money(minor, 'USD') }];
      const sale = tell(
        attempting,
        news(first, { name: 'paid' }, { version: 2, refunds: when === 'known before' ? refunds : [] }),
        news(first, { name: 'returned' }, { version: 3, refunds }),
      );
      expect(currentAttempt(sale)?.contradiction).toBe(expected);
    },
  );

  it.each([
    ['a person’s, and the ledger knew', true, true, 'done', false],
    ['a person’s, of which the ledger had forgotten', true, false, 'none', true],
    ['the ladder’s', false, true, 'none', true],
  ])(
    'paid after a cancel, %s, against "given back"',
    (_whose, isAsked, cancelAsked, giveBack, contradiction) => {
      const asked: SaleEvent[] = isAsked ? [{ type: 'cancel-asked', reference: first }] : [];
      const paid = news(first, { name: 'paid' }, { version: 2, cancelAsked });
      const returned = news(first, { name: 'returned' }, { version: 3, cancelAsked });
      const sale = tell(attempting, ...asked, paid, returned);
      expect(currentAttempt(sale)).toMatchObject({ state: { name: 'paid' }, giveBack, contradiction });
    },
  );

  it('a contradiction keeps the till’s state and is marked until the ledger says the same of the money', () => {
    const back: SaleEvent = { type: 'backed-out', reference: first };
    const paid = news(first, { name: 'paid' });
    const state = { name: 'closed', why: 'withdrawn' };
    expect(currentAttempt(tell(attempting, back, paid))).toMatchObject({ contradiction: true, state });
    const agreed = tell(
      attempting,
      back,
      paid,
      news(first, { name: 'closed', why: 'timed-out' }, { version: 9 }),
    );
    expect(currentAttempt(agreed)).toMatchObject({ contradiction: false, state });
  });
});

describe('names', () => {
  it('are 26 characters of 130 random bits, at most 32 of [0-9a-z]', () => {
    expect(first).toMatch(/^[0-9a-z]{26}$/);
    expect(isReference(first)).toBe(true);
    expect(isSaleId(saleId)).toBe(true);
    expect(isReference('A')).toBe(false);
    expect(isReference('a'.repeat(33))).toBe(false);
    expect(isReference('')).toBe(false);
    expect(new Set(Array.from({ length: 200 }, () => makeReference(random))).size).toBeGreaterThan(7);
  });
});
