/** Whether what was read may be believed: a QR code corrects itself, a Code 128 has one check symbol only. */
import { readPaymentCode } from '../../core/payment-code.ts';
import type { Found } from './read-picture.ts';

/** Frames after which a first read is forgotten: a third of a second. */
const FORGET_AFTER = 10;

/** The belief of one camera, frame by frame. */
export interface Belief {
  /** The text of what a frame showed once it may be believed; null before, and where nothing was found. */
  judge(found: Found | null): string | null;
}

/**
 * Makes one. A Code 128 is believed at once where it is built like a wallet's number (pockyt.md §5), else when a second
 * frame says the same: a wrong read is worse than none.
 */
export function createBelief(): Belief {
  let first: string | null = null;
  let age = 0;
  return {
    judge(found) {
      age += 1;
      if (age > FORGET_AFTER) first = null;
      if (found === null) return null;
      if (found.symbology === 'qr' || isBuiltLikeOne(found.text) || found.text === first) return found.text;
      [first, age] = [found.text, 0];
      return null;
    },
  };
}

function isBuiltLikeOne(text: string): boolean {
  const reading = readPaymentCode(text, 'camera');
  return reading.kind === 'payment-code' && reading.wallet !== 'unknown';
}
