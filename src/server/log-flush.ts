/** Flushes a database's log to the disk: one fsync for all who wait. SQLite with `synchronous=NORMAL` itself syncs only before a checkpoint (sqlite.org, "Write-Ahead Logging"). */
import { closeSync, fsync, openSync } from 'node:fs';

/** The log of one open database. */
export interface LogFlush {
  /** Something was committed. */
  written(): void;
  /** Resolves once all that was committed before is on the disk. Rejects, from then on always, where it cannot be. */
  flushed(): Promise<void>;
  /** Gives the file back, once the write on its way has ended. */
  close(): void;
}

/**
 * The log at `path`, which the database makes with its first write and keeps for its life. SQLite's locks are on other
 * files, so that closing this one takes none of them away. `onRefused` hears, once, that the disk has refused: nothing of
 * this process is believed any more. `sync` writes an open file to the disk.
 */
export function openLogFlush(
  path: string,
  onRefused: (error: Error) => void,
  sync: typeof fsync = fsync,
): LogFlush {
  let file: number | null = null;
  let isDirty = true; // nobody knows what the run before this one has left
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  // A disk that has refused once may have dropped what it refused, and call the next write good.
  let refused: Error | null = null;

  const write = async (): Promise<void> => {
    if (refused !== null) throw refused;
    isDirty = false;
    try {
      const opened = (file ??= openSync(path, 'r+'));
      await new Promise<void>((resolve, reject) => {
        sync(opened, (error) => (error === null ? resolve() : reject(error)));
      });
    } catch (error) {
      refused = error instanceof Error ? error : new Error(String(error));
      onRefused(refused);
      throw refused;
    }
  };
  const begin = (): Promise<void> => {
    const mine = write().finally(() => {
      if (running === mine) running = null;
    });
    running = mine;
    return mine;
  };
  /** What was committed while a write was on its way is on the disk with the next one. */
  const beginNext = async (): Promise<void> => {
    await Promise.allSettled([running]);
    next = null;
    await begin();
  };
  return {
    written: () => {
      isDirty = true;
    },
    flushed: () => {
      if (next !== null) return next;
      if (!isDirty) return running ?? (refused === null ? Promise.resolve() : Promise.reject(refused));
      return running === null ? begin() : (next = beginNext());
    },
    close: () => {
      void Promise.allSettled([running, next]).then(() => {
        if (file !== null) closeSync(file);
        file = null;
      });
    },
  };
}
