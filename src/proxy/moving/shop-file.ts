/** The file a shop moves in: one JSON value a line, a head first, each table before its rows, the sum of all lines last. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import * as v from 'valibot';
import { keyedHash } from '../keyed-hash.ts';

/** Grows when an older Pling could not read the file. */
export const SHOP_FILE_FORMAT = 1;

/** A name in SQL that needs no care. */
const name = v.pipe(v.string(), v.regex(/^[A-Za-z]\w*$/));

/** First line. `ledger`: version of the tables. `secret`: a hash that only the same PLING_SECRET gives. */
export const headSchema = v.object({
  pling: v.literal('shop'),
  format: v.number(),
  ledger: v.pipe(v.number(), v.integer(), v.minValue(1)),
  realm: v.string(),
  secret: v.string(),
});
/** Before a table's rows. */
export const tableSchema = v.object({ table: name, columns: v.pipe(v.array(name), v.minLength(1)) });
/** One row, in the order of the columns. */
export const rowSchema = v.array(v.union([v.string(), v.number(), v.null()]));
/** Last line: how many came before, and their hash. */
export const sumSchema = v.object({ lines: v.number(), sha256: v.string() });

/** Why a shop cannot leave, or a file not be taken in; the message is a plain sentence. Nothing was changed. */
export class ShopFileRefused extends Error {
  override readonly name = 'ShopFileRefused' as const;
}

/** What only the holder of the deployment's secret can write into the head: the tills' and the PIN's hashes need it. */
export function secretMark(secret: Uint8Array, realm: string): string {
  return keyedHash(secret, 'shop-file', realm);
}

/** Sums up lines as they go by. */
export class LineSum {
  readonly #hash = sha256.create();
  #lines = 0;

  /** Counts one line in, and gives it back. */
  add(line: string): string {
    this.#hash.update(utf8ToBytes(`${line}\n`));
    this.#lines += 1;
    return line;
  }

  /** The last line of the file. Ends the sum. */
  end(): v.InferOutput<typeof sumSchema> {
    return { lines: this.#lines, sha256: bytesToHex(this.#hash.digest()) };
  }
}

/** True for the lines of a whole file: nothing is missing at its end, and nothing was bent on the way. */
export function isWholeFile(lines: readonly string[]): boolean {
  const sum = new LineSum();
  for (const line of lines.slice(0, -1)) sum.add(line);
  return lines.length > 1 && lines.at(-1) === JSON.stringify(sum.end());
}
