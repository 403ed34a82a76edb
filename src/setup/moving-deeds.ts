/** What whoever holds a deployment's secret may have done to a shop far away: it leaves, arrives, or is opened after that. */
import * as v from 'valibot';

/** Where each is asked for, by POST. `export` is answered with the file itself; `import` carries it. */
export const MOVES = {
  export: '/control/export',
  import: '/control/import',
  open: '/control/open',
} as const;

/** How import and open are answered. */
export const movedSchema = v.object({ done: v.literal(true) });

/**
 * The largest file that is taken in far away, bytes: an object has 128 MB for everything
 * (developers.cloudflare.com/durable-objects/platform/limits), and holds the file while it reads it.
 */
export const MAX_SHOP_FILE_BYTES = 50_000_000;

/** Said of a longer one. */
export const SHOP_FILE_TOO_LARGE = `The file is larger than ${MAX_SHOP_FILE_BYTES / 1_000_000} MB, which is the most that is taken in there.`;

/** Where the address of an import names the hash of its body: the console's word, which covers the address, is for that file alone. */
export const BODY_HASH = 'sha256';

/** True for where a move is asked for. */
export function isMovePath(pathname: string): boolean {
  return Object.values<string>(MOVES).includes(pathname);
}
