/**
 * Whatever a line does to the reports, a text that was not sent is never read, and what was sent whole is read again
 * as soon as the line is sound. The faults are those the evidence shows (`code-assembler.ts` names what it cannot).
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REPORT_GAP_MS } from '../../../../src/scan/hid/code-assembler.ts';
import {
  honeywell,
  type Model,
  MODELS,
  noLength,
  reportsOf,
  roomOf,
  zebra,
  crooked,
} from '../../../fakes/hid-models.ts';
import { openLine } from './scanner-line.ts';

const RUNS = { numRuns: 300 };
const letter = fc.constantFrom(...'0123456789abcdefghijklmnopqrstuvwxyzABCDEF+/=');
/** Codes of wallets are random: no two reports of one are alike. */
const text = fc
  .string({ unit: letter, minLength: 12, maxLength: 400 })
  .filter((code) => MODELS.every((model) => isVaried(code, roomOf(model))));
const pause = fc.integer({ min: REPORT_GAP_MS + 1, max: 20_000 });

function isVaried(code: string, size: number): boolean {
  const chunks = Array.from({ length: Math.ceil(code.length / size) }, (_, at) =>
    code.slice(at * size, (at + 1) * size),
  );
  return new Set(chunks).size === chunks.length;
}

type Fault = 'none' | 'lost-tail' | 'doubled' | 'late' | 'lost-head' | 'swapped' | 'cut-short';
interface Sent {
  readonly text: string;
  readonly fault: Fault;
  /** Which report it strikes. */
  readonly at: number;
  readonly pauseMs: number;
}

const sent = (...faults: Fault[]): fc.Arbitrary<Sent> =>
  fc.record({ text, fault: fc.constantFrom('none' as const, ...faults), at: fc.nat(20), pauseMs: pause });

/** The reports as they arrive, each with its gap. */
function struck(reports: readonly DataView[], { fault, at, pauseMs }: Sent): [DataView, number][] {
  const hit = at % reports.length;
  const report = reports[hit] as DataView;
  if (fault === 'lost-tail') return timed(reports.slice(0, Math.max(1, hit)), pauseMs);
  if (fault === 'lost-head') return timed(reports.slice(hit), pauseMs);
  if (fault === 'doubled') return timed(reports.toSpliced(hit, 0, report), pauseMs);
  if (fault === 'swapped') return timed(reports.toReversed(), pauseMs);
  if (fault === 'cut-short')
    return timed(reports.toSpliced(hit, 1, new DataView(report.buffer, 0, 3)), pauseMs);
  const late = timed(reports, pauseMs);
  return fault === 'late' ? late.toSpliced(hit, 1, [report, hit === 0 ? pauseMs : 4000]) : late;
}

function timed(reports: readonly DataView[], pauseMs: number): [DataView, number][] {
  return reports.map((report, index) => [report, index === 0 ? pauseMs : 8]);
}

/** Sends all, then sound codes until one is read. */
function play(model: Model, scans: readonly Sent[], isTaught = false): { reads: string[]; sound: number } {
  const line = openLine(model);
  if (isTaught) line.sendAll(reportsOf(model, `${'teach'.repeat(5)}0123456789`.repeat(3)), 500);
  line.reads.length = 0;
  for (const scan of scans) {
    for (const [report, gapMs] of struck(reportsOf(model, scan.text), scan)) line.send(report, gapMs);
  }
  const reads = Array.from(line.reads);
  let sound = 0;
  for (; sound < 3 && !line.reads.includes('SOUND-CODE'); sound++) {
    line.sendAll(reportsOf(model, 'SOUND-CODE'), REPORT_GAP_MS + 1);
  }
  return { reads, sound };
}

/** Every read was sent, in that order; a doubled code of one report may be read twice, as if scanned twice. */
function expectSent(reads: readonly string[], scans: readonly Sent[]): void {
  let from = 0;
  for (const read of reads) {
    const at = scans.findIndex((scan, index) => index >= from && scan.text === read);
    expect(at, `${read} was not sent`).toBeGreaterThanOrEqual(from);
    from = scans[at]?.fault === 'doubled' ? at : at + 1;
  }
}

describe('on any scanner', () => {
  it.each(MODELS)('a sound line reads every code: $name', (model) => {
    const gap = fc.integer({ min: 0, max: REPORT_GAP_MS });
    fc.assert(
      fc.property(fc.array(fc.tuple(text, pause, gap), { maxLength: 8 }), (codes) => {
        const line = openLine(model);
        for (const [code, pauseMs, gapMs] of codes) line.sendAll(reportsOf(model, code), pauseMs, gapMs);
        expect(line.reads).toEqual(codes.map(([code]) => code));
      }),
      RUNS,
    );
  });

  it.each(MODELS)(
    'lost ends, doubled, late and cut reports give no text that was not sent: $name',
    (model) => {
      fc.assert(
        fc.property(
          fc.array(sent('lost-tail', 'doubled', 'late', 'cut-short'), { maxLength: 8 }),
          (scans) => {
            const { reads, sound } = play(model, scans);
            expectSent(reads, scans);
            expect(sound).toBeLessThanOrEqual(2);
          },
        ),
        RUNS,
      );
    },
  );
});

describe('on a scanner that names a code on its first report alone', () => {
  it.each([zebra, crooked])('lost beginnings give none either: $name', (model) => {
    const faults = sent('lost-tail', 'lost-head', 'doubled', 'late', 'cut-short');
    fc.assert(
      fc.property(fc.array(faults, { maxLength: 8 }), (scans) => {
        const { reads, sound } = play(model, scans, true);
        expectSent(reads, scans);
        expect(sound).toBe(1);
      }),
      RUNS,
    );
  });

  it.each([zebra, crooked])('nor two reports in the wrong order: $name', (model) => {
    const room = roomOf(model);
    const scans = fc.array(sent('lost-tail', 'lost-head', 'swapped', 'doubled'), { maxLength: 8 });
    fc.assert(
      fc.property(scans, (all) => {
        const two = all.map((scan) => ({ ...scan, text: scan.text.slice(0, 2 * room) }));
        expectSent(play(model, two, true).reads, two);
      }),
      RUNS,
    );
  });
});

it('two scanners whose reports take turns never mix', () => {
  const pair = fc.constantFrom<[Model, Model]>([honeywell, honeywell], [zebra, honeywell], [noLength, zebra]);
  fc.assert(
    fc.property(pair, text, text, fc.infiniteStream(fc.boolean()), ([left, right], one, other, turns) => {
      const lines = [openLine(left), openLine(right)] as const;
      const queues = [reportsOf(left, one), reportsOf(right, other)] as const;
      while (queues[0].length + queues[1].length > 0) {
        const turn = turns.next().value && queues[0].length > 0 ? 0 : queues[1].length > 0 ? 1 : 0;
        const report = queues[turn].shift();
        if (report !== undefined) lines[turn].send(report, 8);
      }
      expect(lines.map((line) => line.reads)).toEqual([[one], [other]]);
    }),
    RUNS,
  );
});

it('garbage never throws, and a sound code is read after it', () => {
  const garbage = fc.array(fc.tuple(fc.uint8Array({ maxLength: 80 }), fc.nat(6000)), { maxLength: 20 });
  fc.assert(
    fc.property(fc.constantFrom(honeywell, noLength), garbage, (model, reports) => {
      const line = openLine(model);
      for (const [bytes, gapMs] of reports) line.send(new DataView(bytes.slice().buffer), gapMs);
      for (let time = 0; time < 2; time++) line.sendAll(reportsOf(model, 'SOUND-CODE'), REPORT_GAP_MS + 1);
      expect(line.reads.at(-1)).toBe('SOUND-CODE');
    }),
    RUNS,
  );
});
