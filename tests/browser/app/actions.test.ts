/** From what may be done to the keys on the screen. */
import { describe, expect, it } from 'vitest';
import { planActions } from '../../../src/app/screens/actions.ts';
import { runAction, type SaleCounter } from '../../../src/app/screens/run-action.ts';
import { DECLINE_REASONS } from '../../../src/core/decline-reason.ts';
import type { SaleId } from '../../../src/core/ids.ts';
import { money } from '../../../src/core/money/money.ts';
import { en } from '../../../src/i18n/en.ts';
import type { Action, OnCounter } from '../../../src/till/view.ts';
import { makeFakeTill } from './fake-till.ts';

const sale: OnCounter = {
  saleId: 'sale1' as SaleId,
  number: 'A-0018',
  amount: money(1250, 'USD'),
  note: '',
  openedAt: 0,
  wallet: 'alipay',
};
const declined = (actions: readonly Action[]): SaleCounter => ({
  name: 'declined',
  ...sale,
  reason: 'funds',
  actions,
});

describe('the keys of a state', () => {
  it('are no more than what may be done', () => {
    expect(planActions(declined([]), en)).toEqual({ first: null, second: [] });
  });

  it('have one primary key, and scanning again comes before the next customer', () => {
    const plan = planActions(declined(['next-customer', 'cash', 'scan-again']), en);
    expect(plan.first?.action).toBe('scan-again');
    expect(plan.second.map((key) => key.action)).toEqual(['cash', 'next-customer']);
  });

  it('say what cash means: before the end any charge is given back, after it the sale is closed', () => {
    const doubt: SaleCounter = {
      name: 'in-doubt',
      ...sale,
      sentAt: 0,
      asked: 0,
      nextAskAt: null,
      silent: 'wallet',
      actions: ['cash'],
    };
    expect(planActions(doubt, en).second[0]?.hint).toBe('Any charge is given back');
    expect(planActions(declined(['cash']), en).second[0]?.hint).toBe('Closes A-0018 as paid in cash');
  });

  it.each(DECLINE_REASONS)('after a refusal (%s) name what can help', (reason) => {
    const plan = planActions({ name: 'declined', ...sale, reason, actions: ['scan-again'] }, en);
    const byReason = {
      funds: 'Try another wallet',
      risk: 'Try another wallet',
      'code-expired': 'Scan a fresh code',
      'code-used': 'Scan a fresh code',
      'customer-refused': 'Scan again',
      unknown: 'Scan again',
    } as const;
    expect(plan.first?.label).toBe(byReason[reason]);
  });

  it.each([
    ['back', 'back'],
    ['scan-again', 'scanAgain'],
    ['cancel', 'cancel'],
    ['extend', 'extend'],
    ['cash', 'tookCash'],
    ['trust', 'letGo'],
    ['abandon', 'abandon'],
    ['next-customer', 'nextCustomer'],
    ['next-sale', 'nextSale'],
    ['receipt', 'showReceipt'],
    ['send-now', 'sendNow'],
  ] as const)('%s is the till’s %s', async (action, command) => {
    const till = makeFakeTill({});
    await runAction(till, action, declined([action]));
    expect(till.pressed.map((line) => line.split(' ')[0])).toEqual([command]);
  });
});
