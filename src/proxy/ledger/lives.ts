/** The runs of the proxy over one record: a till that has heard one this record knows nothing of, heard a later copy of it. */
import type { FeedPosition } from '../../contract/feed-position.ts';
import { randomText } from '../../core/ids.ts';
import type { Random } from '../../core/ports.ts';
import type { Sql } from '../../sql/sql.ts';

/** Runs kept; a till that was away for longer is asked once more for what it knows, which harms nobody. */
const MOST_LIVES = 1_000;

/** All runs of this record, the present one last. */
export class Lives {
  /** The present run's name. */
  readonly present: string;
  /** Where each run ended; the present one has not. */
  readonly #ends: ReadonlyMap<string, number>;

  /** Writes down that a run begins. `seq`: where the feed stands. */
  constructor(sql: Sql, random: Random, seq: number) {
    this.present = randomText(random, 16);
    sql.run('INSERT INTO lives (id, fromSeq) VALUES (?, ?)', [this.present, seq]);
    sql.run('DELETE FROM lives WHERE rowid <= (SELECT max(rowid) FROM lives) - ?', [MOST_LIVES]);
    const rows = sql.all('SELECT id, fromSeq FROM lives ORDER BY rowid');
    this.#ends = new Map(
      rows.map(({ id }, index) => [String(id), Number(rows[index + 1]?.['fromSeq'] ?? Infinity)]),
    );
  }

  /** True where this record was at that place: in a run it knows, and no further than that run came. `head`: where the feed stands. */
  holds({ seq, life }: FeedPosition, head: number): boolean {
    if (seq > head) return false;
    return life === null || seq <= (this.#ends.get(life) ?? -1);
  }
}
