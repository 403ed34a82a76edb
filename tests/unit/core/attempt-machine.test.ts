/** The attempt's machine: every state × every event, and what no sequence of events may ever do. */
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
  type AttemptState,
  type GiveBack,
} from '../../../src/core/attempt.ts';
import { money } from '../../../src/core/money/money.ts';

const amount = money(1250, 'USD');
const other = money(1300, 'USD');

const states = {
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

const events = {
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

type EventName = keyof typeof events;
type StateName = keyof typeof states;

/**
 * One row a state, one cell an event, in the order of `events`. A word is the state it moves to (with what it
 * carries); `.` a declared no-op, `?` a no-op that asks the gateway, `X` illegal; `w` the same state, now unwanted;
 * `owed`, `done`, `listed` the give-back beside a final state.
 */
const table: Record<StateName, string> = {
  opening:
    'ready closed:refused holding closed:withdrawn closed:timed-out X sent closed:expired ? . ? ? ? ? ? X closed:withdrawn X X X X X X',
  ready:
    '. X holding closed:withdrawn closed:timed-out X sent closed:expired ? . ? ? ? ? ? X closed:withdrawn X X X X X X',
  holding:
    '. closed:refused . closed:withdrawn closed:timed-out closed:expired sent closed:expired ? . ? ? ? ? ? X closed:withdrawn X X X X X X',
  sent: '. X . X X X . closed:expired waiting . declined:risk paid differs closed:timed-out returned cancelling:false w X X X X unresolved:sent X',
  waiting:
    '. X . X X X . ? . . declined:risk paid differs closed:timed-out returned cancelling:false w X X X X unresolved:waiting X',
  'cancelling, unpaid':
    '. X . X X X . ? . . closed:cancelled cancelling:true cancelling:true closed:cancelled returned w w returned unresolved:cancelling:false X X unresolved:cancelling:false X',
  'cancelling, charged':
    '. X . X X X . ? . . returned . . returned returned w w returned unresolved:cancelling:true X X unresolved:cancelling:true X',
  differs:
    '. X . X X X . ? . . ? ? . ? returned cancelling:true cancelling:true X X paid cancelling:true . X',
  'unresolved, sent':
    '. X . X X X . closed:expired . . declined:risk paid differs closed:timed-out returned unresolved:cancelling:false w X . X X . closed:by-hand',
  'unresolved, charged':
    '. X . X X X . ? . . returned . . returned returned w w returned . X X . closed:by-hand',
  paid: '. . . . . . X ? . . ? . ? ? ? . owed X X X X . X',
  declined: '. . . . . . X . . . . owed owed . . . w X X X X . X',
  returned: '. . . . . . X . . . . owed owed . . . w X X X X . X',
  closed: '. . . . . . X . . . . owed owed . . . w X X X X . X',
};

function describeState(state: AttemptState): string {
  switch (state.name) {
    case 'closed':
      return `closed:${state.why}`;
    case 'declined':
      return `declined:${state.reason}`;
    case 'cancelling':
      return `cancelling:${state.charged}`;
    case 'unresolved':
      return `unresolved:${describeState(state.before)}`;
    default:
      return state.name;
  }
}

function cell(before: Attempt, event: AttemptEvent): string {
  try {
    const { attempt, effect } = step(before, event);
    if (effect !== 'moved') {
      expect(attempt).toEqual(before);
      return effect === 'ask' ? '?' : '.';
    }
    if (attempt.giveBack !== before.giveBack) return attempt.giveBack;
    return attempt.state === before.state || describeState(attempt.state) === describeState(before.state)
      ? 'w'
      : describeState(attempt.state);
  } catch (error) {
    if (error instanceof IllegalStep) return 'X';
    throw error;
  }
}

const eventNames = Object.keys(events) as EventName[];
const stateNames = Object.keys(states) as StateName[];
const wanting = (state: AttemptState): Attempt => ({ amount, state, wanted: 'keep', giveBack: 'none' });

describe('the state × event table', () => {
  for (const stateName of stateNames) {
    const expected = table[stateName].split(' ');
    it(`has a cell for every event in ${stateName}`, () => {
      expect(expected).toHaveLength(eventNames.length);
    });
    it.each(eventNames.map((name, index) => [name, expected[index]] as const))(
      `${stateName} × %s → %s`,
      (eventName, outcome) => {
        expect(cell(wanting(states[stateName]), events[eventName])).toBe(outcome);
      },
    );
  }
});

describe('a success nobody wants', () => {
  it.each(['sent', 'waiting'] as const)('goes back from %s instead of becoming paid', (name) => {
    const condemned = step(wanting({ name }), { type: 'condemned' }).attempt;
    expect(step(condemned, { type: 'success', amount }).attempt.state).toEqual({
      name: 'cancelling',
      charged: true,
    });
  });

  it('on a final attempt is owed back once, and ends done or listed', () => {
    const stray = step(wanting(states.declined), { type: 'success', amount }).attempt;
    expect(stray.giveBack).toBe('owed');
    expect(step(stray, { type: 'success', amount }).effect).toBe('none');
    expect(step(stray, { type: 'given-back' }).attempt.giveBack).toBe('done');
    expect(step(stray, { type: 'gateway-closed', charged: true }).attempt.giveBack).toBe('done');
    const listed = step(stray, { type: 'unreturnable' }).attempt;
    expect(listed.giveBack).toBe('listed');
    expect(step(listed, { type: 'given-back' }).attempt.giveBack).toBe('done');
  });

  it('of another amount cannot be kept once a cancel was wanted', () => {
    const condemned: Attempt = { ...wanting(states.differs), wanted: 'return' };
    expect(() => step(condemned, { type: 'kept' })).toThrow(IllegalStep);
  });
});

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
