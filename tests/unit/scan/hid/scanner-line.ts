/** A scanner's line into a code assembler: its reports parsed by its own layout, at times in a test's hand. */
import { createCodeAssembler } from '../../../../src/scan/hid/code-assembler.ts';
import { readLayouts } from '../../../../src/scan/hid/report-layout.ts';
import { parseReport } from '../../../../src/scan/hid/report-parser.ts';
import { collectionsOf, type Model } from '../../../fakes/hid-models.ts';

/** The line. */
export interface Line {
  readonly reads: string[];
  /** What each report led to. */
  readonly kinds: string[];
  /** A report comes `gapMs` after the one before. */
  send(report: DataView, gapMs: number): void;
  /** These reports come, the first after `firstMs`, the others after `gapMs`. */
  sendAll(reports: readonly DataView[], firstMs: number, gapMs?: number): void;
  expire(afterMs: number): boolean;
}

/** Opens the line of a scanner at 1000 ms; by default it has been silent long enough to be trusted. */
export function openLine(model: Model, silentMs = 1000): Line {
  const layout = readLayouts(collectionsOf(model)).get(model.reportId);
  if (layout === undefined) throw new Error(`no layout ${model.name}`);
  const assembler = createCodeAssembler(1000);
  const reads: string[] = [];
  const kinds: string[] = [];
  let nowMs = 1000 + silentMs;

  function send(report: DataView, gapMs: number): void {
    nowMs += gapMs;
    const parsed = parseReport(report, layout ?? { aim: [], data: [], length: null, more: null });
    if (!parsed.ok) {
      assembler.spoil(nowMs);
      kinds.push('garbled');
      return;
    }
    const assembled = assembler.add(parsed.part, nowMs);
    kinds.push(assembled.kind);
    if (assembled.kind === 'code') reads.push(assembled.text);
  }

  return {
    reads,
    kinds,
    send,
    sendAll(reports, firstMs, gapMs = 8) {
      for (const [at, report] of reports.entries()) send(report, at === 0 ? firstMs : gapMs);
    },
    expire: (afterMs) => assembler.expire(nowMs + afterMs),
  };
}
