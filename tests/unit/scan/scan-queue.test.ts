/** Reads of all sources are dealt with one at a time and in order. */
import { expect, it } from 'vitest';
import { type LogFields, silentLog } from '../../../src/core/ports.ts';
import { createListeners } from '../../../src/scan/listeners.ts';
import { createScanQueue } from '../../../src/scan/scan-queue.ts';
import type { ScanRead } from '../../../src/scan/scanner.ts';

const typed = (text: string): ScanRead => ({ text, source: 'typed', atMonotonic: 1 });

it('a read waits until the one before is dealt with', async () => {
  const steps: string[] = [];
  let release = (): void => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  const queue = createScanQueue(async (read) => {
    steps.push(`begin ${read.text}`);
    if (read.text === 'first') await gate;
    steps.push(`end ${read.text}`);
  }, silentLog);
  queue.push(typed('first'));
  queue.push(typed('second'));
  await Promise.resolve();
  expect(steps).toEqual(['begin first']);
  release();
  await queue.idle();
  expect(steps).toEqual(['begin first', 'end first', 'begin second', 'end second']);
});

it('a read that cannot be dealt with is logged without its code, and the next goes on', async () => {
  const dealt: string[] = [];
  const logged: LogFields[] = [];
  const log = { ...silentLog, error: (_: string, fields?: LogFields) => void logged.push(fields ?? {}) };
  const queue = createScanQueue(async ({ text }) => {
    if (text === '284312345678901234') throw new Error('journal closed');
    dealt.push(text);
  }, log);
  queue.push(typed('284312345678901234'));
  queue.push(typed('next'));
  await queue.idle();
  expect(dealt).toEqual(['next']);
  expect(JSON.stringify(logged)).toContain('journal closed');
  expect(JSON.stringify(logged)).not.toContain('284312345678901234');
});

it('takes the reads of every scanner that joined, until it leaves', async () => {
  const dealt: string[] = [];
  const queue = createScanQueue(async ({ text }) => void dealt.push(text), silentLog);
  const reads = createListeners<ScanRead>();
  const leave = queue.join({ onread: reads.add });
  reads.emit(typed('one'));
  leave();
  leave();
  reads.emit(typed('two'));
  await queue.idle();
  expect(dealt).toEqual(['one']);
});
