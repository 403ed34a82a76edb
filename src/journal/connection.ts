/** One connection to the database: opened when needed, reopened once when the browser took it away. */
import { openDB } from 'idb';
import type { Timers } from '../core/ports.ts';
import { JournalError, type JournalProblem } from './journal.ts';
import { createStores, SCHEMA_VERSION, STORES, type PlingDatabase, type PlingDb } from './schema.ts';

/** Longest wait for one commit, or for another tab to let go of an old version. */
export const SAVE_LIMIT_MS = 2_000;
/** Longest wait for one read: only a hung database takes longer. */
export const READ_LIMIT_MS = 10_000;

/** Work on a connection. `signal` is aborted when the limit has passed: the work must then undo itself. */
export type Work<T> = (db: PlingDatabase, signal: AbortSignal) => Promise<T>;

/** A connection that heals. */
export class Connection {
  readonly #name: string;
  readonly #timers: Timers;
  readonly #onclosed: (problem: JournalProblem) => void;
  #db: Promise<PlingDatabase> | null = null;
  #ended: JournalProblem | null = null;

  constructor(name: string, timers: Timers, onclosed: (problem: JournalProblem) => void) {
    this.#name = name;
    this.#timers = timers;
    this.#onclosed = onclosed;
  }

  /**
   * Does `work`. If the connection is lost (iOS: InvalidStateError, UnknownError) or the limit passes, reopens and does
   * it once more: `work` must be safe to repeat. Throws JournalError.
   */
  async use<T>(work: Work<T>, limitMs: number): Promise<T> {
    try {
      return await this.#tryOnce(work, limitMs);
    } catch (error) {
      if (!isLost(error)) throw translate(error);
    }
    this.#letGo();
    try {
      return await this.#tryOnce(work, limitMs);
    } catch (error) {
      throw translate(error);
    }
  }

  /** Closes for good. May be called twice. */
  close(why: JournalProblem = 'closed'): void {
    this.#ended ??= why;
    this.#letGo();
  }

  async #tryOnce<T>(work: Work<T>, limitMs: number): Promise<T> {
    if (this.#ended) throw new JournalError(this.#ended, 'The journal is closed');
    this.#db ??= this.#open();
    const db = await this.#db;
    return withLimit(this.#timers, limitMs, (signal) => work(db, signal));
  }

  #open(): Promise<PlingDatabase> {
    return open(this.#name, this.#timers, {
      blocking: (isNewer) => {
        const problem = isNewer ? 'newer' : 'closed';
        this.close(problem);
        this.#onclosed(problem);
      },
      // The next call opens it again; only a failing call is news for a person.
      terminated: () => {
        this.#db = null;
      },
    });
  }

  #letGo(): void {
    const db = this.#db;
    this.#db = null;
    // A connection that never opened has nothing to close; its error went to whoever waited for it.
    db?.then(
      (open) => open.close(),
      () => undefined,
    );
  }
}

/** How a connection ends from outside. */
interface Ends {
  /** Another tab wants to upgrade (`isNewer`) or delete the database. */
  blocking(isNewer: boolean): void;
  terminated(): void;
}

async function open(name: string, timers: Timers, ends: Ends): Promise<PlingDatabase> {
  const db = await withLimit(timers, READ_LIMIT_MS, (_signal, giveUp) =>
    openDB<PlingDb>(name, SCHEMA_VERSION, {
      upgrade: (fresh, oldVersion) => {
        if (oldVersion === 0) createStores(fresh);
      },
      blocked: () =>
        void timers.after(SAVE_LIMIT_MS, () =>
          giveUp(new JournalError('blocked', 'Another tab holds the journal')),
        ),
      blocking: (_current, wanted) => ends.blocking(wanted !== null),
      terminated: () => ends.terminated(),
    }).catch((error: unknown) => {
      throw translateOpening(error);
    }),
  );
  if (STORES.every((store) => db.objectStoreNames.contains(store))) return db;
  db.close();
  throw new JournalError('corrupt', 'The journal lacks a part; it was left as it is');
}

/** Thrown inside when the database takes too long. */
class TooSlow extends Error {
  override readonly name = 'TooSlow' as const;
}

async function withLimit<T>(
  timers: Timers,
  limitMs: number,
  work: (signal: AbortSignal, giveUp: (why: Error) => void) => Promise<T>,
): Promise<T> {
  const { promise: given, reject: giveUp } = Promise.withResolvers<never>();
  const stopper = new AbortController();
  const undo = timers.after(limitMs, () => {
    stopper.abort();
    giveUp(new TooSlow(`Not done within ${limitMs} ms`));
  });
  try {
    return await Promise.race([work(stopper.signal, giveUp), given]);
  } finally {
    undo();
  }
}

const LOST = ['InvalidStateError', 'UnknownError', 'AbortError', 'TransactionInactiveError', 'TooSlow'];

/** True when trying again on a fresh connection may help. */
function isLost(error: unknown): boolean {
  return error instanceof Error && LOST.includes(error.name);
}

function translate(error: unknown): JournalError {
  if (error instanceof JournalError) return error;
  return new JournalError('cannot-save', 'The journal could not be used', error);
}

function translateOpening(error: unknown): unknown {
  const name = error instanceof Error ? error.name : '';
  if (name === 'VersionError')
    return new JournalError('newer', 'A later Pling wrote this journal; it was left as it is', error);
  if (name === 'NotFoundError' || name === 'ConstraintError')
    return new JournalError('corrupt', 'The journal cannot be opened; it was left as it is', error);
  return error;
}
