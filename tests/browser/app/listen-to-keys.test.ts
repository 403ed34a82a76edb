/** The tablet's scanner that types: its settings are kept, taken up at the start, and changed while it runs. */
import { afterEach, describe, expect, it } from 'vitest';
import { listenToKeys, type HandScanner } from '../../../src/app/listen-to-keys.ts';
import { PairingCode } from '../../../src/app/state/pairing-code.svelte.ts';
import { Sheets } from '../../../src/app/state/sheets.svelte.ts';
import { type Log, silentLog } from '../../../src/core/ports.ts';
import { DEFAULT_WEDGE_SETTINGS } from '../../../src/scan/wedge-settings.ts';
import { pageTimers } from '../../fakes/page-time.ts';
import { makeFakeTill } from './fake-till.ts';

const SLOW = { gapMs: 320, endKey: 'Enter', prefix: '~', suffix: '' } as const;
const CODE = '284312345678901234';

interface Counter {
  readonly hand: HandScanner;
  readonly shelf: Map<string, string>;
  readonly warned: string[];
  readonly reads: string[];
  readonly scan: (text: string) => void;
}

const undos: (() => void)[] = [];
afterEach(() => {
  for (const undo of undos.splice(0)) undo();
});

function open(stored: string | null): Counter {
  const shelf = new Map(stored === null ? [] : [['pling.wedge', stored]]);
  const warned: string[] = [];
  const reads: string[] = [];
  const target = document.createElement('div');
  const log: Log = { ...silentLog, warn: (event) => void warned.push(event) };
  const hand = listenToKeys({
    target,
    till: makeFakeTill(),
    services: { pairingCode: new PairingCode(), sheets: new Sheets() },
    reads: { join: (scanner) => scanner.onread(({ text }) => void reads.push(text)) },
    keep: {
      get: (key) => shelf.get(key) ?? null,
      set: (key, value) => void (value === null ? shelf.delete(key) : shelf.set(key, value)),
    },
    clock: { now: () => 0, monotonic: () => performance.now() },
    timers: pageTimers,
    log,
  });
  const scan = (text: string): void => {
    for (const key of [...text, 'Enter'])
      target.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }));
  };
  return { hand, shelf, warned, reads, scan };
}

describe('the scanner that types', () => {
  it('reads by the defaults on a new tablet', () => {
    const { hand, warned } = open(null);
    expect(hand.settings()).toEqual(DEFAULT_WEDGE_SETTINGS);
    expect(warned).toEqual([]);
  });

  it('reads by what was kept', () => {
    const { hand, scan, reads } = open(JSON.stringify(SLOW));
    expect(hand.settings()).toEqual(SLOW);
    scan(`~${CODE}`);
    expect(reads).toEqual([CODE]);
  });

  it('reads by the defaults where what was kept is broken, and says so', () => {
    const { hand, warned } = open('{"gapMs":7}');
    expect(hand.settings()).toEqual(DEFAULT_WEDGE_SETTINGS);
    expect(warned).toEqual(['wedge.settings-broken']);
  });

  it('takes new settings at once and keeps them, until they are given up', () => {
    const { hand, shelf, scan, reads } = open(null);
    hand.set(SLOW);
    scan(`~${CODE}`);
    expect(reads).toEqual([CODE]);
    expect(JSON.parse(shelf.get('pling.wedge') ?? '')).toEqual(SLOW);
    hand.set(null);
    scan(`~${CODE}`);
    expect(reads).toEqual([CODE, `~${CODE}`]);
    expect(shelf.size).toBe(0);
  });

  it('hands its keys to a lesson', () => {
    const { hand, scan, reads } = open(null);
    const keys: string[] = [];
    undos.push(hand.learn(({ key }) => void keys.push(key)));
    scan('12');
    expect([keys, reads]).toEqual([['1', '2', 'Enter'], []]);
  });
});
