/** Whole sales, by HTTP alone: every way one attempt can end. */
import { expect, test } from 'vitest';
import type { Reference } from '../../src/core/ids.ts';
import { attemptOf, refundsOf, stateOf, type SaleInHand } from '../proxy-with-gateway/hand-till.ts';
import { until, untilState, type Stage } from './stage.ts';

function begin(stage: Stage, amountMinor = 1250): { sale: SaleInHand; reference: Reference } {
  const sale = stage.till.sale(amountMinor);
  return { sale, reference: sale.reference() };
}

/** Cases over a shop that others use, too. */
export function saleCases(stage: () => Stage): void {
  test('Charge opens the order, the code is charged, and the gateway’s book says so once', async () => {
    const { sale, reference } = begin(stage());
    expect(stateOf(await sale.open(reference))).toBe('ready');
    const paid = attemptOf(await sale.pay(reference, (await stage().mint()).code));
    expect([paid.state.name, paid.transactionNo?.length]).toEqual(['paid', 18]);
    expect(await stage().book(reference)).toEqual({ charges: 1, givenBack: '0.00' });
  });

  test('a code read before anything was opened is added and paid by one request', async () => {
    const { sale, reference } = begin(stage());
    expect(stateOf(await sale.pay(reference, (await stage().mint()).code))).toBe('paid');
  });

  test.each([
    ['no-funds', {}, /^declined\(/],
    ['risk', {}, /^declined\(/],
    ['pay', { lifeMs: 1 }, /^declined\(/],
  ])('a wallet that says no (%s %j) ends the attempt', async (behaviour, extra, state) => {
    const { sale, reference } = begin(stage());
    const { code } = await stage().mint(behaviour, extra);
    expect(stateOf(await sale.pay(reference, code))).toMatch(state);
    expect(await stage().book(reference)).toEqual({ charges: 0, givenBack: '0.00' });
  });

  test.each([
    ['confirm', 'paid'],
    ['refuse', 'declined'],
  ])('a customer who is asked can %s', async (key, state) => {
    const { sale, reference } = begin(stage());
    const { id, code } = await stage().mint('confirm');
    expect(stateOf(await sale.pay(reference, code))).toBe('waiting');
    await stage().sim('POST', `/wallets/codes/${id}/${key}`);
    const ended = await until(
      async () => stateOf(await sale.look(reference)),
      (name) => name !== 'waiting',
      6_000,
    );
    expect(ended).toContain(state);
  });

  test.each([
    ['error-after', {}],
    ['garbage', {}],
    ['refuse', {}],
    ['unknown-status', {}],
  ])(
    'an answer of pay that says nothing (%s) leaves it in doubt, until the question ends it',
    async (kind, extra) => {
      const { sale, reference } = begin(stage());
      await sale.open(reference);
      await stage().fault(kind, reference, { call: 'pay', ...extra });
      await stage().fault('webhook-never', reference);
      const { code } = await stage().mint();
      await sale.pay(reference, code);
      // Refused and garbled before anything was done: the order is open, and its own end comes later.
      if (kind === 'refuse' || kind === 'garbage') {
        expect(stateOf(await sale.look(reference))).toBe('sent');
        expect((await stage().book(reference)).charges).toBe(0);
      } else {
        expect(await untilState(sale, reference, 'paid')).toBe('paid');
        expect((await stage().book(reference)).charges).toBe(1);
      }
    },
  );

  test('an answer that never comes is answered within 5 s with what is known, and ends by the ladder', async () => {
    const { sale, reference } = begin(stage());
    await sale.open(reference);
    await stage().fault('lost', reference, { call: 'pay' });
    await stage().fault('webhook-never', reference);
    const begun = performance.now();
    const told = stateOf(await sale.pay(reference, (await stage().mint()).code));
    expect(performance.now() - begun).toBeLessThan(7_000);
    expect(['sent', 'paid']).toContain(told);
    expect(await untilState(sale, reference, 'paid')).toBe('paid');
  });

  test('the same pay again only tells how it stands; the code is charged once', async () => {
    const { sale, reference } = begin(stage());
    const { code } = await stage().mint();
    const told = await Promise.all([1, 2, 3].map(async () => stateOf(await sale.pay(reference, code))));
    expect(told).toEqual(['paid', 'paid', 'paid']);
    expect((await stage().book(reference)).charges).toBe(1);
  });

  test('a code that was sent once is refused for every other sale', async () => {
    const [first, second] = [begin(stage()), begin(stage())];
    const { code } = await stage().mint();
    await first.sale.pay(first.reference, code);
    expect(stateOf(await second.sale.pay(second.reference, code))).toBe('code-used');
  });

  test('a till that names another sum is told so', async () => {
    const { sale, reference } = begin(stage());
    await sale.open(reference);
    const { code } = await stage().mint();
    expect(stateOf(await sale.pay(reference, code, { amountMinor: 1 }))).toBe('mismatch');
  });

  test('what was fenced is never charged', async () => {
    const { sale, reference } = begin(stage());
    await sale.open(reference);
    expect(stateOf(await sale.close(reference))).toBe('closed(withdrawn)');
    expect(stateOf(await sale.pay(reference, (await stage().mint()).code))).toBe('attempt-closed');
    expect((await stage().book(reference)).charges).toBe(0);
  });

  test('a cancel leaves 15 s after pay at the earliest and ends the attempt', async () => {
    const { sale, reference } = begin(stage());
    await sale.pay(reference, (await stage().mint('confirm')).code);
    await sale.change(reference, 'cancel');
    expect(await untilState(sale, reference, 'closed(cancelled)', 25_000)).toBe('closed(cancelled)');
    expect((await stage().book(reference)).charges).toBe(0);
  }, 30_000);

  test('cash over a charge that comes through after all gives the charge back', async () => {
    const { sale, reference } = begin(stage());
    const { id, code } = await stage().mint('confirm');
    await sale.pay(reference, code);
    await sale.settle('cash', [reference]);
    await stage().sim('POST', `/wallets/codes/${id}/confirm`);
    const booked = await until(
      () => stage().book(reference),
      ({ givenBack }) => givenBack === '12.50',
      25_000,
    );
    expect(booked).toEqual({ charges: 1, givenBack: '12.50' });
    expect(await untilState(sale, reference, 'returned')).toBe('returned');
  }, 40_000);

  test('a manager’s refund goes back once; more than is left is refused, and a wrong PIN', async () => {
    const { sale, reference } = begin(stage());
    await sale.pay(reference, (await stage().mint()).code);
    expect(stateOf(await sale.refund(reference, 1, 500, { pin: '0000' }))).toBe('pin-wrong');
    await sale.refund(reference, 1, 500);
    const done = await until(
      async () => refundsOf(await sale.look(reference)),
      ([first = '']) => first.endsWith('done'),
      8_000,
    );
    expect(done).toEqual(['1 manager 500 done']);
    expect(stateOf(await sale.refund(reference, 2, 751))).toBe('refund-too-much');
    expect((await stage().book(reference)).givenBack).toBe('5.00');
  });

  test('the day’s sales name what was charged', async () => {
    const { sale, reference } = begin(stage());
    await sale.pay(reference, (await stage().mint()).code);
    const answer = await stage().till.request('GET', '/api/sales?mine=1');
    expect(await answer.text()).toContain(reference);
  });

  test('the receipt opens for who has its link, and says that no money moved', async () => {
    const { sale, reference } = begin(stage());
    const paid = attemptOf(await sale.pay(reference, (await stage().mint()).code));
    const page = await fetch(`${stage().origin}/r/${paid.receiptToken}`);
    expect([page.status, page.headers.get('x-robots-tag')]).toEqual([200, 'noindex, nofollow']);
    expect(await page.text()).toContain('Practice. No money moved.');
    expect((await fetch(`${stage().origin}/r/${'0'.repeat(26)}`)).status).toBe(404);
  });
}
