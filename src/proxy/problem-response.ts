/** The one place where a refusal becomes `application/problem+json`. */
import { HTTPException } from 'hono/http-exception';
import type { ProblemCode } from '../contract/problem-codes.ts';
import { makeProblem, PROBLEMS } from '../contract/problem.ts';
import { SHOP_PATH } from '../contract/shop-api.ts';
import { IllegalStep } from '../core/attempt-moves.ts';
import type { Clock, Log } from '../core/ports.ts';
import { LedgerUnwell, Refusal } from './refusal.ts';

/** How long to wait where the refusal names no time, seconds: what is counted, is counted by the minute. */
const RETRY_AFTER_S = 60;

/** Makes the answer of a refusal. */
export function problemResponse(
  code: ProblemCode,
  clock: Clock,
  detail?: string,
  retryAfterS = RETRY_AFTER_S,
): Response {
  const headers = new Headers({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
  if (code === 'too-many') headers.set('retry-after', String(retryAfterS));
  const body = JSON.stringify(makeProblem(code, clock.now(), detail));
  return new Response(body, { status: PROBLEMS[code].status, headers });
}

/** Who asks whether it is paired is told that it is not, and not refused (`SHOP_PATH`). */
export function tellWhoAsks(answer: Response, url: string): Response {
  if (answer.status !== 401 || !url.endsWith(SHOP_PATH)) return answer;
  return new Response(answer.body, { status: 200, headers: answer.headers });
}

/** Turns whatever was thrown into an answer; only what nobody expected is logged as an error. */
export function answerError(error: unknown, clock: Clock, log: Log): Response {
  if (error instanceof Refusal) return problemResponse(error.code, clock, error.detail, error.retryAfterS);
  if (error instanceof IllegalStep) return problemResponse('not-now', clock);
  if (error instanceof HTTPException && error.status < 500)
    return problemResponse('malformed-request', clock);
  if (error instanceof LedgerUnwell) {
    log.error('ledger-unwell', { error: error.cause instanceof Error ? error.cause.message : error.message });
    return problemResponse('ledger-unwell', clock);
  }
  log.error('request-failed', { error: String(error) });
  return problemResponse('internal-error', clock);
}
