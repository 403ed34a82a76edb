/**
 * Joins the parts of a code that came in several reports. HID numbers no reports and tells no total length, so the
 * assembler goes by what evidence there is, and where it leaves a doubt gives up the code: the person scans again.
 *
 * What makers do: Honeywell names the symbology on every report (recorded in github.com/HenkVanAsselt/
 * python_hon_usbhid), others on the first alone and zeros on the rest (github.com/qzind/tray/issues/286). The same
 * symbology on a second report therefore proves a new code only on a scanner that has once left it out of a later
 * report; another symbology proves one always.
 *
 * What is guarded against: a last report that is lost or late, a first one lost before the scanner was opened, doubled
 * reports, reports that cannot be read, a flag that promises more for ever.
 *
 * What no evidence shows: a report lost from the middle of three; a first one lost, or two exchanged, while the scanner
 * is open, unless it names the first report alone; a last one lost with the next code of the same symbology within
 * `REPORT_GAP_MS`. USB and browser deliver in order and repeat what is damaged, so these need a broken scanner. The till
 * then calls EMVCo's codes damaged by their lengths (`core/payment-code-emvco.ts`) and refuses digits by their number;
 * letters pass, and the gateway knows no such code.
 */
import { decodeCode } from './code-text.ts';
import type { CodePart } from './report-parser.ts';

/** The parts of one code come at most this far apart: USB brings one in 1 to 16 ms, and nobody scans again so soon. */
export const REPORT_GAP_MS = 250;
/** A report may come late by as much as the page stood still, so for this long the rest of a broken code is awaited. */
export const LATE_MS = 5000;
/** More than the largest symbol holds (a QR code, 7089 digits): a scanner that never ends its code. */
const MAX_BYTES = 8192;

/**
 * What a part has led to. `code` whole · `waiting` for the rest · `dropped` it belongs to a code that lost a part, or
 * may · `empty` no code in it.
 */
export type Assembled =
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'dropped' }
  | { readonly kind: 'empty' };

/** The codes of one scanner. All times are monotonic milliseconds. */
export interface CodeAssembler {
  /** Takes the next part. */
  add(part: CodePart, atMs: number): Assembled;
  /** A report could not be read: it may have been any part of a code. */
  spoil(atMs: number): void;
  /** Gives up a code whose next part is overdue; true when there was one. */
  expire(atMs: number): boolean;
}

/** Parts of a code whose last has not come. */
interface Pending {
  readonly parts: readonly CodePart[];
  readonly lastAtMs: number;
}

/** Until when what comes may be the rest of a code that is given up, and that code's first part where it is known. */
interface Doubt {
  readonly untilMs: number;
  readonly head: CodePart | null;
}

/** Makes the assembler of a scanner opened at `openedAtMs`: it may be in the middle of a code. */
export function createCodeAssembler(openedAtMs: number): CodeAssembler {
  let pending: Pending | null = null;
  let doubt: Doubt | null = { untilMs: openedAtMs + REPORT_GAP_MS, head: null };
  /** Parts of longer codes, to know a doubled one. */
  let recent: readonly { readonly part: CodePart; readonly atMs: number }[] = [];
  let hasNamed = false;
  let namesFirstOnly = false;

  function giveUp(untilMs: number): void {
    const head = pending?.parts[0] ?? doubt?.head ?? null;
    doubt = { untilMs: Math.max(untilMs, doubt?.untilMs ?? untilMs), head };
    pending = null;
  }

  function expire(atMs: number): boolean {
    if (pending === null || atMs - pending.lastAtMs <= REPORT_GAP_MS) return false;
    giveUp(pending.lastAtMs + LATE_MS);
    return true;
  }

  function spoil(atMs: number): void {
    expire(atMs);
    giveUp(atMs + (pending === null ? REPORT_GAP_MS : LATE_MS));
  }

  /** Must `part` be the first of a code, whatever `head` was the first of? */
  function isFirst(part: CodePart, head: CodePart | null): boolean {
    if (part.aim === null) return false;
    return namesFirstOnly || (head !== null && head.aim !== part.aim);
  }

  function add(part: CodePart, atMs: number): Assembled {
    expire(atMs);
    recent = recent.filter((seen) => atMs - seen.atMs <= REPORT_GAP_MS);
    const isDoubled = recent.some((seen) => isSame(seen.part, part));
    const result = isDoubled ? drop(part, atMs) : take(part, atMs);
    if (part.more !== false || result.kind === 'dropped') recent = [...recent, { part, atMs }];
    hasNamed ||= part.aim !== null;
    return result;
  }

  function take(part: CodePart, atMs: number): Assembled {
    if (pending !== null)
      return isFirst(part, pending.parts[0] ?? null) ? begin(part, atMs) : join(part, atMs);
    if (doubt !== null && atMs <= doubt.untilMs && !endsDoubt(part, doubt)) return drop(part, atMs);
    if (part.bytes.length === 0 && part.more === false) return { kind: 'empty' };
    // A part without a name from a scanner that names its codes: its code's first part is lost.
    if (part.aim === null && hasNamed) return drop(part, atMs);
    return begin(part, atMs);
  }

  /** A later part is never the broken code's first over again: that is the code scanned anew. */
  function endsDoubt(part: CodePart, { head }: Doubt): boolean {
    return isFirst(part, head) || (head !== null && part.more === true && isSame(head, part));
  }

  function begin(part: CodePart, atMs: number): Assembled {
    pending = null;
    doubt = null;
    return settle([part], atMs);
  }

  function join(part: CodePart, atMs: number): Assembled {
    const parts = [...(pending?.parts ?? []), part];
    if (part.aim === null && parts[0]?.aim !== null) namesFirstOnly = true;
    return settle(parts, atMs);
  }

  function settle(parts: readonly CodePart[], atMs: number): Assembled {
    const more = parts.at(-1)?.more ?? false;
    pending = more === true ? { parts, lastAtMs: atMs } : null;
    if (more === 'unknown' || sizeOf(parts) > MAX_BYTES) return drop(parts.at(-1), atMs);
    if (more) return { kind: 'waiting' };
    // The last part of a longer code may be doubled too; a short code that comes twice was scanned twice.
    if (parts.length > 1) recent = [...recent, ...parts.slice(-1).map((part) => ({ part, atMs }))];
    const text = decodeCode(parts.map((part) => part.bytes));
    return text === '' ? { kind: 'empty' } : { kind: 'code', text };
  }

  /** Drops a part, with the code it came into; while it promises more, that is awaited and dropped as well. */
  function drop(part: CodePart | undefined, atMs: number): Assembled {
    const isOver = pending === null && part?.more === false;
    if (isOver) doubt = null;
    else giveUp(atMs + LATE_MS);
    return { kind: 'dropped' };
  }

  return { add, spoil, expire };
}

function sizeOf(parts: readonly CodePart[]): number {
  return parts.reduce((size, part) => size + part.bytes.length, 0);
}

function isSame(one: CodePart, other: CodePart): boolean {
  if (one.aim !== other.aim || one.more !== other.more) return false;
  return one.bytes.length === other.bytes.length && one.bytes.every((byte, at) => byte === other.bytes[at]);
}
