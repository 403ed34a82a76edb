/** When time alone brings the next duty. */
import { describe, expect, it } from 'vitest';
import type { SaleEvent } from '../../../src/core/sale.ts';
import { duties, nextDutyAt, type Circumstances } from '../../../src/sync/duties.ts';
import { SHOP_MORNING } from '../../fakes/clock.ts';
import { referenceOf, saleAfter, sentSale } from '../../fakes/sales.ts';

const reference = referenceOf(1);
const sendBy = SHOP_MORNING + 60_000;
const held: SaleEvent[] = [
  { type: 'attempt-opened', reference },
  { type: 'code-read', reference, wallet: 'alipay', codeLifeMs: 60_000, sendBy },
];
const up: Circumstances = {
  wall: SHOP_MORNING + 1_000,
  serverNow: SHOP_MORNING + 1_000,
  isUp: true,
  isVisible: true,
  holdsCode: () => true,
  isForgotten: () => false,
};

describe('the next duty by time alone', () => {
  it('is the end of a held code', () => {
    const sale = saleAfter(held);
    expect(nextDutyAt(sale, up)).toBe(sendBy + 1);
    expect(duties(sale, { ...up, isUp: false, wall: sendBy, serverNow: sendBy })).toEqual([]);
  });

  it('is none where no code is held', () => {
    expect(nextDutyAt(sentSale(1), { ...up, holdsCode: () => false })).toBeNull();
  });
});
