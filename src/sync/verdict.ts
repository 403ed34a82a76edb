/** What a result means for the duty that asked: one table, and nowhere else. */
import type { AttemptSnapshot } from '../core/attempt-snapshot.ts';
import { assertNever } from '../core/assert-never.ts';
import type { ProblemCode } from '../contract/problem-codes.ts';
import type { AttemptAnswer, SettleAnswer } from '../contract/till-api.ts';
import type { Duty } from './duties.ts';
import type { Result } from './transport.ts';

/** Duties that go to the proxy. */
export type SentDuty = Extract<
  Duty,
  { do: 'open' | 'pay' | 'cancel' | 'extend' | 'ask' | 'keep' | 'close' | 'settle' }
>;

/** What to do now. */
export type Verdict =
  /** the ledger has spoken */
  | { readonly kind: 'news'; readonly snapshots: readonly AttemptSnapshot[] }
  /** the same again, after a wait */
  | { readonly kind: 'later' }
  /** the ledger's state is another than this duty supposed: look at it */
  | { readonly kind: 'look'; readonly code: ProblemCode }
  /** the ledger will not have it: this entry is parked and a person is told */
  | { readonly kind: 'refused'; readonly code: ProblemCode }
  /** the ledger has never heard of the attempt: no news (DESIGN §4), but one that never left may be opened again */
  | { readonly kind: 'unknown' }
  /** the ledger is another than the one this till knows: it must be told first, then the same again */
  | { readonly kind: 'other-ledger' }
  /** another till goes on with the sale */
  | { readonly kind: 'taken' }
  /** the proxy does not know this tablet any more: everything is kept, nothing is sent */
  | { readonly kind: 'unpaired' };

/** Judges a result. Silence is never news. */
export function judgeResult(duty: SentDuty, result: Result<AttemptAnswer | SettleAnswer>): Verdict {
  switch (result.kind) {
    case 'silent':
      return { kind: 'later' };
    case 'answer':
      return {
        kind: 'news',
        snapshots: 'attempt' in result.answer ? [result.answer.attempt] : result.answer.attempts,
      };
    case 'problem':
      return judgeProblem(duty, result.code);
    default:
      return assertNever(result);
  }
}

/** True when a refused `pay` proves that this code was not taken and never will be by a repeat. */
export function provesCodeRefused(verdict: Verdict): boolean {
  return verdict.kind === 'refused' || verdict.kind === 'look' || verdict.kind === 'taken';
}

function judgeProblem(duty: SentDuty, code: ProblemCode): Verdict {
  switch (code) {
    case 'not-paired':
      return { kind: 'unpaired' };
    case 'too-many':
    case 'ledger-unwell':
    case 'moved':
    case 'sealed':
    case 'internal-error':
      return { kind: 'later' };
    case 'attempt-open':
      // The fence of the earlier attempt is on its way; a code does not wait for it.
      return duty.do === 'pay' ? { kind: 'refused', code } : { kind: 'later' };
    case 'attempt-unknown':
      return { kind: 'unknown' };
    case 'other-epoch':
      return { kind: 'other-ledger' };
    case 'taken-over':
      return { kind: 'taken' };
    case 'attempt-closed':
    case 'not-now':
      return { kind: 'look', code };
    // The last ones never come: what asks for a PIN or a refund is no duty, a person waits for its answer.
    case 'code-used':
    case 'code-too-old':
    case 'mismatch':
    case 'other-realm':
    case 'over-limit':
    case 'over-day-limit':
    case 'over-refund-limit':
    case 'amount-zero':
    case 'currency-not-ours':
    case 'malformed-request':
    case 'not-found':
    case 'method-not-allowed':
    case 'other-origin':
    case 'bad-signature':
    case 'pairing-code-wrong':
    case 'too-large':
    case 'over-trust-limit':
    case 'refund-too-much':
    case 'pin-wrong':
    case 'pin-locked':
    case 'pin-not-set':
    case 'first-pin':
    case 'own-till':
      return { kind: 'refused', code };
    default:
      return assertNever(code);
  }
}
