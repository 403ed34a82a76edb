/**
 * "Scan this code three times": tells the keys of three scans apart and has them judged. Pure: keys and time are given.
 * No text leaves it (law 9: somebody may hold a wallet before the scanner).
 */
import type { LearningKey } from './wedge-keys.ts';
import { judgeScans, lookAt, type RawScan, type WedgeLesson } from './wedge-lesson.ts';

/** A silence this long ends a scan without an end key, ms. */
export const SCAN_PAUSE_MS = 700;
/** When no key has come by then, the scanner does not type here: not connected, or set to another interface. Ms. */
export const NO_KEYS_MS = 20_000;

/** A lesson. What it has once decided stays; a new try is a new lesson. */
export interface WedgeLearning {
  /** Takes one key, in order. */
  press(key: LearningKey): WedgeLesson;
  /** It is `nowMs` by the keys' clock: a scan may be over, or no key has come. */
  wait(nowMs: number): WedgeLesson;
}

const END_KEYS = new Map<string, 'Enter' | 'Tab'>([
  ['Enter', 'Enter'],
  ['\r', 'Enter'],
  ['\n', 'Enter'],
  ['Tab', 'Tab'],
  ['\t', 'Tab'],
]);

/**
 * Begins a lesson at `beganAtMs`. `expected` is the text of the code that is shown: with it, what the scanner puts
 * around a code is found. It should have letters and signs: digits alone do not show another country's keyboard.
 */
export function createWedgeLearning(beganAtMs: number, expected?: string): WedgeLearning {
  const scans: RawScan[] = [];
  let text = '';
  let gapsMs: number[] = [];
  let lastMs = beganAtMs;
  let verdict: WedgeLesson | null = null;

  function end(by: RawScan['end']): void {
    scans.push({ text, gapsMs, end: by });
    text = '';
    gapsMs = [];
    verdict = judgeScans(scans, expected);
  }

  function add(key: string, atMs: number): void {
    if (text !== '') gapsMs.push(atMs - lastMs);
    text += key;
    lastMs = atMs;
  }

  function lesson(): WedgeLesson {
    return verdict ?? { kind: 'listening', scans: scans.map(lookAt), isScanning: text !== '' };
  }

  function press({ key, atMs }: LearningKey): WedgeLesson {
    wait(atMs);
    if (verdict) return verdict;
    const endKey = END_KEYS.get(key);
    // With nothing before it, it is the second key of a line end.
    if (endKey && text !== '') end({ key: endKey, gapMs: atMs - lastMs });
    else if (key.length === 1 && key >= ' ') add(key, atMs);
    return lesson();
  }

  function wait(nowMs: number): WedgeLesson {
    if (verdict) return verdict;
    if (text !== '' && nowMs - lastMs > SCAN_PAUSE_MS) end(null);
    const isDumb = text === '' && scans.length === 0 && nowMs - beganAtMs > NO_KEYS_MS;
    if (isDumb) verdict = { kind: 'not-learnt', why: 'no-keys', scans: [] };
    return lesson();
  }

  return { press, wait };
}
