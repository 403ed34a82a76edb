/** When a read is believed. */
import { describe, expect, it } from 'vitest';
import { createBelief } from '../../../../src/scan/sight/belief.ts';
import type { Found } from '../../../../src/scan/sight/read-picture.ts';

const bars = (text: string): Found => ({ text, symbology: 'code128' });

/** What is believed, frame by frame. */
function judged(frames: readonly (Found | null)[]): (string | null)[] {
  const belief = createBelief();
  return frames.map((found) => belief.judge(found));
}

describe('belief', () => {
  it('a QR code corrects itself: whatever it says is believed', () => {
    expect(judged([{ text: 'hello', symbology: 'qr' }])).toEqual(['hello']);
  });

  it.each(['284312345678901234', '130123456789012345', '6212345678901234567'])(
    'bars that are built like a wallet’s number are believed at once: %s',
    (text) => {
      expect(judged([bars(text)])).toEqual([text]);
    },
  );

  it.each(['B@H>CW', '401040', '7K2M9QWX4PZ81BTN', '4006381333931'])(
    'other bars are believed when a second frame says the same: %s',
    (text) => {
      expect(judged([bars(text), null, bars(text)])).toEqual([null, null, text]);
    },
  );

  it('two frames that differ prove nothing, and the later one counts', () => {
    expect(judged([bars('401040'), bars('510592'), bars('401040')])).toEqual([null, null, null]);
    expect(judged([bars('401040'), bars('510592'), bars('510592')])).toEqual([null, null, '510592']);
  });

  it('a first read is forgotten after a third of a second', () => {
    const nothing = Array.from({ length: 12 }, () => null);
    expect(judged([bars('401040'), ...nothing, bars('401040')]).at(-1)).toBeNull();
  });
});
