/** The codes of the proxy's refusals, as a till reads them: without the words, which only the proxy says. */
import * as v from 'valibot';

/** Every code a till may meet. A code never changes its meaning. */
export const PROBLEM_CODES = [
  'malformed-request',
  'not-paired',
  'pairing-code-wrong',
  'other-origin',
  'bad-signature',
  'not-found',
  'attempt-unknown',
  'method-not-allowed',
  'attempt-closed',
  'attempt-open',
  'mismatch',
  'other-realm',
  'code-used',
  'code-too-old',
  'other-epoch',
  'taken-over',
  'pin-wrong',
  'pin-locked',
  'pin-not-set',
  'first-pin',
  'own-till',
  'refund-too-much',
  'over-trust-limit',
  'not-now',
  'over-limit',
  'over-day-limit',
  'over-refund-limit',
  'amount-zero',
  'currency-not-ours',
  'too-large',
  'too-many',
  'ledger-unwell',
  'moved',
  'sealed',
  'internal-error',
] as const;

/** A stable problem code. */
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** Reads a refusal; a code this version does not know fails. */
export const problemSchema = v.object({
  type: v.string(),
  title: v.string(),
  status: v.number(),
  code: v.picklist(PROBLEM_CODES),
  detail: v.optional(v.string()),
  serverTime: v.optional(v.number()),
});
