/** The live feed: news of the ledger over one stream, resumed where it broke; open only while something is unfinished. */
import * as v from 'valibot';
import { readPosition, writePosition, type FeedPosition } from '../contract/feed-position.ts';
import { liveEventSchema } from '../contract/shop-api.ts';
import type { AttemptSnapshot } from '../core/attempt-snapshot.ts';
import { jsonOrNull } from '../core/json-or-null.ts';
import type { Random, Timers } from '../core/ports.ts';
import { PROBE_BACKOFF, waitBefore } from '../core/retry.ts';
import { readLedger, type HeardLedger } from './ledger-watch.ts';
import { makeSseParser, type SseEvent } from './sse-parser.ts';
import type { Transport } from './transport.ts';

/** Key of the journal's fact: how far this till has heard the feed, and saved what it heard. */
export const POSITION_FACT = 'feed-position';

/** What the feed tells. */
export interface FeedEvents {
  onattempt(snapshot: AttemptSnapshot, position: string | null): void;
  onstate(state: 'live' | 'broken' | 'closed'): void;
  /** Which ledger speaks, and where its feed stands. */
  onhead(ledger: HeardLedger): void;
  /** Nothing says what was missed: ask for everything. */
  ongap(): void;
}

/** What a feed needs. */
export interface LiveFeedDeps {
  /** Whose news these are. */
  readonly realm: string;
  readonly transport: Pick<Transport, 'live'>;
  readonly timers: Timers;
  readonly random: Random;
  readonly events: FeedEvents;
}

/** The proxy says something at least every 15 s; a stream that says nothing for longer is dead. */
export const FEED_SILENCE_MS = 25_000;

/** A resumable feed. */
export class LiveFeed {
  readonly #deps: LiveFeedDeps;
  #position: FeedPosition | null = null;
  #head: FeedPosition | null = null;
  /** Where another ledger stood when it was first heard: all before is told by its answer to the offer. */
  #begun: FeedPosition | null = null;
  #stopper: AbortController | null = null;
  #failures = 0;
  #undo: () => void = () => undefined;

  constructor(deps: LiveFeedDeps) {
    this.#deps = deps;
  }

  /** Where it stands: as an earlier run left it, or as an event says; what is no position is ignored. */
  restore(position: unknown): void {
    this.#position = readPosition(position) ?? this.#position;
  }

  /** Where this till stands in it; null before anything was heard. */
  position(): string | null {
    return this.#position && writePosition(this.#position);
  }

  /** Takes in the head any answer carries. Before the first there is nothing that could have been missed. */
  heardHead(head: FeedPosition): void {
    this.#head = head;
    this.#position ??= head;
    if (head.epoch !== this.#position.epoch && head.epoch !== this.#begun?.epoch) this.#begun = head;
  }

  /** Where the next stream begins: in the ledger that was heard last, so that nothing it has changed since is missed. */
  #from(): FeedPosition | null {
    const [at, begun] = [this.#position, this.#begun];
    const isElsewhere = begun !== null && this.#head?.epoch === begun.epoch && at?.epoch !== begun.epoch;
    return isElsewhere ? begun : at;
  }

  /** True while the ledger has news this till has not heard: the stream brings them. */
  isBehind(): boolean {
    const [at, head] = [this.#position, this.#head];
    if (at === null || head === null) return false;
    return at.epoch !== head.epoch || at.seq < head.seq;
  }

  /** Opens the stream, or closes it. */
  want(isWanted: boolean): void {
    if (isWanted === (this.#stopper !== null)) return;
    if (isWanted) this.#open();
    else this.#close();
  }

  /** The network is back: no need to wait for the next try. */
  nudge(): void {
    if (this.#stopper?.signal.aborted) this.#open();
  }

  #open(): void {
    this.#undo();
    const stopper = new AbortController();
    this.#stopper = stopper;
    // A stream that breaks and one that ends are the same: it is opened again.
    const onend = (): void => this.#onend(stopper);
    this.#connect(stopper.signal).then(onend, onend);
  }

  #close(): void {
    this.#undo();
    this.#stopper?.abort();
    this.#stopper = null;
    this.#failures = 0;
    this.#deps.events.onstate('closed');
  }

  /** The stream ended, however: open it again unless it was closed by us. */
  #onend(stopper: AbortController): void {
    // The timer may be the next stream's already: one that has no watch and falls silent would be waited for for ever.
    if (this.#stopper !== stopper) return;
    this.#undo();
    stopper.abort();
    this.#deps.events.onstate('broken');
    const jitter = (this.#deps.random.bytes(1)[0] ?? 0) / 255;
    const waitMs = waitBefore(this.#failures, PROBE_BACKOFF, jitter);
    this.#failures += 1;
    this.#undo = this.#deps.timers.after(waitMs, () => this.#open());
  }

  async #connect(signal: AbortSignal): Promise<void> {
    const broken = Promise.withResolvers<void>();
    this.#watch(broken.resolve);
    const from = this.#from();
    const live = this.#deps.transport.live(from && writePosition(from), signal);
    const response = await Promise.race([live, broken.promise]);
    if (!response?.body || !isStream(response)) return;
    const parse = makeSseParser();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    signal.addEventListener('abort', () => void reader.cancel().catch(() => undefined));
    this.#deps.events.onstate('live');
    for (;;) {
      const piece = await Promise.race([reader.read(), broken.promise]);
      if (!piece || piece.done || signal.aborted) return;
      this.#watch(broken.resolve);
      for (const event of parse(piece.value)) if (!signal.aborted) this.#take(event, from);
    }
  }

  /** Ends the wait when nothing is heard for too long. */
  #watch(giveUp: () => void): void {
    this.#undo();
    this.#undo = this.#deps.timers.after(FEED_SILENCE_MS, giveUp);
  }

  #take(event: SseEvent, from: FeedPosition | null): void {
    if (event.name === 'hello') this.#greet(event.data, from);
    if (event.name !== 'attempt') return;
    const news = v.safeParse(liveEventSchema, jsonOrNull(event.data));
    // What cannot be read is no news, and the position stays: the attempt is asked for by the outbox.
    if (!news.success) return this.#deps.events.ongap();
    this.restore(event.id);
    this.#deps.events.onattempt(news.output.attempt, this.position());
  }

  /** The head at once. After a resume in the same epoch the missed events follow, so the position stays; `from`: what was asked for. */
  #greet(data: string, from: FeedPosition | null): void {
    const ledger = readLedger(jsonOrNull(data));
    const isOurs = ledger?.realm === null || ledger?.realm === this.#deps.realm;
    // Another shop answers on this origin for a while: its places are nothing to ours.
    if (ledger === null || !isOurs) return this.#stopper?.abort();
    this.#failures = 0;
    const isResumed = this.#position?.epoch === ledger.head.epoch;
    if (!isResumed) this.#position = from?.epoch === ledger.head.epoch ? from : ledger.head;
    this.#deps.events.onhead(ledger);
    if (!isResumed) this.#deps.events.ongap();
  }
}

function isStream(response: Response): boolean {
  return response.ok && (response.headers.get('content-type') ?? '').includes('text/event-stream');
}
