/** The counter for every state an attempt can be in. */
import { describe, expect, it } from 'vitest';
import type { AttemptState } from '../../../src/core/attempt.ts';
import { money } from '../../../src/core/money/money.ts';
import type { Sale } from '../../../src/core/sale.ts';
import { counterOf, type Typed } from '../../../src/till/counter-view.ts';
import { doubtAt, type Seen } from '../../../src/till/seen.ts';
import type { Action, Counter } from '../../../src/till/view.ts';
import { SHOP_MORNING } from '../../fakes/clock.ts';
import { snapshotOf } from '../../fakes/sales.ts';
import { reference, saleIn, saleOf, says, seen, SENT } from './views.ts';

const typed: Typed = {
  saleId: null,
  amount: money(500, 'USD'),
  note: 'tea',
  number: 'A-0018',
  limitMinor: 100_000,
};
const look = (sale: Sale | null, world: Seen = seen()): Counter => counterOf(sale, typed, world);
const waiting: AttemptState = { name: 'waiting' };

describe('the counter', () => {
  it.each<[AttemptState, Counter['name'], readonly Action[]]>([
    [{ name: 'opening' }, 'ready', ['back']],
    [{ name: 'ready' }, 'ready', ['back']],
    [{ name: 'holding' }, 'held', ['back', 'send-now', 'cash', 'next-customer']],
    [{ name: 'sent' }, 'charging', []],
    [waiting, 'waiting', ['extend', 'cancel', 'next-customer']],
    [{ name: 'cancelling', charged: false }, 'cancelling', ['cash', 'next-customer']],
    [{ name: 'cancelling', charged: true }, 'cancelling', ['cash', 'next-customer']],
    [{ name: 'differs', found: money(1, 'USD') }, 'differs', ['keep', 'give-back', 'next-customer']],
    [{ name: 'unresolved', before: { name: 'sent' } }, 'unresolved', ['cash', 'next-customer']],
    [{ name: 'paid' }, 'paid', ['receipt', 'next-sale']],
    [{ name: 'declined', reason: 'funds' }, 'declined', ['scan-again', 'cash', 'abandon']],
    [{ name: 'returned' }, 'returned', ['scan-again', 'cash', 'abandon']],
    [{ name: 'closed', why: 'expired' }, 'closed', ['scan-again', 'cash', 'abandon']],
    [{ name: 'closed', why: 'refused' }, 'closed', ['scan-again', 'cash', 'abandon']],
    [{ name: 'closed', why: 'cancelled' }, 'closed', ['scan-again', 'cash', 'abandon']],
    [{ name: 'closed', why: 'timed-out' }, 'closed', ['scan-again', 'cash', 'abandon']],
    [{ name: 'closed', why: 'by-hand' }, 'closed', ['scan-again', 'cash', 'abandon']],
  ])('with an attempt %o is %s and offers %j', (state, name, actions) => {
    const counter = look(saleIn(state));
    expect(counter).toMatchObject({ name, actions, number: 'A-0001', amount: { minor: 1250 } });
  });

  it('waits for a person where the charge came after a cancel was asked for', () => {
    const actions = ['keep', 'give-back', 'next-customer'];
    const asked = saleIn({ name: 'paid' }, { cancelAsked: true });
    expect(look(asked)).toMatchObject({ name: 'paid-after-all', actions });
    const unheard = saleOf(...SENT, { type: 'cancel-asked', reference }, says({ name: 'paid' }));
    expect(look(unheard)).toMatchObject({ name: 'paid-after-all', actions });
  });

  it.each<['owed' | 'done' | 'listed', Counter['name'], readonly Action[]]>([
    ['owed', 'cancelling', ['cash', 'next-customer']],
    ['done', 'returned', ['scan-again', 'cash', 'abandon']],
    ['listed', 'unresolved', ['cash', 'next-customer']],
  ])('never says paid of what is given back: %s is %s', (giveBack, name, actions) => {
    expect(look(saleIn({ name: 'paid' }, { wanted: 'return', giveBack }))).toMatchObject({ name, actions });
  });

  it('offers the override from the time the ledger names, and then the next code', () => {
    const stuck: AttemptState = { name: 'cancelling', charged: false };
    const word = { wanted: 'return', mayOverrideAt: SHOP_MORNING + 120_000 } as const;
    const overrideAt = SHOP_MORNING + 113_000;
    const at = (now: number) => seen({ now, toWall: (serverTime) => serverTime - 7_000 });
    const before = { overrideAt, actions: ['cash', 'next-customer'] };
    expect(look(saleIn(stuck, word), at(overrideAt - 1))).toMatchObject(before);
    const after = { overrideAt, actions: ['override', 'cash', 'next-customer'] };
    expect(look(saleIn(stuck, word), at(overrideAt))).toMatchObject(after);
    const overridden = saleIn(stuck, { ...word, overridden: true });
    const next = { overrideAt: null, actions: ['scan-again', 'cash', 'next-customer'] };
    expect(look(overridden, at(overrideAt))).toMatchObject(next);
  });

  it('proposes trust within the limit, while nothing is known', () => {
    const limited = (trustLimitMinor: number) => seen({ now: SHOP_MORNING + 9_000, trustLimitMinor });
    const sale = saleIn({ name: 'sent' });
    expect(look(sale, limited(1250))).toMatchObject({
      actions: ['cancel', 'cash', 'trust', 'next-customer'],
    });
    expect(look(sale, limited(1249))).toMatchObject({ actions: ['cancel', 'cash', 'next-customer'] });
    const unresolved = saleIn({ name: 'unresolved', before: { name: 'sent' } });
    expect(look(unresolved, limited(1250))).toMatchObject({ actions: ['trust', 'cash', 'next-customer'] });
  });

  it('offers no fresh code for what went on trust and was not paid', () => {
    const declined = says({ name: 'declined', reason: 'funds' });
    const owed = saleOf(...SENT, declined, { type: 'settled', how: 'trust' });
    expect(look(owed)).toMatchObject({ name: 'declined', actions: ['cash', 'abandon', 'next-customer'] });
  });

  it('shows the address of the customer’s copy, where a phone can reach it', () => {
    const sale = saleIn({ name: 'paid' }, { receiptToken: 'a'.repeat(26) });
    expect(look(sale)).toMatchObject({ name: 'paid', receiptUrl: null });
    const world = seen({ publicUrl: 'https://pay.example/' });
    expect(look(sale, world)).toMatchObject({ receiptUrl: `https://pay.example/r/${'a'.repeat(26)}` });
  });

  it('is the keypad without a sale, and with one that was taken back', () => {
    const keypad = { name: 'amount', amount: { minor: 500 }, note: 'tea', number: 'A-0018', problem: null };
    expect(look(null)).toMatchObject(keypad);
    expect(look(saleIn({ name: 'closed', why: 'withdrawn' }))).toMatchObject(keypad);
  });

  it.each([
    [0, 'zero'],
    [1, null],
    [100_000, null],
    [100_001, 'over-limit'],
  ])('at %i minor units says %s', (minor, problem) => {
    expect(counterOf(null, { ...typed, amount: money(minor, 'USD') }, seen())).toMatchObject({ problem });
  });

  it('is in doubt at once where the wall was set back to before the code was sent, and plans nothing for later', () => {
    const yearAgo = seen({ now: SHOP_MORNING - 365 * 86_400_000 });
    const sale = saleIn({ name: 'sent' });
    expect(look(sale, yearAgo)).toMatchObject({
      name: 'in-doubt',
      actions: ['cancel', 'cash', 'next-customer'],
    });
    expect(sale.attempts.map((attempt) => doubtAt(attempt, yearAgo))).toEqual([yearAgo.now]);
  });

  it('draws the life of the code, and then the window to confirm', () => {
    const life = { startsAt: SHOP_MORNING, endsAt: SHOP_MORNING + 60_000 };
    expect(look(saleIn({ name: 'holding' }))).toMatchObject({ ring: life });
    expect(look(saleIn({ name: 'sent' }))).toMatchObject({ ring: life });
    const behind = seen({ toWall: (serverTime) => serverTime - 7_000 });
    expect(look(saleIn(waiting, { confirmBy: SHOP_MORNING + 67_000 }), behind)).toMatchObject({ ring: life });
  });

  it('offers no extension that is used up and no second cancel', () => {
    expect(look(saleIn(waiting, { extensionsLeft: 0 }))).toMatchObject({
      actions: ['cancel', 'next-customer'],
    });
    const cancelled = saleOf(...SENT, says(waiting), { type: 'cancel-asked', reference });
    expect(look(cancelled)).toMatchObject({ actions: ['cash', 'next-customer'] });
  });
});

describe('doubt', () => {
  const at = (afterMs: number, change: Partial<Seen> = {}): Seen =>
    seen({ now: SHOP_MORNING + afterMs, ...change });
  const down = { states: seen().legs.states, broken: 'wifi' } as const;

  it('begins five seconds after pay has begun', () => {
    expect(look(saleIn({ name: 'sent' }), at(4_999)).name).toBe('charging');
    expect(look(saleIn({ name: 'sent' }), at(5_000))).toMatchObject({
      name: 'in-doubt',
      sentAt: SHOP_MORNING,
      actions: ['cancel', 'cash', 'next-customer'],
    });
  });

  it('comes to a waiting sale only when the proxy is silent', () => {
    expect(look(saleIn(waiting), at(50_000)).name).toBe('waiting');
    const unheard = { unheardSince: SHOP_MORNING + 20_000 };
    expect(look(saleIn(waiting), at(24_999, unheard)).name).toBe('waiting');
    expect(look(saleIn(waiting), at(25_000, unheard)).name).toBe('in-doubt');
  });

  it.each<[string, Partial<Seen>, Sale, string]>([
    ['a broken link first', { legs: down, unheardSince: 1 }, saleIn({ name: 'sent' }), 'wifi'],
    ['the proxy, which has not said that it has the pay', {}, saleIn({ name: 'sent' }), 'proxy'],
    [
      'the gateway, when the ledger says so',
      {},
      saleOf(...SENT, says({ name: 'sent' }, { leg: 'gateway-silent' })),
      'gateway',
    ],
    ['the wallet, when all else answers', {}, saleOf(...SENT, says({ name: 'sent' })), 'wallet'],
  ])('blames %s', (_name, change, sale, silent) => {
    expect(look(sale, at(9_000, change))).toMatchObject({ name: 'in-doubt', silent });
  });

  it('counts the questions and says when the next one is, by the freshest word', () => {
    const nextAskAt = SHOP_MORNING + 12_000;
    const latest = () => snapshotOf(1, { state: { name: 'sent' }, asked: 4, nextAskAt });
    expect(look(saleIn({ name: 'sent' }), at(9_000, { latest }))).toMatchObject({ asked: 4, nextAskAt });
  });

  it('promises no next question while nobody can be asked, and none about an order without pay', () => {
    const nextAskAt = SHOP_MORNING + 12_000;
    const known = saleOf(...SENT, says({ name: 'sent' }, { nextAskAt, asked: 2 }));
    expect(look(known, at(9_000, { unheardSince: 1 }))).toMatchObject({ asked: 2, nextAskAt: null });
    const order = () => snapshotOf(1, { state: { name: 'ready' }, asked: 1, nextAskAt });
    expect(look(saleIn({ name: 'sent' }), at(9_000, { latest: order }))).toMatchObject({
      asked: 0,
      nextAskAt: null,
    });
  });
});
