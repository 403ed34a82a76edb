/** What managers did, written in the transaction that does it. Only ever added to: nothing here changes or deletes a line. */
import type { AuditDeed, AuditLine } from '../../contract/tills-api.ts';
import { isCurrency, money, type Money } from '../../core/money/money.ts';
import type { Clock } from '../../core/ports.ts';
import type { Sql, SqlRow, SqlValue } from '../../sql/sql.ts';
import type { AttemptRow } from './attempt-row.ts';
import type { Book } from './book.ts';

/** Lines of one page. */
export const AUDIT_PAGE = 50;

/** One deed. Never a PIN and never a code. */
export interface Deed {
  /** id of the till it was done at; null: the server's console */
  readonly till: string | null;
  readonly deed: AuditDeed;
  /** a sale's number, a till's letter, a stray's transaction */
  readonly about?: string | null;
  readonly reference?: string;
  readonly amount?: Money | undefined;
  /** the manager's words; a till's new name */
  readonly reason?: string | undefined;
}

/** What it is made of. */
export interface AuditDeps {
  readonly sql: Sql;
  readonly clock: Clock;
}

/** The shop's audit trail. */
export class Audit {
  readonly #deps: AuditDeps;

  constructor(deps: AuditDeps) {
    this.#deps = deps;
  }

  /** Adds a line; the caller's transaction is open, so that deed and line are written together or not at all. */
  write({ till, deed, about = null, reference, amount, reason }: Deed): void {
    const { sql, clock } = this.#deps;
    sql.run(
      `INSERT INTO audit (at, till, deed, about, reference, amountMinor, currency, reason)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        clock.now(),
        till,
        deed,
        about,
        reference ?? null,
        amount?.minor ?? null,
        amount?.currency ?? null,
        reason ?? null,
      ],
    );
  }

  /** Adds what was done about an attempt: its sale's number, its reference, the manager's words. */
  writeAbout(
    { number, reference }: AttemptRow,
    deed: Pick<Deed, 'till' | 'deed' | 'amount' | 'reason'>,
  ): void {
    this.write({ ...deed, about: number, reference });
  }

  /**
   * Adds a line for each of `before`, rows as they were when the transaction began, that was paid and that a till has
   * made unwanted since without a manager: cash taken late, or a cancel. It needs no PIN, so it must not pass unseen.
   */
  writeUnwanted(book: Book, before: readonly AttemptRow[], till: string): void {
    for (const { state, wanted, reference } of before) {
      const row = book.find(reference);
      if (state.name !== 'paid' || wanted === 'return' || row?.wanted !== 'return') continue;
      this.writeAbout(row, { till, deed: 'paid-unwanted', amount: row.taken ?? row.amount });
    }
  }

  /** A page, newest first, from the line before `before` (null: from the newest). */
  page(before: number | null): AuditLine[] {
    const rows = this.#deps.sql.all(
      `SELECT audit.*, tills.letter, tills.name FROM audit LEFT JOIN tills ON tills.id = audit.till
       WHERE n < ? ORDER BY n DESC LIMIT ?`,
      [before ?? Number.MAX_SAFE_INTEGER, AUDIT_PAGE],
    );
    return rows.map(readLine);
  }
}

function readLine(row: SqlRow): AuditLine {
  const { letter, name, till } = row;
  return {
    n: Number(row['n']),
    at: Number(row['at']),
    till: till === null ? null : { letter: text(letter) ?? '', name: text(name) ?? '' },
    deed: text(row['deed']) ?? '',
    about: text(row['about']),
    reference: text(row['reference']),
    amount: readAmount(row),
    reason: text(row['reason']),
  };
}

function readAmount({ amountMinor, currency }: SqlRow): Money | null {
  const isAmount = typeof amountMinor === 'number' && typeof currency === 'string' && isCurrency(currency);
  return isAmount ? money(amountMinor, currency) : null;
}

function text(value: SqlValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
