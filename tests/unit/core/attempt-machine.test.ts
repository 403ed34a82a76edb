/** The attempt's machine: every state × every event. */
import { describe, expect, it } from 'vitest';
import { step } from '../../../src/core/attempt-machine.ts';
import { IllegalStep } from '../../../src/core/attempt-moves.ts';
import {
  openAttempt,
  type Attempt,
  type AttemptEvent,
  type AttemptState,
} from '../../../src/core/attempt.ts';
import { amount, events, other, states, type EventName, type StateName } from './attempt-events.ts';

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
  'unresolved, charged': '. X . X X X . ? . . returned . . returned returned w w returned . X X . done',
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
const wanting = (state: AttemptState): Attempt => ({ ...openAttempt(amount), state });

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

  it('is remembered with the sum the gateway named, by its first word', () => {
    const differs = step(wanting({ name: 'sent' }), { type: 'success', amount: other }).attempt;
    expect(differs.taken).toEqual(other);
    const returning = step(differs, { type: 'sent-back' }).attempt;
    expect(step(returning, { type: 'success', amount }).attempt.taken).toEqual(other);
    const stray = step(wanting(states.closed), { type: 'success', amount: other }).attempt;
    expect(stray.taken).toEqual(other);
    const listed = step(wanting(states['unresolved, sent']), { type: 'cancel-left' }).attempt;
    expect(step(listed, { type: 'success', amount: other }).attempt.taken).toEqual(other);
  });

  it('of another amount cannot be kept once a cancel was wanted', () => {
    const condemned: Attempt = { ...wanting(states.differs), wanted: 'return' };
    expect(() => step(condemned, { type: 'kept' })).toThrow(IllegalStep);
  });
});
