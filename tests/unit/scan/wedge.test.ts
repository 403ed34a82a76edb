/** The wedge recogniser: a scan is one read and never types; a person's keys arrive in order and on time. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CODE, openCounter } from './wedge-counter.ts';

describe('a scan', () => {
  it.each([
    ['fast', 1],
    ['usual', 15],
    ['slow Bluetooth', 80],
    ['the slowest allowed', 100],
  ])('at %s pace ends with Enter as one read, and Enter does nothing else', (_, gapMs) => {
    const counter = openCounter();
    counter.scan(CODE, gapMs);
    expect(counter.press('Enter', gapMs)).toBe(true);
    counter.time.pass(1000);
    expect(counter.reads).toEqual([CODE]);
    expect(counter.typed).toEqual([]);
  });

  it('ends with Tab, and Tab does not move the focus', () => {
    const counter = openCounter();
    counter.scan(CODE);
    expect(counter.press('Tab', 5)).toBe(true);
    expect(counter.reads).toEqual([CODE]);
  });

  it('without a suffix ends by silence', () => {
    const counter = openCounter();
    counter.scan(CODE);
    counter.time.pass(100);
    expect(counter.reads).toEqual([]);
    counter.time.pass(1);
    expect(counter.reads).toEqual([CODE]);
  });

  it('keeps the case of base64, and blanks inside', () => {
    const counter = openCounter();
    counter.scan('hQVDUFYwMWEaTw== x');
    counter.press('Enter', 5);
    expect(counter.reads).toEqual(['hQVDUFYwMWEaTw== x']);
  });

  it('right after another is a read of its own', () => {
    const counter = openCounter();
    for (const code of [CODE, '134668918993771844']) {
      counter.scan(code);
      counter.press('Enter', 5);
    }
    expect(counter.reads).toEqual([CODE, '134668918993771844']);
  });

  it('right after a typed key takes that key along rather than let a digit land', () => {
    const counter = openCounter();
    counter.press('5');
    counter.scan(CODE, 60);
    counter.press('Enter', 5);
    expect(counter.reads).toEqual([`5${CODE}`]);
    expect(counter.typed).toEqual([]);
  });

  it('whose keys queue behind a busy page stays whole', () => {
    const counter = openCounter();
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

describe('a page that hears keys late', () => {
  it('waits for the next one as long as the last one was late', () => {
    const counter = openCounter();
    let atMs = counter.time.monotonic();
    counter.time.pass(350);
    for (const key of CODE) {
      counter.wedge.press({ key, atMs, held: true });
      atMs += 5;
      counter.time.pass(200); // each takes so long to be heard
    }
    counter.time.pass(1000);
    expect([counter.reads, counter.typed]).toEqual([[CODE], []]);
  });
});

describe('a person', () => {
  it.each<[string, readonly string[]]>([
    ['one key', ['7']],
    ['five fast keys', ['1', '2', '3', '4', '5']],
  ])('%s appears after 100 ms of silence', (_, keys) => {
    const counter = openCounter();
    for (const key of keys) expect(counter.press(key, 30)).toBe(true);
    counter.time.pass(100);
    expect(counter.typed).toEqual([]);
    counter.time.pass(1);
    expect(counter.typed).toEqual(keys);
    expect(counter.reads).toEqual([]);
  });

  it.each(['Enter', 'Tab', 'Backspace', 'Escape'])('pressing %s alone is never swallowed', (key) => {
    const counter = openCounter();
    expect(counter.press(key)).toBe(false);
  });

  it.each(['Enter', 'Tab', 'Backspace'])('pressing %s right after a digit gets the digit first', (key) => {
    const counter = openCounter();
    counter.press('5');
    expect(counter.press(key, 20)).toBe(false);
    expect(counter.typed).toEqual(['5']);
  });

  it('pressing the blank on a focused button presses the button', () => {
    const counter = openCounter();
    expect(counter.press(' ')).toBe(false);
  });

  it('gets the keys of an interrupted burst at once when the page is left', () => {
    const counter = openCounter();
    counter.press('5');
    counter.wedge.flush();
    counter.wedge.flush();
    expect(counter.typed).toEqual(['5']);
  });

  it('takes its Enter that a busy page hears only after the silence: nothing else is pressed by it', () => {
    const counter = openCounter();
    counter.scan(CODE);
    const atMs = counter.time.monotonic() + 5;
    counter.time.pass(600);
    expect(counter.reads).toEqual([CODE]);
    expect(counter.wedge.press({ key: 'Enter', atMs, held: true })).toBe(true);
    expect(counter.press('Enter')).toBe(false);
  });
});

describe('in a text field', () => {
  it('keys land as they are pressed and are not typed twice', () => {
    const counter = openCounter();
    for (const key of '123') expect(counter.press(key, 20, false)).toBe(false);
    counter.time.pass(500);
    expect(counter.typed).toEqual([]);
  });

  it('a scan is taken from its sixth key on, and what landed is taken back once', () => {
    const counter = openCounter();
    const taken = Array.from(CODE, (key) => counter.press(key, 5, false));
    counter.press('Enter', 5, false);
    expect(taken.indexOf(true)).toBe(5);
    expect(taken.lastIndexOf(false)).toBe(4);
    expect(counter.bursts).toEqual(['begin', 'proved']);
    expect(counter.reads).toEqual([CODE]);
  });

  it('a scan that proves itself only at its end is taken back then', () => {
    const counter = openCounter({ gapMs: 300, endKey: 'Enter' });
    counter.scan(CODE, 240, false);
    expect(counter.field()).toBe(CODE);
    expect(counter.press('Enter', 240, false)).toBe(true);
    expect(counter.field()).toBe('');
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
        const counter = openCounter();
        for (const [pressed, gapMs] of keys) counter.press(pressed, gapMs);
        counter.time.pass(120);
        expect(counter.typed).toEqual(keys.map(([pressed]) => pressed));
        expect(counter.reads).toEqual([]);
      }),
    );
  });

  it('a code of twelve or more with gaps up to 100 ms is exactly one read and types nothing', () => {
    const key = fc.tuple(letter, fc.integer({ min: 0, max: 100 }));
    const ending = fc.constantFrom('Enter', 'Tab', null);
    fc.assert(
      fc.property(fc.array(key, { minLength: 11, maxLength: 200 }), ending, (keys, end) => {
        const counter = openCounter();
        const all = [...keys, ['7', 40] as const];
        for (const [pressed, gapMs] of all) counter.press(pressed, gapMs);
        if (end !== null) expect(counter.press(end, 10)).toBe(true);
        counter.time.pass(200);
        expect(counter.reads).toEqual([all.map(([pressed]) => pressed).join('')]);
        expect(counter.typed).toEqual([]);
      }),
    );
  });

  it('no key is ever lost or doubled: each is typed or read', () => {
    const key = fc.tuple(letter, fc.integer({ min: 0, max: 250 }));
    fc.assert(
      fc.property(fc.array(key, { maxLength: 60 }), (keys) => {
        const counter = openCounter();
        for (const [pressed, gapMs] of keys) counter.press(pressed, gapMs);
        counter.time.pass(500);
        const all = counter.typed.length + counter.reads.join('').length;
        expect(all).toBe(keys.length);
      }),
    );
  });
});
