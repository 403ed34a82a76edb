/** What three scans teach about a scanner that types: its settings, or why there are none. */
import { FAST_MS, isScan, rhythmOf } from './wedge-evidence.ts';
import {
  checkWedgeSettings,
  DEFAULT_WEDGE_SETTINGS,
  type EndKey,
  GAP_BOUNDS,
  type WedgeSettings,
} from './wedge-settings.ts';

/** What was seen of one scan. */
export interface ScanSeen {
  /** Characters, prefix and suffix included. */
  readonly length: number;
  /** From the first key to the last, its end key included, in milliseconds. */
  readonly totalMs: number;
  /** Between two characters, in milliseconds. */
  readonly medianGapMs: number;
  readonly slowestGapMs: number;
  readonly endKey: 'Enter' | 'Tab' | 'none';
}

/**
 * Why nothing was learnt: `no-keys` none came · `too-short` fewer than eight characters · `too-slow` over 320 ms between
 * two keys, or over 500 ms to the end key · `uneven` a person typed, or the scanner stumbles too much to be told from
 * one · `different-texts` two scans did not give the same · `other-text` not the code that was shown: another one, or
 * the scanner is set to another country's keyboard.
 */
export type WhyNotLearnt = 'no-keys' | 'too-short' | 'too-slow' | 'uneven' | 'different-texts' | 'other-text';

/** How far the lesson is. */
export type WedgeLesson =
  | { readonly kind: 'listening'; readonly scans: readonly ScanSeen[]; readonly isScanning: boolean }
  | { readonly kind: 'learnt'; readonly scans: readonly ScanSeen[]; readonly settings: WedgeSettings }
  | { readonly kind: 'not-learnt'; readonly scans: readonly ScanSeen[]; readonly why: WhyNotLearnt };

/** The keys of one scan. */
export interface RawScan {
  readonly text: string;
  /** Between its characters, in milliseconds. */
  readonly gapsMs: readonly number[];
  /** Null: silence ended it. */
  readonly end: { readonly key: 'Enter' | 'Tab'; readonly gapMs: number } | null;
}

const SCANS = 3;
/** Shorter, nothing is proved by three of them. */
const SHORTEST = 8;
/** Room above the slowest gap seen: three scans do not show the worst one. */
const MARGIN = 1.25;
/** Slower leaves no room below the longest gap a person's digits may wait for. */
const SLOWEST_MS = GAP_BOUNDS.max / MARGIN;
/** What the recogniser is deaf to behind a scan; an end key that comes later acts on the page. */
const LATEST_END_MS = 500;
/** Evener than a slow scan must be later (0.15), for the same reason as the margin. */
const UNEVENNESS = 0.12;

/** Judges the scans so far; null while more are needed. `expected`: what the code holds, where that is known. */
export function judgeScans(scans: readonly RawScan[], expected: string | undefined): WedgeLesson | null {
  const [first] = scans;
  if (first === undefined) return null;
  const settings = settingsOf(scans, first.text, expected);
  const why = scans.map((scan) => whyNot(scan, first, settings)).find((reason) => reason !== null);
  if (why) return { kind: 'not-learnt', why, scans: scans.map(lookAt) };
  if (settings === null || scans.length < SCANS) return null;
  return { kind: 'learnt', settings, scans: scans.map(lookAt) };
}

/** What a person is shown of a scan. */
export function lookAt({ text, gapsMs, end }: RawScan): ScanSeen {
  const { medianMs, slowestMs } = rhythmOf(gapsMs);
  const totalMs = gapsMs.reduce((sum, gap) => sum + gap, end?.gapMs ?? 0);
  const endKey = end?.key ?? 'none';
  return { length: text.length, totalMs, medianGapMs: medianMs, slowestGapMs: slowestMs, endKey };
}

function whyNot(
  { text, gapsMs, end }: RawScan,
  first: RawScan,
  settings: WedgeSettings | null,
): WhyNotLearnt | null {
  if (text.length < SHORTEST) return 'too-short';
  const { medianMs, slowestMs, unevenness } = rhythmOf(gapsMs);
  if (slowestMs > SLOWEST_MS || (end && end.gapMs > LATEST_END_MS)) return 'too-slow';
  if (settings === null) return 'other-text';
  const isSlow = medianMs > FAST_MS && slowestMs > DEFAULT_WEDGE_SETTINGS.gapMs;
  const isInTime = end !== null && end.gapMs <= settings.gapMs;
  const burst = { text, gapsMs, end: isInTime ? end.key : null };
  if ((isSlow && unevenness > UNEVENNESS) || !isScan(burst, settings)) return 'uneven';
  return text === first.text ? null : 'different-texts';
}

/** The settings that fit all scans; null where the expected text is not in them. */
function settingsOf(
  scans: readonly RawScan[],
  text: string,
  expected: string | undefined,
): WedgeSettings | null {
  const common = { gapMs: gapOf(scans), endKey: endKeyOf(scans) };
  if (expected === undefined) return { ...common, prefix: '', suffix: '' };
  const at = text.indexOf(expected);
  if (at < 0) return null;
  // A blank before the code is no prefix: it is dropped where a code is read.
  const prefix = text.slice(0, at).trimStart();
  return checkWedgeSettings({ ...common, prefix, suffix: text.slice(at + expected.length) });
}

/**
 * Never under the default: it would gain a tenth of a second, and one late key would break a scan in two. A fast scanner
 * that takes its time for the end key stays a fast one: that key is the scan's also after a silence.
 */
function gapOf(scans: readonly RawScan[]): number {
  const atLeastMs = DEFAULT_WEDGE_SETTINGS.gapMs;
  const betweenMs = Math.max(...scans.map(({ gapsMs }) => rhythmOf(gapsMs).slowestMs));
  const endMs = Math.max(...scans.map(({ end }) => end?.gapMs ?? 0));
  if (betweenMs * MARGIN <= atLeastMs) return atLeastMs;
  const roomyMs = Math.ceil((Math.max(betweenMs, endMs) * MARGIN) / 10) * 10;
  return Math.min(Math.max(roomyMs, atLeastMs), GAP_BOUNDS.max);
}

function endKeyOf(scans: readonly RawScan[]): EndKey {
  const [only = 'any', ...others] = new Set(scans.map((scan) => scan.end?.key ?? 'none'));
  return others.length === 0 ? only : 'any';
}
