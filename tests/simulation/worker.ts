/** One core's share of the schedules: every `step`-th seed, reported in batches. */
import { parentPort, workerData } from 'node:worker_threads';
import { addCounts } from './coverage.ts';
import type { Violation } from './laws.ts';
import { openDatabases, runOne } from './run-one.ts';
import { drawPlan } from './schedule.ts';

/** Which seeds: `from`, `from + step`, … below `to`. */
export interface Share {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** What came of a batch. */
export interface Report {
  readonly runs: number;
  readonly counts: readonly (readonly [string, number])[];
  readonly failed: readonly { readonly seed: number; readonly violation: Violation }[];
}

const BATCH = 25;

/** Plays the share and hands every batch to `tell`. */
export async function playShare({ from, to, step }: Share, tell: (report: Report) => void): Promise<void> {
  const databases = openDatabases();
  let counts = new Map<string, number>();
  let failed: Report['failed'][number][] = [];
  let runs = 0;
  for (let seed = from; seed < to; seed += step) {
    const outcome = await runOne(drawPlan(seed), databases);
    addCounts(counts, outcome.counts);
    const [violation] = outcome.violations;
    if (violation) failed.push({ seed, violation });
    runs += 1;
    if (runs < BATCH && seed + step < to) continue;
    tell({ runs, counts: [...counts], failed });
    counts = new Map();
    failed = [];
    runs = 0;
  }
}

if (parentPort !== null) {
  const port = parentPort;
  await playShare(workerData as Share, (report) => port.postMessage(report));
}
