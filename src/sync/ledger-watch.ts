/** Which ledger answers, and how far its feed has come: every answer carries it, and this is the one place that looks. */
import * as v from 'valibot';
import { readPosition, writePosition, type FeedPosition } from '../contract/feed-position.ts';
import { headedSchema } from '../contract/shop-api.ts';

/** A ledger that spoke, and where its feed stands. `realm`: whose it is, where the answer says so. */
export interface HeardLedger {
  readonly head: FeedPosition;
  readonly realm: string | null;
}

/** Reads which ledger speaks in an answer; null where it does not say. */
export function readLedger(answer: unknown): HeardLedger | null {
  const { success, output } = v.safeParse(headedSchema, answer);
  const head = success ? readPosition(output.head) : null;
  return head && { head, realm: success ? (output.realm ?? null) : null };
}

/** Ledgers that are told how far they were heard: one, but for a restore or another shop in between. */
const MOST_SEEN = 4;

/** The last ledger heard of, and who wants to know. */
export class LedgerWatch {
  readonly #listeners = new Set<(heard: HeardLedger) => void>();
  #last: HeardLedger | null = null;
  /** By epoch: while another shop answers, or another copy, what was heard of this one stays. */
  readonly #farthest = new Map<string, FeedPosition>();

  /** Takes in who spoke: in an answer, or at the start of the live feed. */
  heard(ledger: HeardLedger | null): void {
    if (ledger === null) return;
    this.#go(ledger.head);
    this.#last = ledger;
    for (const listener of this.#listeners) listener(ledger);
  }

  /** How far an earlier run, another tab or the live feed has heard it; what is no place is ignored. */
  restore(position: unknown): void {
    const place = readPosition(position);
    if (place) this.#go(place);
  }

  /** How far each ledger's feed has been heard: said with every request, for one that was set back to find out. '': nothing was. */
  seen(): string {
    return [...this.#farthest.values()].slice(-MOST_SEEN).map(writePosition).join(' ');
  }

  /** Calls `listener` with the last ledger heard of, at once where there is one, and with every later one. */
  subscribe(listener: (heard: HeardLedger) => void): () => void {
    this.#listeners.add(listener);
    if (this.#last) listener(this.#last);
    return () => void this.#listeners.delete(listener);
  }

  /** A late answer to an earlier request takes nothing back. */
  #go(place: FeedPosition): void {
    if (place.seq >= (this.#farthest.get(place.epoch)?.seq ?? 0)) this.#farthest.set(place.epoch, place);
  }
}
