/** What each result means for the duty that asked. */
import { describe, expect, it } from 'vitest';
import type { ProblemCode } from '../../../src/contract/problem-codes.ts';
import { PROBLEMS } from '../../../src/contract/problem.ts';
import type { Result, Silence } from '../../../src/sync/transport.ts';
import { judgeResult, provesCodeRefused, type SentDuty } from '../../../src/sync/verdict.ts';
import { referenceOf, snapshotOf } from '../../fakes/sales.ts';

const reference = referenceOf(1);
const pay: SentDuty = { do: 'pay', reference };
const open: SentDuty = { do: 'open', reference };
const problem = (code: ProblemCode): Result<never> => ({
  kind: 'problem',
  code,
  serverTime: null,
  roundTripMs: 1,
});

describe('a result', () => {
  it.each<Silence>(['refused-to-connect', 'timeout', 'garbage', 'aborted'])(
    'that is %s is no news',
    (why) => {
      const verdict = judgeResult(pay, { kind: 'silent', why });
      expect(verdict).toEqual({ kind: 'later' });
      expect(provesCodeRefused(verdict)).toBe(false);
    },
  );

  it.each<[ProblemCode, string, boolean]>([
    ['not-paired', 'unpaired', false],
    ['too-many', 'later', false],
    ['ledger-unwell', 'later', false],
    ['internal-error', 'later', false],
    ['attempt-unknown', 'unknown', false],
    ['other-epoch', 'other-ledger', false],
    ['taken-over', 'taken', true],
    ['attempt-closed', 'look', true],
    ['not-now', 'look', true],
    ['attempt-open', 'refused', true],
    ['code-used', 'refused', true],
    ['code-too-old', 'refused', true],
    ['mismatch', 'refused', true],
    ['other-realm', 'refused', true],
    ['over-limit', 'refused', true],
    ['over-day-limit', 'refused', true],
  ])('%s of a pay means %s', (code, kind, isCodeRefused) => {
    const verdict = judgeResult(pay, problem(code));
    expect(verdict.kind).toBe(kind);
    expect(provesCodeRefused(verdict)).toBe(isCodeRefused);
  });

  it('attempt-open of an add only waits for the fence of the earlier attempt', () => {
    expect(judgeResult(open, problem('attempt-open'))).toEqual({ kind: 'later' });
  });

  it('has a verdict for every code there is', () => {
    for (const code of Object.keys(PROBLEMS) as ProblemCode[]) {
      expect(() => judgeResult(open, problem(code))).not.toThrow();
    }
  });

  it('with an answer is news, one snapshot or many', () => {
    const about = { head: 'e:1', serverTime: 1 };
    const answer = { kind: 'answer', serverTime: 1, roundTripMs: 1 } as const;
    const one = judgeResult(pay, { ...answer, answer: { attempt: snapshotOf(1), ...about } });
    const many = judgeResult(
      { do: 'settle', reference, how: 'cash' },
      { ...answer, answer: { attempts: [snapshotOf(1), snapshotOf(2)], ...about } },
    );
    expect(one).toEqual({ kind: 'news', snapshots: [snapshotOf(1)] });
    expect(many).toMatchObject({ snapshots: [{ reference }, { reference: referenceOf(2) }] });
  });
});
