/** Rhythms of scanners and of people: which is a scan, by the default settings and with a slow scanner learnt. */
import { describe, expect, it } from 'vitest';
import { rhythmOf } from '../../../src/scan/wedge-evidence.ts';
import type { WedgeSettings } from '../../../src/scan/wedge-settings.ts';
import { CODE, gaps, openCounter } from './wedge-counter.ts';

const EAN_13 = '4006381333931';
const EAN_8 = '96385074';
const LINK = 'https://shop.example/menu';
const BASE64 = 'hQVDUFYwMWEaTwegAAADMwEBVwhiIjMEBQYHCIIJ';
const SLOW: Partial<WedgeSettings> = { gapMs: 380, endKey: 'Enter' };
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

describe('a scanner by the default settings', () => {
  it.each([
    [2, 0.5],
    [5, 0.8],
    [15, 0.6],
    [25, 0.5],
    [45, 0.3],
    [80, 0.2],
  ])('at %d ms a key, each up to %d of it off, is read, whatever it reads', (paceMs, jitter) => {
    for (const seed of SEEDS) {
      for (const text of [CODE, EAN_13, EAN_8, LINK, BASE64]) {
        const counter = openCounter();
        counter.scan(text, gaps(text.length, paceMs, jitter, seed));
        expect(counter.press('Enter', paceMs)).toBe(true);
        expect([counter.reads, counter.typed]).toEqual([[text], []]);
      }
    }
  });

  it.each([150, 250])('at %d ms a key is typing, until it is learnt', (paceMs) => {
    const counter = openCounter();
    counter.scan(CODE, paceMs);
    counter.time.pass(500);
    expect([counter.reads, counter.typed.join('')]).toEqual([[], CODE]);
  });

  it('that moves evenly is read down to a label of six', () => {
    const counter = openCounter();
    counter.scan('104938', gaps(6, 80, 0.1));
    expect(counter.press('Enter', 80)).toBe(true);
    expect(counter.reads).toEqual(['104938']);
  });
});

describe('a slow scanner that is learnt', () => {
  it.each([
    [5, 0.8],
    [25, 0.5],
    [80, 0.15],
    [110, 0.15],
    [150, 0.15],
    [250, 0.15],
    [300, 0.15],
  ])('at %d ms a key, each up to %d of it off, is read', (paceMs, jitter) => {
    for (const seed of SEEDS) {
      for (const text of [CODE, EAN_13, EAN_8, LINK, BASE64]) {
        const counter = openCounter(SLOW);
        counter.scan(text, gaps(text.length, paceMs, jitter, seed));
        expect(counter.press('Enter', paceMs)).toBe(true);
        expect([counter.reads, counter.typed]).toEqual([[text], []]);
      }
    }
  });

  it.each([150, 250])('without an end key at %d ms a key is read by its silence', (paceMs) => {
    const counter = openCounter({ ...SLOW, endKey: 'none' });
    counter.scan(EAN_8, gaps(8, paceMs, 0.1));
    counter.time.pass(381);
    expect(counter.reads).toEqual([EAN_8]);
  });

  it('whose Enter comes after its longest gap presses nothing', () => {
    const counter = openCounter(SLOW);
    counter.scan(CODE, 300);
    expect(counter.press('Enter', 700)).toBe(true);
    expect(counter.reads).toEqual([CODE]);
  });

  it('stumbling once on the radio is still read', () => {
    const counter = openCounter(SLOW);
    const stumbling = gaps(18, 15, 0.3).map((gap, index) => (index === 3 ? 300 : gap));
    counter.scan(CODE, stumbling);
    expect(counter.press('Enter', 15)).toBe(true);
    expect(counter.reads).toEqual([CODE]);
  });

  it('leaves another, fast scanner as it was', () => {
    const counter = openCounter(SLOW);
    counter.scan(CODE, 5);
    expect(counter.press('Tab', 5)).toBe(true);
    expect(counter.reads).toEqual([CODE]);
  });

  it('ends a label of three with its own Enter, so that no digit of it is an amount', () => {
    const counter = openCounter({ endKey: 'Enter' });
    counter.scan('A12', 15);
    expect(counter.press('Enter', 15)).toBe(true);
    expect([counter.reads, counter.typed]).toEqual([['A12'], []]);
  });
});

/** Gaps of six digits in a row as people type them, by number of keys a second. */
const PEOPLE: readonly (readonly [string, readonly number[]])[] = [
  ['5 a second', [0, 190, 240, 160, 230, 175]],
  ['8 a second', [0, 120, 95, 160, 110, 140]],
  ['10 a second', [0, 100, 78, 130, 84, 108]],
  ['10 a second with no pause over 100 ms', [0, 99, 72, 100, 64, 98]],
  ['12 a second', [0, 96, 62, 88, 99, 70]],
  ['12 a second, evenly', [0, 84, 83, 85, 84, 83]],
  ['two rolls of three fingers', [0, 45, 45, 210, 45, 45]],
];

describe('a person by the default settings', () => {
  it.each(PEOPLE)('who types six digits at %s gets them all', (_, rhythm) => {
    const counter = openCounter();
    counter.scan('120045', rhythm);
    expect(counter.press('Enter', 180)).toBe(false);
    expect([counter.reads, counter.typed.join('')]).toEqual([[], '120045']);
  });

  it('who taps one key ten times a second gets every tap', () => {
    const counter = openCounter();
    counter.scan('100000000', 96);
    counter.time.pass(200);
    expect([counter.reads, counter.typed.join('')]).toEqual([[], '100000000']);
  });

  it('with a double-nought key gets both noughts, and Enter', () => {
    const counter = openCounter({ endKey: 'Enter' });
    counter.scan('1200', [0, 140, 150, 2]);
    expect(counter.press('Enter', 160)).toBe(false);
    expect(counter.typed.join('')).toBe('1200');
  });

  it('who writes a note of words without one pause keeps it', () => {
    const counter = openCounter();
    const note = 'table by the window';
    const rolling = Array.from(note, (_, index) => (index % 2 === 0 ? 55 : 95));
    counter.scan(note, rolling, false);
    counter.time.pass(200);
    expect([counter.reads, counter.field()]).toEqual([[], note]);
  });

  it('who writes a note at 12 keys a second keeps it', () => {
    const counter = openCounter();
    const note = 'table by the window for two';
    counter.scan(note, gaps(note.length, 83, 0.4), false);
    counter.time.pass(200);
    expect([counter.reads, counter.field()]).toEqual([[], note]);
  });
});

describe('a person with a slow scanner learnt', () => {
  it.each(PEOPLE)('who types six digits at %s gets them all, at the latest after the gap', (_, rhythm) => {
    const counter = openCounter(SLOW);
    counter.scan('120045', rhythm);
    counter.time.pass(381);
    expect([counter.reads, counter.typed.join('')]).toEqual([[], '120045']);
  });

  it('has the digits before the Enter that follows them', () => {
    const counter = openCounter(SLOW);
    counter.scan('1250', [0, 180, 240, 150]);
    expect(counter.typed).toEqual([]);
    expect(counter.press('Enter', 200)).toBe(false);
    expect(counter.typed.join('')).toBe('1250');
  });

  it('who types a code by hand, each gap a third off, is no scanner', () => {
    for (const seed of SEEDS) {
      const counter = openCounter(SLOW);
      counter.scan(CODE, gaps(18, 200, 0.6, seed), false);
      counter.time.pass(381);
      expect([counter.reads, counter.field()]).toEqual([[], CODE]);
    }
  });

  it('who taps one key five times a second gets every tap', () => {
    const counter = openCounter(SLOW);
    counter.scan('1000000000000', 200);
    counter.press('Enter', 200);
    expect([counter.reads, counter.typed.join('')]).toEqual([[], '1000000000000']);
  });
});

describe('a scanner with a prefix', () => {
  it('is known at the second character behind it, and neither prefix nor suffix is read', () => {
    const counter = openCounter({ prefix: '~', suffix: '#' });
    const taken = Array.from(`~${CODE}#`, (key) => counter.press(key, 90, false));
    expect(taken.indexOf(true)).toBe(2);
    expect(counter.press('Enter', 90, false)).toBe(true);
    expect([counter.reads, counter.field()]).toEqual([[CODE], '']);
  });

  it('reads even two characters that would be an amount', () => {
    const counter = openCounter({ prefix: 'SCN' });
    counter.scan('SCN12', 90);
    counter.time.pass(101);
    expect([counter.reads, counter.typed]).toEqual([['12'], []]);
  });

  it('is known by six even characters where it is slow, and needs no end key', () => {
    const counter = openCounter({ ...SLOW, prefix: '~' });
    counter.scan('~40062', 240);
    counter.time.pass(381);
    expect([counter.reads, counter.typed]).toEqual([['40062'], []]);
  });

  it('still reads another scanner without one', () => {
    const counter = openCounter({ prefix: '~' });
    counter.scan(CODE);
    counter.time.pass(101);
    expect(counter.reads).toEqual([CODE]);
  });

  it.each(['2', '00', 'A', '.'])('that a person may type (%s) proves nothing, and is taken off', (prefix) => {
    const counter = openCounter({ prefix });
    counter.scan(`${prefix}123`, 60);
    counter.time.pass(101);
    expect([counter.reads, counter.typed.join('')]).toEqual([[], `${prefix}123`]);
    counter.scan(`${prefix}${CODE}`);
    counter.time.pass(101);
    expect(counter.reads).toEqual([CODE]);
  });
});

describe('a rhythm', () => {
  it('is measured from key to key', () => {
    expect(rhythmOf([10, 35, 20, 20, 15])).toEqual({
      meanMs: 20,
      medianMs: 20,
      slowestMs: 35,
      unevenness: 0.3,
    });
    expect(rhythmOf([10, 30])).toEqual({ meanMs: 20, medianMs: 20, slowestMs: 30, unevenness: 0.5 });
  });

  it('of keys that come at once is even, and of one key there is none', () => {
    expect(rhythmOf([0, 0, 0]).unevenness).toBe(0);
    expect(rhythmOf([])).toEqual({ meanMs: 0, medianMs: 0, slowestMs: 0, unevenness: 0 });
  });
});
