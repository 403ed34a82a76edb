/** Keys of a scanner on any keyboard layout. */
import { describe, expect, it } from 'vitest';
import { keyOfEvent, type KeyLike } from '../../../src/scan/key-of-event.ts';

function keydown(fields: Partial<KeyLike>): KeyLike {
  const none = { ctrlKey: false, altKey: false, metaKey: false, repeat: false, isComposing: false };
  return { key: '', code: '', ...none, getModifierState: () => false, ...fields };
}

describe('a key stands for', () => {
  it.each<[string, Partial<KeyLike>, string | null]>([
    ['its character', { key: '7', code: 'Digit7' }, '7'],
    ['a letter in its case', { key: 'Q', code: 'KeyQ' }, 'Q'],
    ['the digit on a French keyboard', { key: 'é', code: 'Digit2' }, '2'],
    ['the digit where shift makes a sign of it', { key: '%', code: 'Digit5' }, '5'],
    ['the digit of a numeric pad without Num Lock', { key: 'End', code: 'Numpad1' }, '1'],
    ['a slash on a German keyboard', { key: '/', code: 'Digit7' }, '/'],
    ['an equals sign on a German keyboard', { key: '=', code: 'Digit0' }, '='],
    ['a plus', { key: '+', code: 'BracketRight' }, '+'],
    ['Enter', { key: 'Enter', code: 'Enter' }, 'Enter'],
    ['Enter of the numeric pad', { key: 'Enter', code: 'NumpadEnter' }, 'Enter'],
    ['Tab', { key: 'Tab', code: 'Tab' }, 'Tab'],
    [
      'the arrow that some scanners send for a line feed',
      { key: 'ArrowDown', code: 'ArrowDown' },
      'ArrowDown',
    ],
    ['a character made with AltGr', altGraph('@'), '@'],
    ['nothing: shift alone', { key: 'Shift', code: 'ShiftLeft' }, null],
    ['nothing: an arrow', { key: 'ArrowLeft', code: 'ArrowLeft' }, null],
    ['nothing: a dead key', { key: 'Dead', code: 'BracketLeft' }, null],
    ['nothing: a shortcut', { key: 'r', code: 'KeyR', ctrlKey: true }, null],
    ['nothing: a shortcut on a Mac', { key: 'r', code: 'KeyR', metaKey: true }, null],
    ['nothing: an input method at work', { key: 'n', code: 'KeyN', isComposing: true }, null],
    ['nothing: an on-screen keyboard', { key: 'Unidentified', code: '' }, null],
    ['nothing: a key held down', { key: '7', code: 'Digit7', repeat: true }, null],
  ])('%s', (_, fields, key) => {
    expect(keyOfEvent(keydown(fields))).toBe(key);
  });
});

function altGraph(key: string): Partial<KeyLike> {
  return { key, code: 'KeyQ', ctrlKey: true, altKey: true, getModifierState: () => true };
}
