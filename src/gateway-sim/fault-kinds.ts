/** Every fault the practice gateway can play, by family: one call can be struck by one of each. */

/** The calls a fault can be laid for; `prepay` is a `pay`, `reverse` a `cancel`. */
export const CALLS = [
  'add',
  'pay',
  'tran-query',
  'cancel',
  'refund',
  'create-trans-qrcode',
  'trans-list',
  'settle-list',
] as const;
/** One call of the API. */
export type Call = (typeof CALLS)[number];

/** Faults of a call. `lost` and `error-after` strike when all is done and written. */
export const CALL_FAULTS = ['refuse', 'hang', 'lost', 'error-after', 'slow', 'garbage', 'ret-code'] as const;
/** Faults of an answer: all is done and written, and told wrongly. */
export const ANSWER_FAULTS = ['unknown-status', 'crossed'] as const;
/** Faults of what is done, or of what a query then sees. */
export const DEED_FAULTS = [
  'not-yet',
  'stale-query',
  'success-after-closed',
  'other-amount',
  'cancel-refused',
  'cancel-lies',
  'refund-refused',
  'refund-lies',
  'refund-slow',
] as const;
/** Faults of a webhook. */
export const WEBHOOK_FAULTS = [
  'webhook-early',
  'webhook-late',
  'webhook-twice',
  'webhook-never',
  'webhook-forged',
] as const;
/** All of them. */
export const FAULT_KINDS = [...CALL_FAULTS, ...ANSWER_FAULTS, ...DEED_FAULTS, ...WEBHOOK_FAULTS] as const;

/** One kind of fault. */
export type FaultKind = (typeof FAULT_KINDS)[number];

const ON_ORDERS: readonly Call[] = ['add', 'pay', 'tran-query', 'cancel', 'refund'];
const NARROW: Readonly<Partial<Record<FaultKind, readonly Call[]>>> = {
  'unknown-status': ['pay', 'tran-query', 'cancel', 'refund'],
  crossed: ON_ORDERS,
  'not-yet': ['add', 'pay'],
  'stale-query': ['tran-query'],
  'success-after-closed': [],
  'other-amount': [],
  'cancel-refused': ['cancel'],
  'cancel-lies': ['cancel'],
  'refund-refused': ['refund'],
  'refund-lies': ['refund'],
  'refund-slow': ['refund'],
  'webhook-early': [],
  'webhook-late': [],
  'webhook-twice': [],
  'webhook-never': [],
  'webhook-forged': [],
};

/** The calls a kind can be narrowed to; none for what no call causes (a webhook, a customer who confirms). */
export function callsOf(kind: FaultKind): readonly Call[] {
  return NARROW[kind] ?? CALLS;
}
