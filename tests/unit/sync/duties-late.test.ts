/** What a till still owes about a sale that is paid, or that another till has by now. */
import { describe, expect, it } from 'vitest';
import type { AttemptSnapshot } from '../../../src/core/attempt-snapshot.ts';
import type { AttemptState } from '../../../src/core/attempt.ts';
import type { SaleEvent } from '../../../src/core/sale.ts';
import { duties, keyOf, type Circumstances } from '../../../src/sync/duties.ts';
import { SHOP_MORNING } from '../../fakes/clock.ts';
import { referenceOf, saleAfter, snapshotOf } from '../../fakes/sales.ts';

const reference = referenceOf(1);
const says = (state: AttemptState, more: Partial<AttemptSnapshot> = {}): SaleEvent => ({
  type: 'news',
  snapshot: snapshotOf(1, { state, ...more }),
});
const sent: readonly SaleEvent[] = [
  { type: 'attempt-opened', reference },
  { type: 'code-read', reference, wallet: 'alipay', codeLifeMs: 60_000, sendBy: SHOP_MORNING + 60_000 },
  { type: 'pay-begun', reference },
  says({ name: 'sent' }),
];
const cash: SaleEvent = { type: 'settled', how: 'cash' };
const trust: SaleEvent = { type: 'settled', how: 'trust' };
const cancelAsked: SaleEvent = { type: 'cancel-asked', reference };
const paidLater = says({ name: 'paid' }, { version: 9 });
const now: Circumstances = {
  wall: SHOP_MORNING + 1_000,
  serverNow: SHOP_MORNING + 1_000,
  isUp: true,
  isVisible: true,
  holdsCode: () => false,
  isForgotten: () => false,
};
const up = {};
const down = { isUp: false };

describe('a till owes', () => {
  it.each<[string, readonly SaleEvent[], Partial<Circumstances>, string[]]>([
    ['nothing of a sale that went to another till', [...sent, { type: 'taken-away' }], up, []],
    ['and none of its code', [...sent.slice(0, 2), { type: 'taken-away' }], { holdsCode: () => true }, []],
    [
      'the cash of a sale that another till took meanwhile',
      [...sent, cash, { type: 'taken-away' }],
      up,
      ['settle-cash'],
    ],
    ['nothing of it while the network is down', [...sent, cash, { type: 'taken-away' }], down, []],
    [
      'nothing of it once the ledger has heard',
      [...sent, cash, { type: 'taken-away' }, { type: 'settle-told' }],
      up,
      [],
    ],
    ['no trust of it: that is the other till’s to give', [...sent, trust, { type: 'taken-away' }], up, []],
    ['the cancel that a success overtook', [...sent, cancelAsked, paidLater], up, ['cancel']],
    ['it once only', [...sent, cancelAsked, paidLater, { type: 'cancel-told', reference }], up, []],
    [
      'nothing of one that a person kept',
      [
        ...sent,
        cancelAsked,
        says({ name: 'paid' }, { version: 9, cancelAsked: true }),
        says({ name: 'paid' }, { version: 10 }),
      ],
      up,
      [],
    ],
    [
      'it anew to a ledger that was set back, while nobody has decided',
      [
        ...sent,
        cancelAsked,
        says({ name: 'paid' }, { version: 9, cancelAsked: true }),
        says({ name: 'paid' }, { epoch: 'e2', version: 1 }),
      ],
      up,
      ['cancel'],
    ],
    [
      'no cancel of what is going back anyway',
      [...sent, cancelAsked, paidLater, cash, { type: 'settle-told' }],
      up,
      ['ask'],
    ],
  ])('%s', (_name, events, change, expected) => {
    const owed = duties(saleAfter(events), { ...now, ...change });
    expect(owed.map((duty) => keyOf(duty).replace(` ${reference}`, ''))).toEqual(expected);
  });
});
