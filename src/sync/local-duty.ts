/** Duties that are written in the journal and need no network. */
import type { Change } from '../journal/open-sales.ts';
import type { Duty } from './duties.ts';

/** A duty of the journal alone. */
export type LocalDuty = Extract<Duty, { do: 'begin-pay' | 'send-by' | 'too-old' | 'drop-code' }>;

/** True for a duty of the journal alone. */
export function isLocal(duty: Duty): duty is LocalDuty {
  return ['begin-pay', 'send-by', 'too-old', 'drop-code'].includes(duty.do);
}

/** What the duty writes. `begin-pay` is written before the fetch begins (law 2). */
export function localChange(duty: LocalDuty): Change {
  const { reference } = duty;
  switch (duty.do) {
    case 'begin-pay':
      return {
        events: [
          { type: 'send-by-known', reference, sendBy: duty.sendBy },
          { type: 'pay-begun', reference },
        ],
      };
    case 'send-by':
      return { events: [{ type: 'send-by-known', reference, sendBy: duty.sendBy }] };
    case 'too-old':
      return { events: [{ type: 'code-too-old', reference }], drop: [reference] };
    case 'drop-code':
      return { events: [], drop: [reference] };
  }
}
