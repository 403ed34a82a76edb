/**
 * Makes the browser's store safe against its own next start. Chromium keeps IndexedDB in LevelDB and goes on writing at
 * the end of the log a crash has left. Where the crash fell between the two writes of one record, the log then has a torn
 * record in its middle, the start after that takes it for damage, and every database of the origin is silently thrown
 * away, with all that was committed strictly since (seen in Chromium 150 after SIGKILL; tests/crash, torn rounds). A log
 * that is full is written out and replaced, and nothing reads it again: so each start fills it.
 */
import { openDB } from 'idb';
import type { Random } from '../core/ports.ts';

/** The store's write buffer is 4 MiB at the most; what is over is for its own bookkeeping. */
const PADDING_BYTES = 5 * 1024 * 1024;
/** A larger value would lie in a file of its own, and not in the log. */
const PIECE_BYTES = 48 * 1024;
/**
 * A database of its own: the journal's are never touched. It stays, with one piece that is written over and over: what is
 * deleted has the next start rewrite 10 MB of a full journal (the store's own clean-up) while it should open it.
 */
const NAME = 'padding';

/** Fills the log of the origin's store once. Rejects as IndexedDB does; nothing is lost by that, only not made safe. */
export async function sealLog(random: Random): Promise<void> {
  const db = await openDB(NAME, 1, { upgrade: (fresh) => void fresh.createObjectStore(NAME) });
  try {
    const work = db.transaction(NAME, 'readwrite', { durability: 'relaxed' });
    const piece = random.bytes(PIECE_BYTES); // nothing that would shrink
    for (let written = 0; written < PADDING_BYTES; written += PIECE_BYTES)
      void work.store.put(piece, 0).catch(() => undefined); // the transaction's end tells of it
    await work.done;
  } finally {
    db.close();
  }
}
