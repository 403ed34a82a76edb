/** A place in the ledger's feed, as till and proxy write it: `epoch:seq:life`. */
import * as v from 'valibot';

/** Request header by which a till says how far it has heard each record it knows, places parted by spaces: a copy that never came so far finds out. */
export const SEEN_HEADER = 'pling-seen';

/** `epoch:seq:life`; places written before lives were kept have none. */
export const feedPositionSchema = v.pipe(v.string(), v.regex(/^\w{1,40}:\d{1,15}(:\w{1,40})?$/));

/** A place in a ledger's feed. */
export interface FeedPosition {
  /** which record */
  readonly epoch: string;
  /** how many changes it had seen */
  readonly seq: number;
  /** the run of the proxy that was heard; null where it was not told */
  readonly life: string | null;
}

/** Reads a place; null for what is none. */
export function readPosition(text: unknown): FeedPosition | null {
  const read = v.safeParse(feedPositionSchema, text);
  if (!read.success) return null;
  const [epoch = '', seq, life = null] = read.output.split(':');
  return { epoch, seq: Number(seq), life };
}

/** Writes a place. */
export function writePosition({ epoch, seq, life }: FeedPosition): string {
  return life === null ? `${epoch}:${seq}` : `${epoch}:${seq}:${life}`;
}
