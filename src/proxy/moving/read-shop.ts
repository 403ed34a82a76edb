/** From the lines of a shop's file to a database: all of it, or nothing. */
import * as v from 'valibot';
import type { Sql } from '../../sql/sql.ts';
import { LEDGER_VERSION, MIGRATIONS } from '../ledger/schema.ts';
import { writeSeal } from '../ledger/seal.ts';
import {
  headSchema,
  LineSum,
  rowSchema,
  secretMark,
  SHOP_FILE_FORMAT,
  ShopFileRefused,
  sumSchema,
  tableSchema,
} from './shop-file.ts';

/** Whose file is expected. */
export interface ShopFileOwner {
  readonly realm: string;
  readonly secret: Uint8Array;
}

/** A table's rows on their way in. */
interface Filling {
  readonly insert: string;
  readonly width: number;
}

/**
 * Makes an empty database the shop of the file, sealed as `arrived`. In one transaction: a file that is broken,
 * somebody else's or a newer Pling's leaves the database empty. Throws ShopFileRefused.
 */
export function readShop(sql: Sql, lines: Iterable<string>, owner: ShopFileOwner): void {
  sql.transaction(() => {
    const sum = new LineSum();
    let filling: Filling | null = null;
    let version = 0;
    let isEnded = false;
    for (const line of lines) {
      if (isEnded) throw broken();
      const value = parse(line);
      if (version === 0) version = begin(sql, value, owner);
      else if (v.is(sumSchema, value)) isEnded = isWhole(value, sum);
      else if (v.is(tableSchema, value)) filling = fill(sql, value);
      else putRow(sql, filling, value);
      if (!isEnded) sum.add(line);
    }
    if (!isEnded) throw broken();
    writeSeal(sql, 'arrived');
  });
}

/** Reads the head and makes the tables as they were in its version: openSchema brings them up to date later. */
function begin(sql: Sql, value: unknown, { realm, secret }: ShopFileOwner): number {
  const head = v.safeParse(headSchema, value);
  if (!head.success) throw new ShopFileRefused('This is no file of a shop (npm run export makes one).');
  const { format, ledger } = head.output;
  if (format > SHOP_FILE_FORMAT || ledger > LEDGER_VERSION)
    throw new ShopFileRefused(
      `The file was written by a newer Pling (ledger ${ledger}, this one knows ${LEDGER_VERSION}).`,
    );
  if (head.output.realm !== realm)
    throw new ShopFileRefused('The file is of another merchant, store or gateway address.');
  if (head.output.secret !== secretMark(secret, realm))
    throw new ShopFileRefused(
      'The file was written under another secret: give this server the same PLING_SECRET (or secret.key).',
    );
  sql.run('CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT');
  MIGRATIONS.slice(0, ledger)
    .flat()
    .forEach((statement) => sql.run(statement));
  return ledger;
}

function fill(sql: Sql, { table, columns }: v.InferOutput<typeof tableSchema>): Filling {
  const found = sql.all("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", [table]);
  if (found.length === 0) throw broken();
  const names = columns.map((column) => `"${column}"`).join(', ');
  const marks = columns.map(() => '?').join(', ');
  return { insert: `INSERT INTO "${table}" (${names}) VALUES (${marks})`, width: columns.length };
}

function putRow(sql: Sql, filling: Filling | null, value: unknown): void {
  if (filling === null || !v.is(rowSchema, value) || value.length !== filling.width) throw broken();
  try {
    sql.run(filling.insert, value);
  } catch (cause) {
    throw new ShopFileRefused('A line of the file does not fit; nothing was taken in.', { cause });
  }
}

function isWhole(said: v.InferOutput<typeof sumSchema>, sum: LineSum): true {
  const found = sum.end();
  if (found.lines !== said.lines || found.sha256 !== said.sha256) throw broken();
  return true;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new ShopFileRefused('The file is broken: a line cannot be read.', { cause });
  }
}

function broken(): ShopFileRefused {
  return new ShopFileRefused('The file is broken or not whole; nothing was taken in.');
}
