/** What a person may do about a sale, state by state. */
import { describe, expect, it } from 'vitest';
import type { AttemptState } from '../../../src/core/attempt.ts';
import { money } from '../../../src/core/money/money.ts';
import { applySaleEvent } from '../../../src/core/sale-fold.ts';
import type { Sale } from '../../../src/core/sale.ts';
import { canScanAgain, canSettle, canTrust, mayBeCharged, overrideFrom } from '../../../src/till/choices.ts';
import { canRefund } from '../../../src/till/refund-choices.ts';
import { SHOP_MORNING } from '../../fakes/clock.ts';
import { refundedSale, refundOf } from '../../fakes/sales.ts';
import { reference, saleIn, saleOf, says, SENT } from './views.ts';

const cash = { type: 'settled', how: 'cash' } as const;
const trust = { type: 'settled', how: 'trust' } as const;
const cancelAsked = { type: 'cancel-asked', reference } as const;
const UNRESOLVED: AttemptState = { name: 'unresolved', before: { name: 'sent' } };
const STUCK: AttemptState = { name: 'cancelling', charged: false };
const DIFFERS: AttemptState = { name: 'differs', found: money(1, 'USD') };
const DECLINED: AttemptState = { name: 'declined', reason: 'funds' };

describe('goods may be let go on trust', () => {
  it.each<[string, Sale, boolean]>([
    ['before anything was sent', saleIn({ name: 'holding' }), false],
    ['while nothing is known', saleIn({ name: 'sent' }), true],
    ['while the customer must confirm', saleIn({ name: 'waiting' }), true],
    ['while nobody knows for long', saleIn(UNRESOLVED), true],
    ['once a cancel was asked for', saleOf(...SENT, cancelAsked), false],
    ['once the ladder has asked for it', saleIn({ name: 'waiting' }, { cancelAsked: true }), false],
    ['once it has left', saleIn(STUCK, { wanted: 'return' }), false],
    ['twice', saleOf(...SENT, trust), false],
    ['after cash', saleOf(...SENT, cash), false],
    ['when it was declined', saleIn(DECLINED), false],
    ['when it was paid', saleIn({ name: 'paid' }), false],
  ])('%s: %#', (_name, sale, expected) => {
    expect(canTrust(sale, 5_000)).toBe(expected);
  });

  it('up to the limit and not beyond', () => {
    const sale = saleIn({ name: 'sent' });
    expect([1249, 1250, 0].map((limit) => canTrust(sale, limit))).toEqual([false, true, false]);
  });
});

describe('a sale may be ended with cash or given up', () => {
  it.each<[string, Sale, boolean]>([
    ['while it is open', saleIn({ name: 'sent' }), true],
    ['while it is on trust', saleOf(...SENT, trust), true],
    ['when it is owed', saleOf(...SENT, says(DECLINED), trust), true],
    ['not when the trust was paid', saleOf(...SENT, trust, says({ name: 'paid' })), false],
    ['not twice', saleOf(...SENT, cash), false],
    ['not when it is paid', saleIn({ name: 'paid' }), false],
    ['not when another till has it', saleOf(...SENT, { type: 'taken-away' }), false],
    ['not before an attempt was opened', saleOf(), false],
  ])('%s', (_name, sale, expected) => {
    expect(canSettle(sale)).toBe(expected);
  });
});

describe('a fresh code may be read', () => {
  it.each<[string, Sale, boolean]>([
    ['after a refusal', saleIn(DECLINED), true],
    ['not over one that is not final', saleIn(STUCK, { wanted: 'return' }), false],
    ['over one a manager has overridden', saleIn(STUCK, { wanted: 'return', overridden: true }), true],
    ['not for what went on trust', saleOf(...SENT, says(DECLINED), trust), false],
    ['not for a paid one', saleIn({ name: 'paid' }), false],
  ])('%s', (_name, sale, expected) => {
    expect(canScanAgain(sale)).toBe(expected);
  });
});

describe('the manager may override from', () => {
  const from = (sale: Sale) => sale.attempts.map(overrideFrom)[0];
  const at = { mayOverrideAt: SHOP_MORNING + 9, wanted: 'return' } as const;
  it('the time the ledger names, while the cancel has no end, and once', () => {
    expect(from(saleIn(STUCK, at))).toBe(SHOP_MORNING + 9);
    expect(from(saleIn(UNRESOLVED, at))).toBe(SHOP_MORNING + 9);
    expect(from(saleIn(STUCK))).toBeNull();
    expect(from(saleIn(STUCK, { ...at, overridden: true }))).toBeNull();
    expect(from(saleIn({ name: 'returned' }, at))).toBeNull();
  });
});

describe('a customer may have been charged', () => {
  it.each<[AttemptState, boolean]>([
    [{ name: 'ready' }, false],
    [{ name: 'holding' }, true],
    [{ name: 'sent' }, true],
    [{ name: 'waiting' }, true],
    [STUCK, true],
    [UNRESOLVED, true],
    [DIFFERS, true],
    [{ name: 'paid' }, false],
    [DECLINED, false],
    [{ name: 'closed', why: 'cancelled' }, false],
  ])('in %o: %s', (state, expected) => {
    expect(mayBeCharged(saleIn(state))).toBe(expected);
  });

  it('while a person has to say whether a success behind a cancel is kept', () => {
    const undecided = saleOf(...SENT, cancelAsked, says({ name: 'paid' }));
    expect(mayBeCharged(undecided)).toBe(true);
    expect(mayBeCharged(applySaleEvent(undecided, cash, SHOP_MORNING))).toBe(false);
  });

  it('on trust, but not once cash has ended it or another till has it', () => {
    expect(mayBeCharged(saleOf(...SENT, trust))).toBe(true);
    expect(mayBeCharged(saleOf(...SENT, says(DECLINED), trust))).toBe(false);
    expect(mayBeCharged(saleOf(...SENT, cash))).toBe(false);
    expect(mayBeCharged(saleOf(...SENT, { type: 'taken-away' }))).toBe(false);
  });
});

describe('money may be given back', () => {
  it.each<[string, Sale, boolean]>([
    ['of a paid sale', saleIn({ name: 'paid' }), true],
    ['of what a part is left of', refundedSale(1, 1249), true],
    ['not of what is refunded whole', refundedSale(1, 1250), false],
    [
      'not while one is on its way',
      saleIn({ name: 'paid' }, { refunds: [refundOf(1, { state: 'sent' })] }),
      false,
    ],
    [
      'again after one was refused',
      saleIn({ name: 'paid' }, { refunds: [refundOf(1250, { state: 'refused' })] }),
      true,
    ],
    ['not before a person has decided', saleIn({ name: 'paid' }, { cancelAsked: true }), false],
    ['not of what goes back anyway', saleIn({ name: 'paid' }, { wanted: 'return', giveBack: 'owed' }), false],
    ['not of one that differs', saleIn(DIFFERS), false],
  ])('%s', (_name, sale, expected) => {
    expect(canRefund(sale)).toBe(expected);
  });
});
