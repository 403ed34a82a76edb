/** The proxy's record of a shop: one class over the SQL port, one transaction a change, listeners told after commit. */
import { writePosition, type FeedPosition } from '../../contract/feed-position.ts';
import { IllegalStep } from '../../core/attempt-moves.ts';
import type { Reference, SaleId } from '../../core/ids.ts';
import type { Clock, EpochMs, Random } from '../../core/ports.ts';
import type { Sql } from '../../sql/sql.ts';
import { LedgerUnwell, Refusal } from '../refusal.ts';
import type { AttemptFacts, AttemptRow } from './attempt-row.ts';
import { Book, type Change } from './book.ts';
import { asReference, RowMemory } from './row-memory.ts';
import { doubtUnfinished } from './doubt-unfinished.ts';
import { FeedTail, type FeedEntry } from './feed-tail.ts';
import { Lives } from './lives.ts';
import { openSchema, renewEpoch, takeDoubt } from './schema.ts';

/** What the ledger is made of. */
export interface LedgerDeps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly random: Random;
  readonly realm: string;
  /** The shop's, an IANA name. */
  readonly timeZone: string;
}

/** Hears of every row that was written, after the commit. Must not throw. */
export type ChangeListener = (row: AttemptRow) => void;

/** Running attempts are asked about every few seconds, so that the oldest notes of so many are about what has ended. */
const MOST_NOTES = 10_000;

/** One shop's ledger. The constructor brings the database up to date; it throws LedgerRefused where it may not. */
export class Ledger {
  readonly #deps: LedgerDeps;
  readonly #rows = new RowMemory();
  readonly #soft = new Map<string, Partial<AttemptFacts>>();
  readonly #listeners = new Set<ChangeListener>();
  readonly #openedAt: EpochMs;
  readonly #lives: Lives;
  readonly #tail: FeedTail;
  #epoch: string;
  #seq: number;
  #isClosed = false;

  constructor(deps: LedgerDeps) {
    this.#deps = deps;
    this.#openedAt = deps.clock.now();
    this.#epoch = openSchema(deps.sql, deps.realm, deps.random);
    this.#seq = Number(deps.sql.all('SELECT coalesce(max(seq), 0) AS seq FROM feed')[0]?.['seq']);
    this.#tail = new FeedTail(this.#seq);
    this.#lives = deps.sql.transaction(() => new Lives(deps.sql, deps.random, this.#seq));
  }

  /** Random identity of this record; another one means: a till must offer again what it knows. */
  get epoch(): string {
    return this.#epoch;
  }

  /** How many changes the feed has seen. */
  get seq(): number {
    return this.#seq;
  }

  /** Where the feed stands. */
  head(): string {
    return this.position(this.#seq);
  }

  /** A place in this ledger's feed, as tills write it. */
  position(seq: number): string {
    return writePosition({ epoch: this.epoch, seq, life: this.#lives.present });
  }

  /** The attempt as it is now, or null. */
  find(reference: Reference): AttemptRow | null {
    return this.#read((book) => book.find(reference));
  }

  /** Every attempt of a sale, oldest first. */
  ofSale(saleId: SaleId): AttemptRow[] {
    return this.#read((book) => book.ofSale(saleId));
  }

  /**
   * Runs `work` in one transaction and tells the listeners after the commit. A Refusal or IllegalStep thrown inside
   * rolls back and passes; any other error is the database's and becomes LedgerUnwell.
   */
  transact<T>(work: (book: Book) => T): T {
    if (this.#isClosed) throw new LedgerUnwell('The proxy is stopping');
    const book = this.#open();
    const result = this.#guard(() =>
      this.#deps.sql.transaction(() => {
        const done = work(book);
        if (book.places.size > 0) this.#lives.write(this.#seq);
        return done;
      }),
    );
    if (book.places.size > 0) this.#lives.written();
    for (const [reference, seq] of book.places) {
      this.#tail.add(reference, seq);
      this.#seq = seq;
    }
    for (const [reference, row] of book.touched) {
      this.#soft.delete(reference);
      this.#rows.set(reference, row);
    }
    for (const row of book.touched.values()) this.#tell(row);
    return result;
  }

  /** Changes one attempt, judged by the row as it is now; null from `decide` changes nothing. Throws if unknown. */
  change(reference: Reference, decide: (row: AttemptRow, now: EpochMs) => Change | null): AttemptRow {
    return this.transact((book) => {
      const row = book.find(reference);
      if (row === null) throw new Refusal('attempt-unknown');
      const change = decide(row, book.now);
      return change === null ? row : book.apply(row, change);
    });
  }

  /**
   * Takes in a place of the feed that a till has heard. One this record was never at means that an old copy was put in
   * its place without a word: from now on it is another record, and tills offer what they know. True where it is so.
   */
  notice(seen: FeedPosition): boolean {
    const isSetBack = seen.epoch === this.#epoch && !this.#lives.holds(seen, this.#seq);
    if (isSetBack) this.renewEpoch();
    return isSetBack;
  }

  /** A till knows more than this record, or it was moved here: it is another one from now on. `also`: in the same commit. */
  renewEpoch(also: () => void = () => undefined): void {
    const { sql, random } = this.#deps;
    const renew = (): string => {
      also();
      return renewEpoch(sql, random);
    };
    this.#epoch = this.#guard(() => sql.transaction(renew));
    this.#doubt(this.#openedAt);
  }

  /** At each start: after a restore, once, nothing the record calls unsent is provable. */
  doubtAfterRestore(): void {
    this.#doubt(Number.MAX_SAFE_INTEGER);
  }

  /** Writes nothing any more: who comes after this must be sure that the ledger stays as it is found. */
  close(): void {
    this.#isClosed = true;
  }

  /** Keeps facts of a question that moved nothing, in memory only: the next change writes them. */
  note(reference: Reference, facts: Partial<AttemptFacts>): void {
    const known = this.#soft.get(reference);
    this.#soft.delete(reference);
    this.#soft.set(reference, { ...known, ...facts });
    const [oldest] = this.#soft.keys();
    if (this.#soft.size > MOST_NOTES && oldest !== undefined) this.#soft.delete(oldest);
  }

  /** Attempts that want to be looked at by themselves, by their rows. */
  wakeable(): AttemptRow[] {
    const rows = this.#guard(() =>
      this.#deps.sql.all('SELECT reference FROM attempts WHERE nextAt IS NOT NULL'),
    );
    return rows.flatMap(({ reference }) => this.find(asReference(reference)) ?? []);
  }

  /** What changed after `seq`, oldest change first, each attempt once. */
  changesAfter(seq: number, limit: number): FeedEntry[] {
    const known = this.#tail.after(seq, limit);
    if (known !== null) return known;
    const rows = this.#guard(() =>
      this.#deps.sql.all('SELECT seq, reference FROM feed WHERE seq > ? ORDER BY seq LIMIT ?', [seq, limit]),
    );
    return rows.map((row) => ({ seq: Number(row['seq']), reference: asReference(row['reference']) }));
  }

  /** The paid attempt behind a receipt's token, or null. */
  findReceipt(token: string): AttemptRow | null {
    const [row] = this.#guard(() =>
      this.#deps.sql.all('SELECT reference FROM attempts WHERE receiptToken = ?', [token]),
    );
    return row === undefined ? null : this.find(asReference(row['reference']));
  }

  /** The newest time this record was written at, as well as its last change says; null for an empty one. */
  lastTime(): EpochMs | null {
    const rows = this.#guard(() =>
      this.#deps.sql.all('SELECT reference FROM feed ORDER BY seq DESC LIMIT 1'),
    );
    const row = rows[0] && this.find(asReference(rows[0]['reference']));
    if (!row) return null;
    const { openedAt, sentAt, calledAt, askedAt, cancelSentAt, endedAt } = row;
    return Math.max(openedAt, sentAt ?? 0, calledAt ?? 0, askedAt ?? 0, cancelSentAt ?? 0, endedAt ?? 0);
  }

  /** Hears of changes until the returned undo is called. */
  onChange(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** What was opened since this process began is its own and certain. */
  #doubt(openedBefore: EpochMs): void {
    this.transact((book) => takeDoubt(this.#deps.sql) && doubtUnfinished(book, openedBefore));
  }

  #read<T>(work: (book: Book) => T): T {
    return this.#guard(() => work(this.#open()));
  }

  #open(): Book {
    const parts = { ...this.#deps, epoch: this.#epoch, rows: this.#rows };
    return new Book(parts, this.#deps.clock.now(), this.#soft);
  }

  #tell(row: AttemptRow): void {
    for (const listener of this.#listeners) listener(row);
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (cause) {
      if (cause instanceof Refusal || cause instanceof IllegalStep) throw cause;
      throw new LedgerUnwell('The ledger could not read or write', { cause });
    }
  }
}
