/** Scans and typing in any order, with a silence between them: nothing of one ever becomes the other. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WedgeSettings } from '../../../src/scan/wedge-settings.ts';
import { openCounter } from './wedge-counter.ts';

/** A scan at a pace of its own, each gap up to 15 % off. */
interface Scan {
  readonly kind: 'scan';
  readonly text: string;
  readonly gapsMs: readonly number[];
  readonly end: 'Enter' | 'Tab' | null;
  readonly inField: boolean;
}

/** Keys of a person, then perhaps a named one. */
interface Typing {
  readonly kind: 'typing';
  readonly keys: readonly (readonly [string, number])[];
  readonly then: string | null;
  readonly inField: boolean;
}

const code = fc
  .array(fc.constantFrom(...'0123456789abcXYZ+/='), { minLength: 11, maxLength: 60 })
  .map((keys) => `2${keys.join('')}`)
  .filter((text) => !/(.)\1{2}/.test(text));

function scans(slowestMs: number, ends: readonly Scan['end'][]): fc.Arbitrary<Scan> {
  const pace = fc.integer({ min: 1, max: Math.floor(slowestMs / 1.15) });
  const off = fc.array(fc.integer({ min: -15, max: 15 }), { minLength: 80, maxLength: 80 });
  return fc
    .record({ text: code, pace, off, end: fc.constantFrom(...ends), inField: fc.boolean() })
    .map(({ text, pace: ms, off: percents, end, inField }) => {
      const gapsMs = percents.map((percent) => ms + Math.trunc((ms * percent) / 100));
      return { kind: 'scan', text, gapsMs, end, inField };
    });
}

/** Up to five keys at any pace, or up to forty with pauses no scanner makes. */
function typings(gapMs: number): fc.Arbitrary<Typing> {
  const character = fc.constantFrom(...'0123456789abc.,');
  const burst = fc.array(fc.tuple(character, fc.integer({ min: 31, max: 500 })), {
    minLength: 1,
    maxLength: 5,
  });
  const slow = fc.array(fc.tuple(character, fc.integer({ min: gapMs + 1, max: 2000 })), { maxLength: 40 });
  const keys = fc.oneof(burst, slow);
  const then = fc.constantFrom(null, 'Enter', 'Tab', 'Backspace');
  return fc.record({ keys, then, inField: fc.boolean() }).map((typing) => ({ kind: 'typing', ...typing }));
}

const SETTINGS: readonly (readonly [string, Partial<WedgeSettings>, readonly Scan['end'][]])[] = [
  ['the default settings', {}, ['Enter', 'Tab', null]],
  ['a slow scanner learnt', { gapMs: 380, endKey: 'Enter' }, ['Enter', null]],
  ['a slow scanner without an end key', { gapMs: 250, endKey: 'none' }, [null]],
  ['a fast scanner learnt by hand', { gapMs: 40, endKey: 'Tab' }, ['Tab', null]],
];

describe.each(SETTINGS)('by %s', (_, settings, ends) => {
  const gapMs = settings.gapMs ?? 100;
  const items = fc.array(fc.oneof(scans(gapMs, ends), typings(gapMs)), { maxLength: 8 });

  it('every scan is read once and whole, and every typed key arrives once and in order', () => {
    fc.assert(
      fc.property(items, (all) => {
        const counter = openCounter(settings);
        for (const item of all) {
          counter.time.pass(1000); // the silence between them
          play(counter, item);
        }
        counter.time.pass(1000);
        const typed = (inField: boolean): string =>
          all
            .flatMap((it) => (it.kind === 'typing' && it.inField === inField ? it.keys : []))
            .map(([key]) => key)
            .join('');
        expect(counter.reads).toEqual(all.flatMap((it) => (it.kind === 'scan' ? [it.text] : [])));
        expect(counter.typed.join('')).toBe(typed(false));
        expect(counter.field()).toBe(typed(true));
      }),
      { numRuns: 300 },
    );
  });
});

function play(counter: ReturnType<typeof openCounter>, item: Scan | Typing): void {
  if (item.kind === 'scan') {
    counter.scan(item.text, item.gapsMs, !item.inField);
    if (item.end !== null) expect(counter.press(item.end, item.gapsMs[0], !item.inField)).toBe(true);
    return;
  }
  for (const [key, gapMs] of item.keys) counter.press(key, gapMs, !item.inField);
  // A person's key acts, and finds what was typed before it already there.
  if (item.then === null) return;
  expect(counter.press(item.then, 60, !item.inField)).toBe(false);
  const held = item.inField ? [] : item.keys.map(([key]) => key);
  expect(counter.typed.slice(counter.typed.length - held.length)).toEqual(held);
}
