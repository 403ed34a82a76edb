/** What comes behind a scan and inside it besides characters: line ends, control characters, other settings. */
import { describe, expect, it } from 'vitest';
import { CODE, openCounter } from './wedge-counter.ts';

describe('right after a scan', () => {
  it.each(['Enter', 'Tab', 'ArrowDown'])(
    '%s that a slow scanner sends after the silence is the scan’s',
    (key) => {
      const counter = openCounter();
      counter.scan(CODE);
      expect(counter.press(key, 150)).toBe(true);
      expect(counter.reads).toEqual([CODE]);
    },
  );

  it('a line end of two keys presses nothing', () => {
    const counter = openCounter();
    counter.scan(CODE);
    for (const key of ['Enter', 'ArrowDown', 'Enter']) expect(counter.press(key, 20)).toBe(true);
    expect(counter.reads).toEqual([CODE]);
  });

  it.each(['Enter', 'Tab', 'ArrowDown'])('a person’s %s half a second later acts', (key) => {
    const counter = openCounter();
    counter.scan(CODE);
    counter.press('Enter', 5);
    expect(counter.press(key, 500)).toBe(false);
  });

  it('Enter behind a digit that a person typed acts', () => {
    const counter = openCounter();
    counter.scan(CODE);
    counter.press('Enter', 5);
    counter.press('5', 150);
    expect(counter.press('Enter', 120)).toBe(false);
    expect(counter.typed).toEqual(['5']);
  });

  it.each(['Backspace', 'Delete', 'Escape'])('%s is a person’s', (key) => {
    const counter = openCounter();
    counter.scan(CODE);
    counter.press('Enter', 5);
    expect(counter.press(key, 50)).toBe(false);
  });
});

describe('control characters', () => {
  it('inside a scan belong to it', () => {
    const counter = openCounter();
    counter.scan('010400638133393110A1');
    expect(counter.press('\u001d', 5)).toBe(true);
    counter.scan('21X7');
    expect(counter.press('\r', 5)).toBe(true);
    expect(counter.press('\n', 5)).toBe(true);
    expect(counter.reads).toEqual(['010400638133393110A1\u001d21X7']);
  });

  it('end a scan that only its end key proves', () => {
    const counter = openCounter();
    counter.scan('104938', 80);
    expect(counter.press('\r', 80)).toBe(true);
    expect(counter.reads).toEqual(['104938']);
  });

  it('make a scan of what they stand in, however it goes on', () => {
    const counter = openCounter({ gapMs: 300, endKey: 'none' });
    counter.scan('010400638133', 200);
    expect(counter.press('\u001d', 200)).toBe(true);
    counter.scan('21X7A9B4', [20, 300, 20, 300, 20, 300, 20, 300]);
    counter.time.pass(301);
    expect([counter.reads, counter.typed]).toEqual([['010400638133\u001d21X7A9B4'], []]);
  });

  it('late behind a scan do nothing', () => {
    const counter = openCounter();
    counter.scan(CODE);
    expect(counter.press('\n', 300)).toBe(true);
  });

  it('of a person are shortcuts, alone and behind digits', () => {
    const counter = openCounter();
    expect(counter.press('\u0003')).toBe(false);
    counter.press('5', 200);
    expect(counter.press('\u0003', 60)).toBe(false);
    counter.time.pass(101);
    expect([counter.reads, counter.typed]).toEqual([[], ['5']]);
  });
});

describe('new settings', () => {
  it('hold at once, and what ran is judged by the old ones', () => {
    const counter = openCounter();
    counter.press('5');
    counter.wedge.set({ gapMs: 300, endKey: 'Enter', prefix: '~', suffix: '' });
    expect(counter.typed).toEqual(['5']);
    counter.scan(`~${CODE}`, 240);
    expect(counter.press('Enter', 240)).toBe(true);
    expect(counter.reads).toEqual([CODE]);
  });
});
