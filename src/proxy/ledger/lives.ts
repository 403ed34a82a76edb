/** The runs of the proxy over one record: a till that has heard one this record knows nothing of, heard a later copy of it. */
import type { FeedPosition } from '../../contract/feed-position.ts';
import { randomText } from '../../core/ids.ts';
import type { Random } from '../../core/ports.ts';
import type { Sql } from '../../sql/sql.ts';

/** Runs kept; a till that was away for longer is asked once more for what it knows, which harms nobody. */
const MOST_LIVES = 1_000;

/**
 * All runs of this record, the present one last. A run is written down with its first change: one that changes nothing
 * tells only places of the run before. At the edge a shop is put away after every quiet minute, and a thousand runs
 * would else be gone by the next morning.
 */
export class Lives {
  readonly #sql: Sql;
  /** Where each run ended; the last one has not. */
  readonly #ends: Map<string, number>;
  #present: string;
  /** This run, until it is written down. */
  #next: { readonly id: string; from: number } | null;

  /** Reads them; the first run of all is written at once. Within a transaction. `seq`: where the feed stands. */
  constructor(sql: Sql, random: Random, seq: number) {
    this.#sql = sql;
    this.#next = { id: randomText(random, 16), from: seq };
    const rows = sql.all('SELECT id, fromSeq FROM lives ORDER BY rowid');
    this.#ends = new Map(
      rows.map(({ id }, index) => [String(id), Number(rows[index + 1]?.['fromSeq'] ?? Infinity)]),
    );
    this.#present = String(rows.at(-1)?.['id'] ?? '');
    if (rows.length > 0) return;
    this.write(seq);
    this.written();
  }

  /** The name of the run whose places are told. */
  get present(): string {
    return this.#present;
  }

  /** Writes this run down, once, in the transaction of its first change. `seq`: where the feed stood before that. */
  write(seq: number): void {
    if (this.#next === null) return;
    this.#next.from = seq;
    this.#sql.run('INSERT INTO lives (id, fromSeq) VALUES (?, ?)', [this.#next.id, seq]);
    this.#sql.run('DELETE FROM lives WHERE rowid <= (SELECT max(rowid) FROM lives) - ?', [MOST_LIVES]);
  }

  /** That transaction was committed: from now on the places told are this run's. */
  written(): void {
    if (this.#next === null) return;
    const { id, from } = this.#next;
    if (this.#ends.size > 0) this.#ends.set(this.#present, from);
    this.#ends.set(id, Infinity);
    this.#present = id;
    this.#next = null;
  }

  /** True where this record was at that place: in a run it knows, and no further than that run came. `head`: where the feed stands. */
  holds({ seq, life }: FeedPosition, head: number): boolean {
    if (seq > head) return false;
    return life === null || seq <= (this.#ends.get(life) ?? -1);
  }
}
