/** What a keydown stands for to the wedge recogniser, whatever the keyboard layout makes of a scanner's digits. */

/** The part of a KeyboardEvent that decides. */
export type KeyLike = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey' | 'repeat' | 'isComposing'
> & { getModifierState(name: 'AltGraph'): boolean };

/**
 * The character, control character or named key of a keydown, or null where it is none of the recogniser's business:
 * shortcuts, input methods, auto-repeat, dead keys, and modifiers on their own (a scanner sends Shift between letters).
 * So are Alt and digits of the numeric pad, with which some scanners spell every character: the browser never tells
 * which character came of them, and the digits alone would be read as a code.
 */
export function keyOfEvent(event: KeyLike): string | null {
  if (event.repeat || event.isComposing) return null;
  const isShortcut = event.ctrlKey || event.altKey || event.metaKey;
  if (isShortcut && !event.getModifierState('AltGraph')) return controlOf(event);
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code)?.[1];
  // A French layout types "é" for the scanner's 2, a numeric pad without Num Lock "ArrowDown". The characters of
  // base64 stay: a German layout has "/" and "=" on digit keys.
  if (digit !== undefined && !/^[A-Za-z0-9+/=]$/.test(event.key)) return digit;
  if (event.key.length === 1) return event.key;
  return NAMED.has(event.key) ? event.key : null;
}

/** The control character that a scanner sends as Ctrl and a key of a US keyboard; null for any other shortcut. */
function controlOf(event: KeyLike): string | null {
  if (!event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return null;
  return CONTROLS.get(event.code) ?? null;
}

/** STX, ETX and EOT around a code, TAB, LF and CR behind it; FS and GS (FNC1) between the fields of GS1 codes. */
const CONTROLS = new Map([
  ['KeyB', '\u0002'],
  ['KeyC', '\u0003'],
  ['KeyD', '\u0004'],
  ['KeyI', '\t'],
  ['KeyJ', '\n'],
  ['KeyM', '\r'],
  ['Backslash', '\u001c'],
  ['BracketRight', '\u001d'],
]);

/** Named keys that end a burst. All others (Shift, CapsLock, Process, Unidentified …) are as if not pressed. */
const NAMED = new Set(['Enter', 'Tab', 'ArrowDown', 'Backspace', 'Delete', 'Escape']);
