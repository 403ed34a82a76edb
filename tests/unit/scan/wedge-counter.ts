/** A counter with a keyboard, a scanner that types and one text field, on a time in the test's hand. */
import { createWedge, type Wedge } from '../../../src/scan/wedge.ts';
import { DEFAULT_WEDGE_SETTINGS, type WedgeSettings } from '../../../src/scan/wedge-settings.ts';
import { createManualTime, type ManualTime } from './manual-time.ts';

/** The code most tests scan. */
export const CODE = '284312345678901234';

/** The counter. */
export interface Counter {
  readonly time: ManualTime;
  readonly wedge: Wedge;
  readonly reads: string[];
  /** What reached the keypad. */
  readonly typed: string[];
  readonly bursts: string[];
  /** What stands in the text field. */
  field(): string;
  /** Presses a key after `gapMs`; true when the recogniser took it. `held` false: in the text field. */
  press(key: string, gapMs?: number, held?: boolean): boolean;
  /** Presses every character, `gapMs` apart, or each after its own gap (the first gap is the pause before). */
  scan(text: string, gapMs?: number | readonly number[], held?: boolean): void;
}

/** Opens a counter. */
export function openCounter(change: Partial<WedgeSettings> = {}): Counter {
  const time = createManualTime();
  const reads: string[] = [];
  const typed: string[] = [];
  const bursts: string[] = [];
  let field = '';
  let fieldBefore = '';
  const deps = {
    timers: time,
    now: () => time.monotonic(),
    onread: (text: string) => void reads.push(text),
    ontyped: (keys: readonly string[]) => void typed.push(...keys),
    onbegin: () => {
      bursts.push('begin');
      fieldBefore = field;
    },
    onburst: () => {
      bursts.push('proved');
      field = fieldBefore;
    },
  };
  const wedge = createWedge(deps, { ...DEFAULT_WEDGE_SETTINGS, ...change });
  const press = (key: string, gapMs = 0, held = true): boolean => {
    time.pass(gapMs);
    const isTaken = wedge.press({ key, atMs: time.monotonic(), held });
    if (!held && !isTaken && key.length === 1) field += key;
    return isTaken;
  };
  const scan = (text: string, gapMs: number | readonly number[] = 5, held = true): void => {
    for (const [index, key] of Array.from(text).entries()) {
      press(key, typeof gapMs === 'number' ? gapMs : gapMs[index], held);
    }
  };
  return { time, wedge, reads, typed, bursts, field: () => field, press, scan };
}

/** `count` gaps around `paceMs`, each up to `jitter` of it off, the same at every run with the same seed. */
export function gaps(count: number, paceMs: number, jitter: number, seed = 1): number[] {
  let state = seed * 2_654_435_761;
  const draw = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  draw();
  return Array.from({ length: count }, () => Math.round(paceMs * (1 + (2 * draw() - 1) * jitter)));
}
