/** Keys as a keyboard's driver sends them: trusted, so that buttons, lists and dialogs act on them. */
import type {} from '@vitest/browser-playwright'; // what a session can do
import { cdp } from 'vitest/browser';

interface KeyParts {
  readonly key: string;
  readonly code?: string;
  readonly text?: string;
  readonly windowsVirtualKeyCode?: number;
}

const NAMED: Readonly<Record<string, KeyParts>> = {
  Enter: { key: 'Enter', code: 'Enter', text: '\r', windowsVirtualKeyCode: 13 },
  Tab: { key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 },
  Escape: { key: 'Escape', code: 'Escape', windowsVirtualKeyCode: 27 },
  ArrowDown: { key: 'ArrowDown', code: 'ArrowDown', windowsVirtualKeyCode: 40 },
  ' ': { key: ' ', code: 'Space', text: ' ', windowsVirtualKeyCode: 32 },
};

/**
 * Every key is heard so late, ms: the recogniser waits as long for the next one, and a machine that stops for a moment
 * between two of them breaks no scan in two.
 */
export const LATE_MS = 450;

/**
 * Sends `keys`, `gapMs` apart by the times they carry: a busy machine does not turn a scanner into a slow typist.
 * Resolves when the page has had them all.
 */
export async function sendKeys(keys: readonly string[], gapMs = 5): Promise<void> {
  const lateMs = keys.length * gapMs + LATE_MS;
  const begun = (performance.timeOrigin + performance.now() - lateMs) / 1000;
  await Promise.all(
    keys.flatMap((key, index) => {
      const parts = NAMED[key] ?? { key, text: key };
      const timestamp = begun + (index * gapMs) / 1000;
      return [
        cdp().send('Input.dispatchKeyEvent', {
          type: parts.text ? 'keyDown' : 'rawKeyDown',
          ...parts,
          timestamp,
        }),
        cdp().send('Input.dispatchKeyEvent', { type: 'keyUp', key: parts.key, timestamp }),
      ];
    }),
  );
}

/** A scan: every character of `text`, then the end key. */
export function sendScan(text: string, end = 'Enter'): Promise<void> {
  return sendKeys([...text, end]);
}
