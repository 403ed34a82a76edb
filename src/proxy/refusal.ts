/** How the proxy says no: thrown anywhere, turned into problem+json in one place (problem-response.ts). */
import type { ProblemCode } from '../contract/problem-codes.ts';

/** An expected refusal. `detail` is one plain sentence for a person. */
export class Refusal extends Error {
  override readonly name = 'Refusal' as const;
  readonly code: ProblemCode;
  readonly detail: string | undefined;
  /** Seconds after which the same may be tried again, for `too-many`. */
  readonly retryAfterS: number | undefined;
  constructor(code: ProblemCode, detail?: string, retryAfterS?: number) {
    super(detail ?? code);
    this.code = code;
    this.detail = detail;
    this.retryAfterS = retryAfterS;
  }
}

/** The database could not do what was asked; nothing was changed and nothing was sent. */
export class LedgerUnwell extends Error {
  override readonly name = 'LedgerUnwell' as const;
}
