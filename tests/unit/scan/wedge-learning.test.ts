/** "Scan this code three times": what a scanner's keys teach, and why some teach nothing. */
import { describe, expect, it } from 'vitest';
import { createWedgeLearning, NO_KEYS_MS, SCAN_PAUSE_MS } from '../../../src/scan/wedge-learning.ts';
import type { WedgeLesson } from '../../../src/scan/wedge-lesson.ts';
import { gaps, openCounter } from './wedge-counter.ts';

const TEXT = 'PLING-7QZA+M/=';

/** A scanner on the counter: what it sends around a code and how. */
interface Habits {
  readonly text?: string;
  readonly paceMs?: number;
  readonly jitter?: number;
  /** The gap before each character, instead of pace and jitter. */
  readonly rhythm?: readonly number[];
  readonly end?: readonly string[];
  readonly endMs?: number;
}

function openLesson(expected: string | undefined = TEXT) {
  const learning = createWedgeLearning(0, expected);
  let atMs = 0;
  let seed = 0;
  const press = (key: string, gapMs: number): WedgeLesson => learning.press({ key, atMs: (atMs += gapMs) });
  function scan({
    text = TEXT,
    paceMs = 10,
    jitter = 0.1,
    rhythm,
    end = ['Enter'],
    endMs = paceMs,
  }: Habits = {}) {
    atMs += 2000;
    const drawn = gaps(text.length, paceMs, jitter, ++seed);
    for (const [index, key] of Array.from(text).entries()) press(key, (rhythm ?? drawn)[index] ?? 0);
    for (const key of end) press(key, endMs);
    return learning.wait(atMs);
  }
  const wait = (ms: number): WedgeLesson => learning.wait((atMs += ms));
  return { learning, press, scan, wait };
}

function learnt(lesson: WedgeLesson): Extract<WedgeLesson, { kind: 'learnt' }> {
  if (lesson.kind !== 'learnt') throw new Error(`Not learnt: ${JSON.stringify(lesson)}`);
  return lesson;
}

function why(lesson: WedgeLesson): string {
  return lesson.kind === 'not-learnt' ? lesson.why : lesson.kind;
}

describe('three scans', () => {
  it('of a usual scanner teach the default gap and its end key', () => {
    const { scan } = openLesson();
    expect(scan()).toMatchObject({
      kind: 'listening',
      isScanning: false,
      scans: [{ length: 14, endKey: 'Enter' }],
    });
    expect(scan().kind).toBe('listening');
    expect(learnt(scan()).settings).toEqual({ gapMs: 100, endKey: 'Enter', prefix: '', suffix: '' });
  });

  it.each([
    [80, 100, 110],
    [150, 190, 210],
    [250, 310, 350],
    [300, 370, 400],
  ])('at %d ms a key teach a gap with room above the slowest', (paceMs, leastMs, mostMs) => {
    const { scan } = openLesson();
    scan({ paceMs, jitter: 0.05 });
    scan({ paceMs, jitter: 0.05 });
    const { settings, scans } = learnt(scan({ paceMs, jitter: 0.05 }));
    expect(settings.gapMs).toBeGreaterThanOrEqual(leastMs);
    expect(settings.gapMs).toBeLessThanOrEqual(mostMs);
    expect(scans).toHaveLength(3);
    expect(Math.abs((scans[0]?.medianGapMs ?? 0) - paceMs)).toBeLessThanOrEqual(paceMs / 20);
    expect(settings.gapMs).toBeGreaterThanOrEqual(Math.max(...scans.map((it) => it.slowestGapMs)));
  });

  it.each([
    ['Tab', ['Tab'], 'Tab'],
    ['two keys', ['Enter', 'ArrowDown'], 'Enter'],
    ['CR and LF as control characters', ['\r', '\n'], 'Enter'],
    ['a tabulator as a control character', ['\t'], 'Tab'],
  ])('that end with %s teach that', (_, end, endKey) => {
    const { scan } = openLesson();
    scan({ end });
    scan({ end });
    expect(learnt(scan({ end })).settings.endKey).toBe(endKey);
  });

  it('that end by silence are known only after it', () => {
    const { scan, wait } = openLesson();
    for (let scans = 0; scans < 3; scans += 1) expect(scan({ end: [] })).toMatchObject({ isScanning: true });
    expect(wait(SCAN_PAUSE_MS).kind).toBe('listening');
    expect(learnt(wait(1)).settings.endKey).toBe('none');
  });

  it('that do not all end alike may end in any way', () => {
    const { scan } = openLesson();
    scan({ end: [] });
    scan();
    expect(learnt(scan()).settings.endKey).toBe('any');
  });

  it('show what the scanner puts around the code', () => {
    const { scan } = openLesson();
    const text = `]Q3${TEXT}#`;
    scan({ text });
    scan({ text });
    expect(learnt(scan({ text })).settings).toMatchObject({ prefix: ']Q3', suffix: '#' });
  });

  it('of a code nobody knows teach no prefix', () => {
    const { learning } = { learning: createWedgeLearning(0) };
    let lesson: WedgeLesson = learning.wait(0);
    for (let scan = 1; scan <= 3; scan += 1) {
      for (const [index, key] of Array.from('~28431234567').entries())
        learning.press({ key, atMs: scan * 2000 + index * 9 });
      lesson = learning.press({ key: 'Enter', atMs: scan * 2000 + 120 });
    }
    expect(learnt(lesson).settings).toEqual({ gapMs: 100, endKey: 'Enter', prefix: '', suffix: '' });
  });

  it('by a scanner that lets its Enter wait teach no longer gap: that Enter is the scan’s anyway', () => {
    const { scan } = openLesson();
    scan({ endMs: 300 });
    scan({ endMs: 300 });
    expect(learnt(scan({ endMs: 300 })).settings).toMatchObject({ gapMs: 100, endKey: 'Enter' });
  });

  it('by a slow scanner whose Enter is slower still teach a gap with room for it', () => {
    const { scan } = openLesson();
    const habits = { paceMs: 150, jitter: 0.05, endMs: 250 };
    scan(habits);
    scan(habits);
    expect(learnt(scan(habits)).settings.gapMs).toBe(320);
  });

  it('may be uneven where they are fast', () => {
    const { scan } = openLesson();
    scan({ jitter: 0.6 });
    scan({ jitter: 0.6 });
    expect(learnt(scan({ jitter: 0.6 })).settings.gapMs).toBe(100);
  });

  it('of a fast scanner whose radio stumbles teach a gap with room for that', () => {
    const { scan } = openLesson();
    const rhythm = Array.from(TEXT, (_, index) => (index === 3 ? 200 : 15));
    scan({ rhythm });
    scan({ rhythm });
    expect(learnt(scan({ rhythm })).settings.gapMs).toBe(250);
  });

  it('with a blank before the code teach no prefix', () => {
    const { scan } = openLesson();
    const text = ` ${TEXT}`;
    scan({ text });
    scan({ text });
    expect(learnt(scan({ text })).settings.prefix).toBe('');
  });

  it('tell what was seen, and never the text', () => {
    const { scan } = openLesson();
    scan({ jitter: 0 });
    scan({ jitter: 0 });
    const lesson = scan({ jitter: 0 });
    const seen = { length: 14, totalMs: 140, medianGapMs: 10, slowestGapMs: 10, endKey: 'Enter' };
    expect(lesson.scans).toEqual([seen, seen, seen]);
    expect(JSON.stringify(lesson)).not.toContain('PLING');
  });

  it('teach settings by which the same scanner is then read, Enter and all', () => {
    for (const paceMs of [5, 45, 80, 150, 250, 300]) {
      const { scan } = openLesson();
      const habits = { text: `~${TEXT}`, paceMs, jitter: 0.06 };
      scan(habits);
      scan(habits);
      const counter = openCounter(learnt(scan(habits)).settings);
      counter.scan('~284312345678901234', gaps(19, paceMs, 0.06, 99));
      expect(counter.press('Enter', paceMs)).toBe(true);
      expect([counter.reads, counter.typed]).toEqual([['284312345678901234'], []]);
    }
  });
});

describe('nothing is learnt', () => {
  it('where no key comes', () => {
    const { wait } = openLesson();
    expect(wait(NO_KEYS_MS).kind).toBe('listening');
    expect(why(wait(1))).toBe('no-keys');
  });

  it('from a person: too uneven', () => {
    const { scan } = openLesson();
    expect(why(scan({ paceMs: 190, jitter: 0.6 }))).toBe('uneven');
  });

  it('from a slow scanner that is only just even enough', () => {
    const { scan } = openLesson();
    expect(why(scan({ rhythm: Array.from(TEXT, (_, index) => (index % 2 === 0 ? 170 : 130)) }))).toBe(
      'uneven',
    );
  });

  it.each([330, 450, 650])('from a scanner with %d ms a key: too slow', (paceMs) => {
    const { scan, wait } = openLesson();
    scan({ paceMs, jitter: 0, end: [] });
    expect(why(wait(SCAN_PAUSE_MS + 1))).toBe('too-slow');
  });

  it('from a scanner whose Enter comes so late that it would act', () => {
    const { scan } = openLesson();
    expect(why(scan({ endMs: 600 }))).toBe('too-slow');
  });

  it('from a key or two', () => {
    const { press, wait } = openLesson();
    press('5', 100);
    expect(why(wait(SCAN_PAUSE_MS + 1))).toBe('too-short');
  });

  it('from another code than the one that is shown', () => {
    const { scan } = openLesson();
    expect(why(scan({ text: '4006381333931' }))).toBe('other-text');
  });

  it('from a scanner set to another country’s keyboard', () => {
    const { scan } = openLesson();
    expect(why(scan({ text: 'PLINGß7QYA`M-´' }))).toBe('other-text');
  });

  it('from two codes', () => {
    const learning = createWedgeLearning(0);
    let lesson: WedgeLesson = learning.wait(0);
    for (const [scan, text] of ['284312345678901234', '4006381333931'].entries()) {
      for (const [index, key] of Array.from(text).entries()) {
        learning.press({ key, atMs: (scan + 1) * 2000 + index * 9 });
      }
      lesson = learning.press({ key: 'Enter', atMs: (scan + 1) * 2000 + 300 });
    }
    expect(why(lesson)).toBe('different-texts');
  });

  it('and what has been decided stays', () => {
    const { scan } = openLesson();
    scan({ text: '4006381333931' });
    expect(why(scan())).toBe('other-text');
  });
});
