/** Sales in every state, and a quiet world to look at them in. */
import type { AttemptSnapshot } from '../../../src/core/attempt-snapshot.ts';
import type { AttemptState } from '../../../src/core/attempt.ts';
import type { Sale, SaleEvent } from '../../../src/core/sale.ts';
import type { Seen } from '../../../src/till/seen.ts';
import { SHOP_MORNING } from '../../fakes/clock.ts';
import { referenceOf, saleAfter, snapshotOf } from '../../fakes/sales.ts';

/** The attempt of every sale made here. */
export const reference = referenceOf(1);

/** The world a second after the code was read, all links working, the ledger's clock equal to the wall. */
export function seen(change: Partial<Seen> = {}): Seen {
  return {
    now: SHOP_MORNING + 1_000,
    legs: {
      states: { wifi: 'ok', internet: 'ok', proxy: 'ok', gateway: 'ok', wallet: 'ok' },
      broken: null,
    },
    unheardSince: null,
    toWall: (serverTime) => serverTime,
    latest: () => null,
    trustLimitMinor: 0,
    publicUrl: null,
    ...change,
  };
}

const OPENED: SaleEvent = { type: 'attempt-opened', reference };
const READ: SaleEvent = {
  type: 'code-read',
  reference,
  wallet: 'alipay',
  codeLifeMs: 60_000,
  sendBy: SHOP_MORNING + 60_000,
};
/** A sale whose code was sent. */
export const SENT: readonly SaleEvent[] = [OPENED, READ, { type: 'pay-begun', reference }];

/** The ledger's word, as an event. */
export function says(state: AttemptState, more: Partial<AttemptSnapshot> = {}): SaleEvent {
  return { type: 'news', snapshot: snapshotOf(1, { state, ...more }) };
}

/** A sale after these events. */
export function saleOf(...events: readonly SaleEvent[]): Sale {
  return saleAfter(events);
}

/** A sale in the state, reached as a till reaches it. */
export function saleIn(state: AttemptState, more: Partial<AttemptSnapshot> = {}): Sale {
  switch (state.name) {
    case 'opening':
      return saleOf(OPENED);
    case 'ready':
      return saleOf(OPENED, says(state));
    case 'holding':
      return saleOf(OPENED, READ);
    case 'sent':
      return saleOf(...SENT);
    default:
      return saleOf(...SENT, says(state, more));
  }
}
