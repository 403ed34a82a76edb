/** One scanner: opened, listened to, and let go. Each has a code assembler of its own, so that two never mix. */
import type { Log, Timers } from '../../core/ports.ts';
import { type CodeAssembler, createCodeAssembler, REPORT_GAP_MS } from './code-assembler.ts';
import { type HidDevice, isInputReport } from './hid-types.ts';
import { type HidFailure, openDevice } from './open-device.ts';
import { readLayouts } from './report-layout.ts';
import { type CodePart, parseReport } from './report-parser.ts';

/** What a scanner is doing. */
export type HidDeviceState = 'opening' | 'ready' | { readonly failed: HidFailure };

/**
 * Why something a scanner sent gave no code: `broken-off` a part of the code did not come, or came in doubt: scan again
 * · `garbled` a report does not keep to the scanner's own description · `unknown-report` one that is not described; told
 * once a report id.
 */
export type UnreadWhy = 'broken-off' | 'garbled' | 'unknown-report';

/** What a connection needs and whom it tells. */
export interface HidConnectionDeps {
  readonly clock: { monotonic(): number };
  readonly timers: Timers;
  readonly log: Log;
  /** A whole code; `atMs` is when its last report came. */
  onread(text: string, atMs: number): void;
  onunread(why: UnreadWhy): void;
  onstate(): void;
}

/** A scanner's connection. */
export interface HidConnection {
  readonly device: HidDevice;
  state(): HidDeviceState;
  /** Opens and listens. Never rejects; the state tells. May be called again: where it is open or opening, nothing changes. */
  open(): Promise<void>;
  /** Stops listening and lets the device go; `failed` where the reason is to be shown. */
  close(failed?: HidFailure): void;
}

/** Makes the connection of `device`, not yet open. */
export function createHidConnection(device: HidDevice, deps: HidConnectionDeps): HidConnection {
  const { clock, log, timers } = deps;
  const layouts = readLayouts(device.collections);
  let state: HidDeviceState = layouts.size === 0 ? { failed: 'not-a-scanner' } : 'opening';
  let assembler: CodeAssembler = createCodeAssembler(0);
  let isWanted = false;
  /** Opening and closing go one after the other: a device that is asked for both at once refuses. */
  let settled = Promise.resolve();
  const unknownIds = new Set<number>();
  let forgetTimer = (): void => undefined;

  function move(next: HidDeviceState): void {
    state = next;
    deps.onstate();
  }

  function tell(
    why: UnreadWhy,
    fields: { readonly reportId?: number; readonly problem?: string } = {},
  ): void {
    log.warn('scan.hid-unread', { device: device.productName, why, ...fields });
    deps.onunread(why);
  }

  function onreport(event: Event): void {
    if (!isInputReport(event)) return;
    const atMs = clock.monotonic();
    const { reportId, data } = event;
    const layout = layouts.get(reportId);
    if (layout === undefined) return onunknown(reportId);
    const parsed = parseReport(data, layout);
    if (parsed.ok) return onpart(parsed.part, atMs);
    assembler.spoil(atMs);
    tell('garbled', { reportId, problem: parsed.why });
  }

  function onpart(part: CodePart, atMs: number): void {
    forgetTimer();
    const isOverdue = assembler.expire(atMs);
    const assembled = assembler.add(part, atMs);
    if (assembled.kind === 'waiting') waitForRest();
    if (assembled.kind === 'code') deps.onread(assembled.text, atMs);
    // Of a code that is given up the last part tells, not each.
    if (isOverdue || (assembled.kind === 'dropped' && part.more !== true)) tell('broken-off');
  }

  /** Status reports and the like: no part of a code, so the code under way is none the worse. */
  function onunknown(reportId: number): void {
    if (unknownIds.has(reportId)) return;
    unknownIds.add(reportId);
    tell('unknown-report', { reportId });
  }

  function waitForRest(): void {
    forgetTimer = timers.after(REPORT_GAP_MS + 1, () => {
      if (assembler.expire(clock.monotonic())) tell('broken-off');
    });
  }

  function open(): Promise<void> {
    isWanted = layouts.size > 0;
    return settle();
  }

  function close(failed?: HidFailure): void {
    isWanted = false;
    forgetTimer();
    device.removeEventListener('inputreport', onreport);
    if (layouts.size > 0) move(failed === undefined ? 'opening' : { failed });
    void settle();
  }

  function settle(): Promise<void> {
    settled = settled.then(() => (isWanted ? listen() : letGo()));
    return settled;
  }

  async function listen(): Promise<void> {
    if (state === 'ready') return;
    if (state !== 'opening') move('opening');
    const failed = await openDevice(device, log);
    if (!isWanted) return; // closed meanwhile: the next in line lets it go
    if (failed !== null) return move({ failed });
    assembler = createCodeAssembler(clock.monotonic());
    device.addEventListener('inputreport', onreport);
    move('ready');
  }

  async function letGo(): Promise<void> {
    try {
      if (device.opened) await device.close();
    } catch (error) {
      log.info('scan.hid-no-close', { error: String(error) }); // pulled out: it is closed
    }
  }

  return { device, state: () => state, open, close };
}
