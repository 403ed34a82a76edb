/** One queue for the reads of all sources: in order, the next only when the one before is dealt with. */
import type { Log } from '../core/ports.ts';
import type { Scanner, ScanRead } from './scanner.ts';

/** The queue. */
export interface ScanQueue {
  /** Adds a read, typed digits included. */
  push(read: ScanRead): void;
  /** Takes every read of `scanner` too; returns the undo. */
  join(scanner: Pick<Scanner, 'onread'>): () => void;
  /** Resolves when everything pushed so far is dealt with; never rejects. */
  idle(): Promise<void>;
}

/**
 * Makes a queue that hands reads to `handle` one at a time. A handler that fails loses its own read only: it is
 * logged (without the text, law 9) and the queue goes on.
 */
export function createScanQueue(handle: (read: ScanRead) => Promise<void>, log: Log): ScanQueue {
  let tail = Promise.resolve();

  async function deal(read: ScanRead): Promise<void> {
    try {
      await handle(read);
    } catch (error) {
      log.error('scan.not-handled', { source: read.source, error: String(error) });
    }
  }

  function push(read: ScanRead): void {
    tail = tail.then(() => deal(read));
  }

  return { push, join: (scanner) => scanner.onread(push), idle: () => tail };
}
