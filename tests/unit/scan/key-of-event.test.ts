/** Keys of a scanner on any keyboard layout. */
import { describe, expect, it } from 'vitest';
import { keyOfEvent, type KeyLike } from '../../../src/scan/key-of-event.ts';

function keydown(fields: Partial<KeyLike>): KeyLike {
  const none = {
    ctrlKey: false,
    altKey: false,
    metaKey: false,
    shiftKey: false,
    repeat: false,
    isComposing: false,
  };
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
    ['the digit of a numeric pad', { key: '7', code: 'Numpad7' }, '7'],
    ['the digit on a French keyboard with Shift held', { key: '2', code: 'Digit2' }, '2'],
    ['the letter that a German keyboard makes of the key', { key: 'z', code: 'KeyY' }, 'z'],
    ['the case that Caps Lock makes of it', { key: 'A', code: 'KeyA' }, 'A'],
    ['a capital with Shift', { key: 'A', code: 'KeyA', shiftKey: true }, 'A'],
    ['FNC1, sent as Ctrl and a bracket', { key: ']', code: 'BracketRight', ctrlKey: true }, '\u001d'],
    ['FNC1 on a German keyboard', { key: '+', code: 'BracketRight', ctrlKey: true }, '\u001d'],
    ['a line feed, sent as Ctrl+J', { key: 'j', code: 'KeyJ', ctrlKey: true }, '\n'],
    ['a carriage return, sent as Ctrl+M', { key: 'm', code: 'KeyM', ctrlKey: true }, '\r'],
    ['a character made with AltGr', altGraph('@'), '@'],
    ['nothing: shift alone', { key: 'Shift', code: 'ShiftLeft' }, null],
    ['nothing: an arrow', { key: 'ArrowLeft', code: 'ArrowLeft' }, null],
    ['nothing: a dead key', { key: 'Dead', code: 'BracketLeft' }, null],
    ['nothing: a shortcut', { key: 'r', code: 'KeyR', ctrlKey: true }, null],
    ['nothing: a shortcut on a Mac', { key: 'r', code: 'KeyR', metaKey: true }, null],
    ['nothing: Caps Lock', { key: 'CapsLock', code: 'CapsLock' }, null],
    ['nothing: Ctrl alone', { key: 'Control', code: 'ControlLeft', ctrlKey: true }, null],
    ['nothing: Ctrl+Shift+J', { key: 'J', code: 'KeyJ', ctrlKey: true, shiftKey: true }, null],
    ['nothing: Alt alone', { key: 'Alt', code: 'AltLeft', altKey: true }, null],
    ['nothing: a digit of an Alt code', { key: '4', code: 'Numpad4', altKey: true }, null],
    [
      'nothing: a digit of an Alt code without Num Lock',
      { key: 'ArrowLeft', code: 'Numpad4', altKey: true },
      null,
    ],
    ['nothing: a key that an input method has taken', { key: 'Process', code: 'KeyN' }, null],
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
