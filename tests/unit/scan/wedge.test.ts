/** The wedge recogniser: a scan is one read and never types; a person's keys arrive in order and on time. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWedge, type Wedge } from '../../../src/scan/wedge.ts';
import { createManualTime, type ManualTime } from './manual-time.ts';

interface Counter {
  readonly time: ManualTime;
  readonly wedge: Wedge;
  readonly reads: string[];
  readonly typed: string[];
  readonly bursts: string[];
  /** Presses a key after `gapMs`; true when the recogniser took it. */
  press(key: string, gapMs?: number, held?: boolean): boolean;
  /** Presses every character, `gapMs` apart. */
  scan(text: string, gapMs?: number): void;
}

function setup(): Counter {
  const time = createManualTime();
  const reads: string[] = [];
  const typed: string[] = [];
  const bursts: string[] = [];
  const wedge = createWedge({
    timers: time,
    now: () => time.monotonic(),
    onread: (text) => reads.push(text),
    ontyped: (keys) => typed.push(...keys),
    onbegin: () => bursts.push('begin'),
    onburst: () => bursts.push('proved'),
  });
  const press = (key: string, gapMs = 0, held = true): boolean => {
    time.pass(gapMs);
    return wedge.press({ key, atMs: time.monotonic(), held });
  };
  const scan = (text: string, gapMs = 5): void => {
    for (const key of text) press(key, gapMs);
  };
  return { time, wedge, reads, typed, bursts, press, scan };
}

const CODE = '284312345678901234';

describe('a scan', () => {
  it.each([
    ['fast', 1],
    ['usual', 15],
    ['slow Bluetooth', 80],
    ['the slowest allowed', 100],
  ])('at %s pace ends with Enter as one read, and Enter does nothing else', (_, gapMs) => {
    const counter = setup();
    counter.scan(CODE, gapMs);
    expect(counter.press('Enter', gapMs)).toBe(true);
    counter.time.pass(1000);
    expect(counter.reads).toEqual([CODE]);
    expect(counter.typed).toEqual([]);
  });

  it('ends with Tab, and Tab does not move the focus', () => {
    const counter = setup();
    counter.scan(CODE);
    expect(counter.press('Tab', 5)).toBe(true);
    expect(counter.reads).toEqual([CODE]);
  });

  it('without a suffix ends by silence', () => {
    const counter = setup();
    counter.scan(CODE);
    counter.time.pass(100);
    expect(counter.reads).toEqual([]);
    counter.time.pass(1);
    expect(counter.reads).toEqual([CODE]);
  });

  it('keeps the case of base64, and blanks inside', () => {
    const counter = setup();
    counter.scan('hQVDUFYwMWEaTw== x');
    counter.press('Enter', 5);
    expect(counter.reads).toEqual(['hQVDUFYwMWEaTw== x']);
  });

  it('right after another is a read of its own', () => {
    const counter = setup();
    for (const code of [CODE, '134668918993771844']) {
      counter.scan(code);
      counter.press('Enter', 5);
    }
    expect(counter.reads).toEqual([CODE, '134668918993771844']);
  });

  it('right after a typed key takes that key along rather than let a digit land', () => {
    const counter = setup();
    counter.press('5');
    counter.scan(CODE, 60);
    counter.press('Enter', 5);
    expect(counter.reads).toEqual([`5${CODE}`]);
    expect(counter.typed).toEqual([]);
  });

  it('whose keys queue behind a busy page stays whole', () => {
    const counter = setup();
    counter.scan(CODE.slice(0, 4));
    const atMs = counter.time.monotonic();
    counter.time.freeze(300);
    counter.time.pass(0); // the silence timer runs before the queued keys
    for (const [index, key] of Array.from(CODE.slice(4)).entries()) {
      counter.wedge.press({ key, atMs: atMs + 5 * (index + 1), held: true });
    }
    counter.press('Enter', 101);
    counter.time.pass(1000);
    expect(counter.reads).toEqual([CODE]);
    expect(counter.typed).toEqual([]);
  });
});

describe('a person', () => {
  it.each<[string, readonly string[]]>([
    ['one key', ['7']],
    ['five fast keys', ['1', '2', '3', '4', '5']],
  ])('%s appears after 100 ms of silence', (_, keys) => {
    const counter = setup();
    for (const key of keys) expect(counter.press(key, 30)).toBe(true);
    counter.time.pass(100);
    expect(counter.typed).toEqual([]);
    counter.time.pass(1);
    expect(counter.typed).toEqual(keys);
    expect(counter.reads).toEqual([]);
  });

  it.each(['Enter', 'Tab', 'Backspace', 'Escape'])('pressing %s alone is never swallowed', (key) => {
    const counter = setup();
    expect(counter.press(key)).toBe(false);
  });

  it.each(['Enter', 'Tab', 'Backspace'])('pressing %s right after a digit gets the digit first', (key) => {
    const counter = setup();
    counter.press('5');
    expect(counter.press(key, 20)).toBe(false);
    expect(counter.typed).toEqual(['5']);
  });

  it('pressing the blank on a focused button presses the button', () => {
    const counter = setup();
    expect(counter.press(' ')).toBe(false);
  });

  it('gets the keys of an interrupted burst at once when the page is left', () => {
    const counter = setup();
    counter.press('5');
    counter.wedge.flush();
    counter.wedge.flush();
    expect(counter.typed).toEqual(['5']);
  });

  it('takes its Enter that a busy page hears only after the silence: nothing else is pressed by it', () => {
    const counter = setup();
    counter.scan(CODE);
    const atMs = counter.time.monotonic() + 5;
    counter.time.pass(600);
    expect(counter.reads).toEqual([CODE]);
    expect(counter.wedge.press({ key: 'Enter', atMs, held: true })).toBe(true);
    expect(counter.press('Enter')).toBe(false);
  });
});

describe('right after a scan', () => {
  it.each(['Enter', 'Tab', 'ArrowDown'])(
    '%s that a slow scanner sends after the silence is the scan’s',
    (key) => {
      const counter = setup();
      counter.scan(CODE);
      expect(counter.press(key, 150)).toBe(true);
      expect(counter.reads).toEqual([CODE]);
    },
  );

  it('a line end of two keys presses nothing', () => {
    const counter = setup();
    counter.scan(CODE);
    for (const key of ['Enter', 'ArrowDown', 'Enter']) expect(counter.press(key, 20)).toBe(true);
    expect(counter.reads).toEqual([CODE]);
  });

  it.each(['Enter', 'Tab', 'ArrowDown'])('a person’s %s half a second later acts', (key) => {
    const counter = setup();
    counter.scan(CODE);
    counter.press('Enter', 5);
    expect(counter.press(key, 500)).toBe(false);
  });

  it('Enter behind a digit that a person typed acts', () => {
    const counter = setup();
    counter.scan(CODE);
    counter.press('Enter', 5);
    counter.press('5', 150);
    expect(counter.press('Enter', 120)).toBe(false);
    expect(counter.typed).toEqual(['5']);
  });

  it.each(['Backspace', 'Delete', 'Escape'])('%s is a person’s', (key) => {
    const counter = setup();
    counter.scan(CODE);
    counter.press('Enter', 5);
    expect(counter.press(key, 50)).toBe(false);
  });
});

describe('in a text field', () => {
  it('keys land as they are pressed and are not typed twice', () => {
    const counter = setup();
    for (const key of '123') expect(counter.press(key, 20, false)).toBe(false);
    counter.time.pass(500);
    expect(counter.typed).toEqual([]);
  });

  it('a scan is taken from its sixth key on, and what landed is taken back once', () => {
    const counter = setup();
    const taken = Array.from(CODE, (key) => counter.press(key, 5, false));
    counter.press('Enter', 5, false);
    expect(taken.indexOf(true)).toBe(5);
    expect(taken.lastIndexOf(false)).toBe(4);
    expect(counter.bursts).toEqual(['begin', 'proved']);
    expect(counter.reads).toEqual([CODE]);
  });
});

describe('whatever the rhythm', () => {
  const letter = fc.constantFrom(...'0123456789abcXYZ+/=');

  it('a person with gaps of 120 ms or more gets every key, in order', () => {
    const key = fc.tuple(letter, fc.integer({ min: 120, max: 2000 }));
    fc.assert(
      fc.property(fc.array(key, { maxLength: 40 }), (keys) => {
        const counter = setup();
        for (const [pressed, gapMs] of keys) counter.press(pressed, gapMs);
        counter.time.pass(120);
        expect(counter.typed).toEqual(keys.map(([pressed]) => pressed));
        expect(counter.reads).toEqual([]);
      }),
    );
  });

  it('a scan with gaps up to 100 ms is exactly one read and types nothing', () => {
    const key = fc.tuple(letter, fc.integer({ min: 0, max: 100 }));
    const suffix = fc.constantFrom('Enter', 'Tab', null);
    fc.assert(
      fc.property(fc.array(key, { minLength: 6, maxLength: 200 }), suffix, (keys, ending) => {
        const counter = setup();
        for (const [pressed, gapMs] of keys) counter.press(pressed, gapMs);
        if (ending !== null) expect(counter.press(ending, 10)).toBe(true);
        counter.time.pass(200);
        expect(counter.reads).toEqual([keys.map(([pressed]) => pressed).join('')]);
        expect(counter.typed).toEqual([]);
      }),
    );
  });

  it('no key is ever lost or doubled: each is typed or read', () => {
    const key = fc.tuple(letter, fc.integer({ min: 0, max: 250 }));
    fc.assert(
      fc.property(fc.array(key, { maxLength: 60 }), (keys) => {
        const counter = setup();
        for (const [pressed, gapMs] of keys) counter.press(pressed, gapMs);
        counter.time.pass(500);
        const all = counter.typed.length + counter.reads.join('').length;
        expect(all).toBe(keys.length);
      }),
    );
  });
});
