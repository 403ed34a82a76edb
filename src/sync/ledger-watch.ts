/** Which ledger answers, and how far its feed has come: every answer carries it, and this is the one place that looks. */
import * as v from 'valibot';
import { epochSchema } from '../contract/shapes.ts';
import { feedPositionSchema, realmSchema } from '../contract/till-api.ts';

/** A ledger that spoke, and where its feed stands. `realm`: whose it is, where the answer says so. */
export interface HeardLedger {
  readonly head: FeedPosition;
  readonly realm: string | null;
  /** it stands before where the same ledger stood already: its file was set back, and it does not know */
  readonly isSetBack: boolean;
}

/** A place in a ledger's feed. */
export interface FeedPosition {
  readonly epoch: string;
  readonly seq: number;
}

/** Reads `epoch:seq`; null for what is no place. */
export function readPosition(text: unknown): FeedPosition | null {
  const read = v.safeParse(feedPositionSchema, text);
  if (!read.success) return null;
  const [epoch = '', seq = ''] = read.output.split(':');
  return v.is(epochSchema, epoch) ? { epoch, seq: Number(seq) } : null;
}

const headed = v.looseObject({ head: feedPositionSchema, realm: v.optional(realmSchema) });

/** The last ledger heard of, and who wants to know. */
export class LedgerWatch {
  readonly #listeners = new Set<(heard: HeardLedger) => void>();
  #last: HeardLedger | null = null;
  #farthest: FeedPosition | null = null;

  /** Takes in the body of an answer; one without a head says nothing. */
  heard(answer: unknown): void {
    const read = v.safeParse(headed, answer);
    if (read.success) this.#tell(read.output.head, read.output.realm ?? null);
  }

  /** How far the ledger's feed is known to have come: taken before a request, it is what the answer cannot stand before. */
  farthest(): FeedPosition | null {
    return this.#farthest;
  }

  /** Holds an answer against the mark that was taken before its request. A late answer to an earlier one proves nothing. */
  compare(mark: FeedPosition | null, answer: unknown): void {
    const read = v.safeParse(headed, answer);
    const head = readPosition(read.success ? read.output.head : null);
    if (!read.success || !head || mark?.epoch !== head.epoch || mark.seq <= head.seq) return;
    this.#farthest = head;
    this.#publish({ head, realm: read.output.realm ?? null, isSetBack: true });
  }

  /** Takes in a head alone, from the live feed. */
  heardHead(head: string): void {
    this.#tell(head, null);
  }

  /** Calls `listener` with the last ledger heard of, at once where there is one, and with every later one. */
  subscribe(listener: (heard: HeardLedger) => void): () => void {
    this.#listeners.add(listener);
    if (this.#last) listener(this.#last);
    return () => void this.#listeners.delete(listener);
  }

  #tell(text: string, realm: string | null): void {
    const head = readPosition(text);
    if (head === null) return;
    const isFarther = this.#farthest?.epoch !== head.epoch || this.#farthest.seq < head.seq;
    if (isFarther) this.#farthest = head;
    this.#publish({ head, realm, isSetBack: false });
  }

  #publish(heard: HeardLedger): void {
    this.#last = { ...heard, isSetBack: false };
    for (const listener of this.#listeners) listener(heard);
  }
}
