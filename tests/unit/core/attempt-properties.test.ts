/** What no sequence of events may ever do to an attempt. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { step } from '../../../src/core/attempt-machine.ts';
import { IllegalStep } from '../../../src/core/attempt-moves.ts';
import {
  isFinal,
  isProvenUnsent,
  openAttempt,
  type Attempt,
  type AttemptEvent,
  type GiveBack,
} from '../../../src/core/attempt.ts';
import { amount, events, type EventName } from './attempt-events.ts';

const eventNames = Object.keys(events) as EventName[];
const anyEvent = fc.constantFrom(...eventNames).map((name) => events[name]);
const anyRun = fc.array(anyEvent, { maxLength: 30 });

/** Plays events, leaving out the illegal ones, and hands every step to `check`. */
function play(
  run: readonly AttemptEvent[],
  check: (before: Attempt, event: AttemptEvent, after: Attempt) => void,
): void {
  let attempt = openAttempt(amount);
  for (const event of run) {
    let next: Attempt;
    try {
      next = step(attempt, event).attempt;
    } catch (error) {
      if (error instanceof IllegalStep) continue;
      throw error;
    }
    check(attempt, event, next);
    attempt = next;
  }
}

describe('whatever happens, in any order', () => {
  it('a final state never moves', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        play(run, (before, _event, after) => {
          if (isFinal(before.state)) expect(after.state).toEqual(before.state);
        });
      }),
    );
  });

  it('paid comes only from success with the asked amount, or a person who keeps another one', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        play(run, (before, event, after) => {
          if (after.state.name !== 'paid' || before.state.name === 'paid') return;
          expect(['success', 'kept']).toContain(event.type);
          if (event.type === 'success') expect(event.amount).toEqual(amount);
        });
      }),
    );
  });

  it('once a cancel has left nothing makes it paid', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        let hasLeft = false;
        play(run, (before, event, after) => {
          if (event.type === 'cancel-left' && !isFinal(before.state)) hasLeft = true;
          if (hasLeft && before.state.name !== 'paid') expect(after.state.name).not.toBe('paid');
        });
      }),
    );
  });

  it('"not charged" is never said after pay began, but for the word of the proxy that it never arrived', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        let begun = false;
        play(run, (before, event, after) => {
          if (event.type === 'pay-begun' && after.state.name === 'sent') begun = true;
          if (!begun || isProvenUnsent(before.state) || !isProvenUnsent(after.state)) return;
          expect(event.type).toBe('never-accepted');
        });
      }),
    );
  });

  it('wanted and the give-back only move forward', () => {
    const order: readonly GiveBack[] = ['none', 'owed', 'listed', 'done'];
    fc.assert(
      fc.property(anyRun, (run) => {
        play(run, (before, _event, after) => {
          if (before.wanted === 'return') expect(after.wanted).toBe('return');
          expect(order.indexOf(after.giveBack)).toBeGreaterThanOrEqual(order.indexOf(before.giveBack));
        });
      }),
    );
  });

  it('the same news twice changes nothing the second time', () => {
    const news = fc.constantFrom<EventName>(
      'pending',
      'failed',
      'success, equal',
      'success, other',
      'gateway-closed',
    );
    fc.assert(
      fc.property(anyRun, news, (run, name) => {
        let attempt = openAttempt(amount);
        play(run, (_before, _event, after) => {
          attempt = after;
        });
        const once = step(attempt, events[name]).attempt;
        const twice = step(once, events[name]).attempt;
        expect(twice).toEqual(once);
      }),
    );
  });
});
