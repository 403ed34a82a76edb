/** Every state and every event of an attempt, for the machine's tests. */
import type { AttemptEvent, AttemptState } from '../../../src/core/attempt.ts';
import { money } from '../../../src/core/money/money.ts';

/** What was asked. */
export const amount = money(1250, 'USD');
/** Another sum. */
export const other = money(1300, 'USD');

/** Every state, where it matters with what it carries. */
export const states = {
  opening: { name: 'opening' },
  ready: { name: 'ready' },
  holding: { name: 'holding' },
  sent: { name: 'sent' },
  waiting: { name: 'waiting' },
  'cancelling, unpaid': { name: 'cancelling', charged: false },
  'cancelling, charged': { name: 'cancelling', charged: true },
  differs: { name: 'differs', found: other },
  'unresolved, sent': { name: 'unresolved', before: { name: 'sent' } },
  'unresolved, charged': { name: 'unresolved', before: { name: 'cancelling', charged: true } },
  paid: { name: 'paid' },
  declined: { name: 'declined', reason: 'funds' },
  returned: { name: 'returned' },
  closed: { name: 'closed', why: 'cancelled' },
} as const satisfies Record<string, AttemptState>;

/** Every event. */
export const events = {
  opened: { type: 'opened' },
  'open-refused': { type: 'open-refused' },
  'code-read': { type: 'code-read' },
  'backed-out': { type: 'backed-out' },
  'order-ran-out': { type: 'order-ran-out' },
  'code-too-old': { type: 'code-too-old' },
  'pay-begun': { type: 'pay-begun' },
  'never-accepted': { type: 'never-accepted', why: 'expired' },
  pending: { type: 'pending' },
  'no-news': { type: 'no-news' },
  failed: { type: 'failed', reason: 'risk' },
  'success, equal': { type: 'success', amount },
  'success, other': { type: 'success', amount: other },
  'gateway-closed': { type: 'gateway-closed', charged: false },
  'gateway-closed, given back': { type: 'gateway-closed', charged: true },
  'cancel-left': { type: 'cancel-left' },
  condemned: { type: 'condemned' },
  'given-back': { type: 'given-back' },
  unreturnable: { type: 'unreturnable' },
  kept: { type: 'kept' },
  'sent-back': { type: 'sent-back' },
  overdue: { type: 'overdue' },
  'closed-by-hand': { type: 'closed-by-hand' },
} as const satisfies Record<string, AttemptEvent>;

/** Name of an event. */
export type EventName = keyof typeof events;
/** Name of a state. */
export type StateName = keyof typeof states;
