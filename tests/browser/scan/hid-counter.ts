/** A counter with HID scanners: a fake `navigator.hid`, and time that stands still until a test moves it. */
import { onTestFinished } from 'vitest';
import { type LogFields, silentLog } from '../../../src/core/ports.ts';
import { createHidScanner, type HidScanner, type HidUnread } from '../../../src/scan/hid/hid-scanner.ts';
import { findHid } from '../../../src/scan/hid/hid-types.ts';
import type { ScannerState, ScanRead } from '../../../src/scan/scanner.ts';
import { makeManualClock } from '../../fakes/clock.ts';
import { FakeHid, type FakeHidDevice } from '../../fakes/hid.ts';
import { wait } from '../../fakes/page-time.ts';

/** The counter. */
export interface Counter {
  readonly hid: FakeHid;
  readonly scanner: HidScanner;
  readonly reads: ScanRead[];
  readonly unreads: HidUnread[];
  readonly states: ScannerState[];
  readonly logged: string[];
  /** What a screen would list: names with states. */
  shown(): [string, unknown][];
  /** Monotonic milliseconds. */
  now(): number;
  /** Lets time pass and everything settle. After 300 ms an open scanner's report is no rest of a code begun before. */
  pass(ms: number): Promise<void>;
}

/** A page whose `navigator.hid` is a fake with these granted devices. */
export function setup(...granted: FakeHidDevice[]): Counter {
  const hid = new FakeHid(...granted);
  Object.defineProperty(navigator, 'hid', { value: hid, configurable: true });
  const clock = makeManualClock();
  const waiting = new Set<{ readonly at: number; readonly run: () => void }>();
  const timers = {
    after(ms: number, run: () => void) {
      const timer = { at: clock.monotonic() + ms, run };
      waiting.add(timer);
      return () => void waiting.delete(timer);
    },
  };
  const logged: string[] = [];
  const keep = (event: string, fields?: LogFields): void => void logged.push(JSON.stringify([event, fields]));
  const log = { ...silentLog, info: keep, warn: keep, error: keep };
  const scanner = createHidScanner({ hid: findHid(navigator), clock, timers, log });
  const [reads, unreads, states]: [ScanRead[], HidUnread[], ScannerState[]] = [[], [], []];
  scanner.onread((read) => reads.push(read));
  scanner.onunread((unread) => unreads.push(unread));
  scanner.onstate((state) => states.push(state));
  onTestFinished(() => scanner.stop());

  async function pass(ms: number): Promise<void> {
    await wait(0);
    clock.pass(ms);
    for (const timer of Array.from(waiting))
      if (timer.at <= clock.monotonic() && waiting.delete(timer)) timer.run();
    await wait(0);
  }

  const shown = (): [string, unknown][] => scanner.devices().map(({ name, state }) => [name, state]);
  return { hid, scanner, reads, unreads, states, logged, shown, now: () => clock.monotonic(), pass };
}
