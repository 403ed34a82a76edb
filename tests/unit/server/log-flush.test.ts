/** One write to the disk for all who wait, and nobody is told early. */
import { closeSync, mkdtempSync, openSync, rmSync, type fsync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { openLogFlush } from '../../../src/server/log-flush.ts';

/** A log whose disk is in the test's hand. */
function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'pling-log-'));
  const path = join(folder, 'ledger.sqlite-wal');
  closeSync(openSync(path, 'w'));
  let commits = 0;
  /** Each ends one write; `covers`: the commits there were when it began. */
  const writes: (((error?: Error) => void) & { covers: number })[] = [];
  const sync = ((_file: number, done: (error: Error | null) => void) => {
    writes.push(Object.assign((error?: Error) => done(error ?? null), { covers: commits }));
  }) as typeof fsync;
  const refusals: string[] = [];
  const log = openLogFlush(path, ({ message }) => refusals.push(message), sync);
  const commit = (): number => {
    log.written();
    return (commits += 1);
  };
  onTestFinished(() => {
    log.close();
    for (const write of writes.splice(0)) write();
    rmSync(folder, { recursive: true, force: true });
  });
  return { log, writes, commit, refusals };
}

/** Whether a promise has come to its end, as a word. */
function watch(promise: Promise<void>): { state: string } {
  const seen = { state: 'waits' };
  promise.then(
    () => (seen.state = 'done'),
    () => (seen.state = 'refused'),
  );
  return seen;
}
const ticks = async (): Promise<void> => {
  for (let n = 0; n < 10; n += 1) await Promise.resolve();
};

test('what the run before has left is written before anybody acts on it', async () => {
  const { log, writes } = setup();
  const first = watch(log.flushed());
  await ticks();
  expect([writes.length, first.state]).toEqual([1, 'waits']);
  writes[0]?.();
  await ticks();
  expect(first.state).toBe('done');
});

test('where nothing was committed since, nothing is written', async () => {
  const { log, writes } = setup();
  const first = log.flushed();
  writes[0]?.();
  await first;
  await log.flushed();
  expect(writes).toHaveLength(1);
});

test('a commit made while a write is on its way waits for the next one, with all others', async () => {
  const { log, writes } = setup();
  const before = watch(log.flushed());
  log.written();
  const [one, two] = [watch(log.flushed()), watch(log.flushed())];
  writes[0]?.();
  await ticks();
  expect([before.state, one.state, two.state, writes.length]).toEqual(['done', 'waits', 'waits', 2]);
  writes[1]?.();
  await ticks();
  expect([one.state, two.state]).toEqual(['done', 'done']);
});

test('a disk that has refused once is believed no more, and who opened it is told once', async () => {
  const { log, writes, refusals } = setup();
  const first = watch(log.flushed());
  log.written();
  const second = watch(log.flushed());
  writes[0]?.(new Error('EIO'));
  await ticks();
  const third = watch(log.flushed());
  await ticks();
  expect([first.state, second.state, third.state, writes.length]).toEqual([
    'refused',
    'refused',
    'refused',
    1,
  ]);
  expect(refusals).toEqual(['EIO']);
});

test('in any order of commits, waits and writes nobody is told before a write that began after his commit', async () => {
  const step = fc.constantFrom('commit' as const, 'wait' as const, 'write' as const);
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { log, writes, commit } = setup();
      const told: { needs: number; seen: { state: string } }[] = [];
      let [commits, onDisk] = [0, 0];
      for (const what of steps) {
        const write = what === 'write' ? writes.shift() : undefined;
        if (what === 'commit') commits = commit();
        if (what === 'wait') told.push({ needs: commits, seen: watch(log.flushed()) });
        if (write) onDisk = write.covers;
        write?.();
        await ticks();
        for (const { needs, seen } of told)
          if (seen.state === 'done') expect(onDisk).toBeGreaterThanOrEqual(needs);
      }
    }),
    { numRuns: 300 },
  );
});
