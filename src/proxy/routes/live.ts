/** `/api/live`: every change of an attempt as it happens, resumable from any place of the feed (SSE). */
import type { Context } from 'hono';
import { callerOf, type Guarded } from '../auth/guard.ts';
import type { Pass } from '../auth/pass.ts';
import { readPosition } from '../../contract/feed-position.ts';
import type { HelloEvent, LiveEvent } from '../../contract/shop-api.ts';
import type { Reference } from '../../core/ids.ts';
import type { Timers } from '../../core/ports.ts';
import { toSnapshot } from '../ledger/snapshot.ts';
import type { Parts } from '../parts.ts';

/** A comment this often keeps middle boxes from closing the stream, ms. */
export const HEARTBEAT_MS = 15_000;
/** Entries read from the feed at once. */
const BATCH = 100;

/** Answers with the stream. `Last-Event-ID` wins over `?after=`; a place of another epoch starts at the head. */
export function answerLive(c: Context<Guarded>, parts: Parts): Response {
  callerOf(c); // a till that was shut out meanwhile would never hear of it here
  const after = c.req.header('last-event-id') ?? c.req.query('after') ?? '';
  return new Response(makeStream(parts, readPlace(after, parts), c.var.pass), {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // Buffering middle boxes would hold the news back.
      'x-accel-buffering': 'no',
    },
  });
}

function readPlace(after: string, { ledger }: Parts): number {
  const place = readPosition(after);
  if (place?.epoch !== ledger.epoch) return ledger.seq;
  ledger.notice(place);
  return Math.min(place.seq, ledger.seq);
}

/** Sends only as fast as the tablet reads: a stalled one costs its place in the feed, not memory. */
function makeStream(parts: Parts, from: number, pass: Pass): ReadableStream<Uint8Array> {
  const feed = new FeedWriter(parts, from, pass);
  return new ReadableStream<Uint8Array>(
    {
      start: (out) => feed.start(out),
      pull: () => feed.flush(),
      cancel: () => feed.end(),
    },
    { highWaterMark: 16 },
  );
}

const ENCODER = new TextEncoder();

class FeedWriter {
  readonly #parts: Parts;
  readonly #pass: Pass;
  readonly #undo: (() => void)[] = [];
  #seq: number;
  /** How far the feed survives a power cut: a till hears nothing that the record may forget. */
  #writtenSeq: number;
  #isFlushing = false;
  #isOver = false;
  #out: ReadableStreamDefaultController<Uint8Array> | null = null;

  constructor(parts: Parts, from: number, pass: Pass) {
    this.#parts = parts;
    this.#pass = pass;
    this.#seq = from;
    this.#writtenSeq = from;
  }

  start(out: ReadableStreamDefaultController<Uint8Array>): void {
    const { ledger, clock, timers, leaving, settings, feeds } = this.#parts;
    this.#out = out;
    const hello: HelloEvent = { head: ledger.head(), realm: settings.realm, serverTime: clock.now() };
    // No id: a till that falls off now resumes from where it was, not from here.
    this.#write(writeEvent('hello', hello));
    const stop = (): void => {
      if (this.#isOver) return;
      this.end();
      out.close();
    };
    if (leaving.aborted) return stop();
    leaving.addEventListener('abort', stop);
    this.#undo.push(
      () => leaving.removeEventListener('abort', stop),
      // A till that is revoked hears no more, also on the stream it has.
      this.#pass.onEnd(stop),
      feeds.add(this.#pass.till.id, stop),
      ledger.onChange(() => this.#follow()),
      repeat(timers, HEARTBEAT_MS, () => (out.desiredSize ?? 0) > 0 && this.#write(': still here\n\n')),
    );
    this.#follow();
  }

  /** What is in the record now is told once it is on the disk; a disk that refuses ends the stream. */
  #follow(): void {
    const { ledger, sql } = this.#parts;
    const { seq } = ledger;
    sql.flushed().then(
      () => {
        this.#writtenSeq = Math.max(this.#writtenSeq, seq);
        this.flush();
      },
      (error: unknown) => this.#break(error),
    );
  }

  /** Writes what is new while the tablet reads. Never throws: a ledger that cannot be read ends the stream. */
  flush(): void {
    // A waiting reader makes enqueue call pull, and so this, in the middle of a batch.
    if (this.#isFlushing || this.#isOver) return;
    this.#isFlushing = true;
    try {
      while ((this.#out?.desiredSize ?? 0) > 0 && this.#writeBatch() > 0);
    } catch (error) {
      this.#break(error);
    } finally {
      this.#isFlushing = false;
    }
  }

  end(): void {
    this.#isOver = true;
    for (const step of this.#undo.splice(0)) step();
  }

  #break(error: unknown): void {
    if (this.#isOver) return;
    this.#parts.log.warn('live-feed-broke', { error: String(error) });
    this.end();
    // To a till it is the same as an error, which Node's adapter would write down with its stack, and send.
    this.#out?.close();
  }

  #writeBatch(): number {
    if (this.#seq >= this.#writtenSeq) return 0;
    const all = this.#parts.ledger.changesAfter(this.#seq, BATCH);
    const changes = all.filter(({ seq }) => seq <= this.#writtenSeq);
    for (const { seq, reference } of changes) {
      this.#out?.enqueue(tellAttempt(this.#parts, seq, reference));
      this.#seq = seq;
    }
    return changes.length;
  }

  #write(text: string): void {
    this.#out?.enqueue(ENCODER.encode(text));
  }
}

function tellAttempt(parts: Parts, seq: number, reference: Reference): Uint8Array {
  const place = parts.ledger.position(seq);
  const serverTime = parts.clock.now();
  return parts.news.told(place, serverTime, () => {
    const row = parts.ledger.find(reference);
    if (row === null) return ENCODER.encode(': gone\n\n');
    const event: LiveEvent = { attempt: toSnapshot(row, parts.ledger.epoch), serverTime };
    return ENCODER.encode(`id: ${place}\n${writeEvent('attempt', event)}`);
  });
}

function writeEvent(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Calls `run` every `ms` until the returned undo is called. */
function repeat(timers: Timers, ms: number, run: () => void): () => void {
  let undo = (): void => undefined;
  const again = (): void => {
    undo = timers.after(ms, () => {
      run();
      again();
    });
  };
  again();
  return () => undo();
}
