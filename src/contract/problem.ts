/** What the proxy says when it refuses: `application/problem+json` (RFC 9457) with a stable code. */
import type { ProblemCode } from './problem-codes.ts';

/** Every code, with its HTTP status and a plain title. */
export const PROBLEMS = {
  'malformed-request': { status: 400, title: 'The request could not be read' },
  'not-paired': { status: 401, title: 'This tablet is not paired with the shop' },
  'pairing-code-wrong': { status: 403, title: 'That pairing code is wrong, used or too old' },
  'other-origin': { status: 403, title: 'The request came from another site' },
  'bad-signature': { status: 403, title: 'The webhook is not signed by this shop’s gateway' },
  'not-found': { status: 404, title: 'There is no such thing here' },
  'attempt-unknown': { status: 404, title: 'The ledger has never heard of this attempt' },
  'method-not-allowed': { status: 405, title: 'That cannot be done here' },
  'attempt-closed': { status: 409, title: 'This attempt is closed; the code was not sent' },
  'attempt-open': { status: 409, title: 'An earlier attempt of this sale has not ended' },
  mismatch: { status: 409, title: 'The request differs from what was written down' },
  'other-realm': { status: 409, title: 'This belongs to another shop or mode' },
  'code-used': { status: 409, title: 'This payment code was used before' },
  'code-too-old': { status: 409, title: 'The payment code is too old and was not sent' },
  'other-epoch': { status: 409, title: 'The ledger is another one; tell it first what you know' },
  'taken-over': { status: 409, title: 'Another till has taken this sale over' },
  'pin-wrong': { status: 403, title: 'That PIN is wrong' },
  'pin-locked': { status: 429, title: 'Too many wrong PINs; wait a while' },
  'pin-not-set': { status: 409, title: 'No manager’s PIN has been chosen yet' },
  'first-pin': { status: 403, title: 'The first PIN is chosen at a till that was paired at the server' },
  'own-till': { status: 409, title: 'A till cannot revoke itself' },
  'refund-too-much': { status: 422, title: 'That is more than can be given back' },
  'over-trust-limit': { status: 422, title: 'That is more than may be let go on trust' },
  'not-now': { status: 409, title: 'That is not possible in this state' },
  'over-limit': { status: 422, title: 'The amount is over the limit for one sale' },
  'over-day-limit': { status: 422, title: 'The day’s limit for charges is reached' },
  'over-refund-limit': { status: 422, title: 'The day’s limit for giving back is reached' },
  'amount-zero': { status: 422, title: 'There is nothing to charge' },
  'currency-not-ours': { status: 422, title: 'This shop charges another currency' },
  'too-large': { status: 413, title: 'The request is too large' },
  'too-many': { status: 429, title: 'Too many tries; wait a moment' },
  'ledger-unwell': { status: 503, title: 'The ledger cannot write just now; nothing was sent' },
  moved: { status: 410, title: 'This shop has moved to another address' },
  sealed: { status: 503, title: 'This shop has just moved here and is not open yet' },
  'internal-error': { status: 500, title: 'Something broke in the proxy' },
} as const satisfies Record<ProblemCode, { readonly status: number; readonly title: string }>;

/** The body of a refusal. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  /** One plain sentence: what happened, what is safe now, what to do. */
  readonly detail?: string | undefined;
  readonly serverTime?: number | undefined;
}

/** Makes the body of a refusal. */
export function makeProblem(code: ProblemCode, serverTime: number, detail?: string): Problem {
  const { status, title } = PROBLEMS[code];
  return {
    type: 'about:blank',
    title,
    status,
    code,
    serverTime,
    ...(detail === undefined ? {} : { detail }),
  };
}
