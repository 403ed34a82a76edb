/**
 * Whether a burst of keys is a scanner's. Two mistakes are weighed: a scan taken for typing puts its digits into the
 * amount; typing taken for a scan is lost, and is typed again. The shares below were counted on drawn rhythms.
 *
 * Up to 100 ms between keys (the default) speed is most of the proof. The fastest people type 8 to 12 digits a second,
 * each gap a quarter off. Six or seven such digits are not taken for a scan unless Enter follows in less than 100 ms (then
 * 2 % at 10 a second, 14 % at 12); of eight digits without one pause it is 1 % at 10 a second, 9 % at 12; at 8 a second
 * it is never. Typed, not read, is a label of fewer than six characters, and one of six or seven that is slower than 20
 * keys a second and has no line end. Eight characters at 80 ms, each gap up to 20 % off, are read 93 times in 100, with a
 * line end 99 times; twelve that look like a code always.
 *
 * With a slow scanner learnt (up to 400 ms) a person's rhythm lies inside the allowed pauses, so a scan must be as even as
 * a machine is. Tapping one key is even too, so the characters must differ. Fewer than eight keys are then a person's.
 * Scans whose gaps are up to 15 % off are read always, up to 20 % off 93 times in 100 (eight characters) and more than 999
 * times in 1000 (thirteen). A person who types twelve characters of a code without a pause is taken for the scanner 7
 * times in 100 when the gaps are 30 % off, every second time when they are 20 % off: that is a code typed by hand into its
 * field, and it is read as what stands there.
 */
import type { WedgeSettings } from './wedge-settings.ts';

/** A burst as far as it has come. */
export interface Burst {
  readonly text: string;
  /** Milliseconds between each key and the one before: one fewer than there are characters. */
  readonly gapsMs: readonly number[];
  /** What ended it within the allowed gap; null for silence, or while it runs. */
  readonly end: 'Enter' | 'Tab' | null;
}

/** How a burst moves. */
export interface Rhythm {
  readonly meanMs: number;
  readonly medianMs: number;
  readonly slowestMs: number;
  /** Mean distance from the median, as a share of it. Not the standard deviation: one late key must not decide. */
  readonly unevenness: number;
}

/** One line of the table: every field it has must hold. */
interface Proof {
  readonly keys: number;
  /** Pauses up to `settings.gapMs` where it is left out. */
  readonly slowestMs?: number;
  readonly meanMs?: number;
  readonly medianMs?: number;
  readonly unevenness?: number;
  readonly isCode?: true;
  /** Begins with the scanner's prefix, which a person does not. */
  readonly hasPrefix?: true;
  /** `seen` an end key came that the settings allow · `learnt` the one they name · `as-set` seen, or set to none. */
  readonly end?: 'seen' | 'learnt' | 'as-set';
  /** Holds before the burst is over: then the rest of it is kept out of a text field. */
  readonly isEarly?: true;
}

/** Where speed alone tells: six keys at 20 a second. Milliseconds from key to key. */
export const FAST_MS = 50;
/** Up to here a pause is a usual scanner's, ms. */
const USUAL_MS = 100;

const PROOFS: readonly Proof[] = [
  { keys: 6, slowestMs: USUAL_MS, meanMs: FAST_MS, isEarly: true },
  { keys: 8, slowestMs: USUAL_MS, unevenness: 0.12, isEarly: true },
  { keys: 12, slowestMs: USUAL_MS, isCode: true, isEarly: true },
  { keys: 3, slowestMs: USUAL_MS, hasPrefix: true, isEarly: true },
  { keys: 6, unevenness: 0.15, isCode: true, hasPrefix: true, isEarly: true },
  { keys: 6, slowestMs: USUAL_MS, unevenness: 0.12, end: 'seen' },
  { keys: 8, slowestMs: USUAL_MS, unevenness: 0.15, end: 'seen' },
  // A shelf label. The double-nought key of a numeric pad is as fast; with two more and Enter in 30 ms each it is not.
  { keys: 3, slowestMs: 30, end: 'learnt' },
  { keys: 8, unevenness: 0.12, end: 'as-set' },
  { keys: 12, unevenness: 0.15, isCode: true },
  // A fast scanner whose radio stumbles.
  { keys: 12, medianMs: FAST_MS, isCode: true },
];

/** True when the burst, now over, is a scanner's. */
export function isScan(burst: Burst, settings: WedgeSettings): boolean {
  const rhythm = rhythmOf(burst.gapsMs);
  return PROOFS.some((proof) => holds(proof, burst, rhythm, settings));
}

/** True when the burst is a scanner's whatever comes next. */
export function isSurelyScan(burst: Burst, settings: WedgeSettings): boolean {
  const rhythm = rhythmOf(burst.gapsMs);
  return PROOFS.some((proof) => proof.isEarly === true && holds(proof, burst, rhythm, settings));
}

/** Measures a rhythm; of no gap, all is 0. */
export function rhythmOf(gapsMs: readonly number[]): Rhythm {
  if (gapsMs.length === 0) return { meanMs: 0, medianMs: 0, slowestMs: 0, unevenness: 0 };
  const sorted = gapsMs.toSorted((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? 0;
  const last = sorted.length - 1;
  const medianMs = (at(Math.floor(last / 2)) + at(Math.ceil(last / 2))) / 2;
  const mean = (numbers: readonly number[]): number =>
    numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  const distance = mean(gapsMs.map((gap) => Math.abs(gap - medianMs)));
  // Keys that come all at once are even.
  const unevenness = distance === 0 ? 0 : distance / medianMs;
  return { meanMs: mean(gapsMs), medianMs, slowestMs: at(last), unevenness };
}

function holds(proof: Proof, burst: Burst, rhythm: Rhythm, settings: WedgeSettings): boolean {
  const { keys, slowestMs, meanMs = Infinity, medianMs = Infinity, unevenness } = proof;
  return (
    burst.text.length >= keys &&
    rhythm.slowestMs <= (slowestMs ?? settings.gapMs) &&
    rhythm.meanMs <= meanMs &&
    rhythm.medianMs <= medianMs &&
    (unevenness === undefined || (rhythm.unevenness <= unevenness && !isTapping(burst.text))) &&
    (proof.isCode !== true || looksLikeCode(burst.text)) &&
    (proof.hasPrefix !== true || beginsWithPrefix(burst, settings)) &&
    isEnded(proof.end, burst, settings)
  );
}

function isEnded(end: Proof['end'], burst: Burst, { endKey }: WedgeSettings): boolean {
  const isSeen = burst.end !== null && (endKey === 'any' || endKey === burst.end);
  switch (end) {
    case undefined:
      return true;
    case 'seen':
      return isSeen;
    case 'learnt':
      return isSeen && endKey !== 'any';
    case 'as-set':
      return isSeen || endKey === 'none';
  }
}

/**
 * Whether the scanner's prefix and two characters more are there. A letter or two, digits and the signs of a numeric pad
 * are what a person begins with too: such a prefix is only taken off.
 */
function beginsWithPrefix({ text }: Burst, { prefix }: WedgeSettings): boolean {
  const isTelling = /[^A-Za-z0-9 .,+*/-]/.test(prefix) || /[A-Za-z].*[A-Za-z].*[A-Za-z]/.test(prefix);
  return isTelling && text.startsWith(prefix) && text.length >= prefix.length + 2;
}

/** One key tapped again and again is even by nature: in nearly every code a quarter of the characters are new ones. */
function isTapping(text: string): boolean {
  const changes = Array.from(text).filter((key, index, keys) => index > 0 && key !== keys[index - 1]);
  return changes.length < (text.length - 1) / 4;
}

/** No blank, and a digit or a sign of links and base64: no word and no sentence. */
function looksLikeCode(text: string): boolean {
  return /^\S*[0-9:/=+]\S*$/.test(text);
}
