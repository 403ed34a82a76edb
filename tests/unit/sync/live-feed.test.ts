/** The live feed: resumed where it broke, closed when nobody needs it, never trusted when it is silent. */
import { describe, expect, it } from 'vitest';
import { writePosition } from '../../../src/contract/feed-position.ts';
import { FEED_SILENCE_MS, LiveFeed } from '../../../src/sync/live-feed.ts';
import { makeSeededRandom } from '../../fakes/random.ts';
import { snapshotOf } from '../../fakes/sales.ts';
import { makeManualTime } from '../../fakes/timers.ts';

interface Stream {
  readonly after: string | null;
  readonly signal: AbortSignal;
  say(text: string): void;
  breakOff(): void;
  end(): void;
}

function setup(answer?: () => Response | Promise<Response>) {
  const time = makeManualTime();
  const streams: Stream[] = [];
  const said: string[] = [];
  const heads: string[] = [];
  const feed = new LiveFeed({
    ...time,
    realm: REALM,
    random: makeSeededRandom(1),
    transport: {
      live: async (after, signal) => {
        const { response, stream } = makeStream(after, signal);
        streams.push(stream);
        return answer ? answer() : response;
      },
    },
    events: {
      onattempt: ({ version }, position) => void said.push(`attempt ${version} at ${position}`),
      onstate: (state) => void said.push(state),
      onhead: ({ head }) => void heads.push(writePosition(head)),
      ongap: () => void said.push('gap'),
    },
  });
  const last = (): Stream => {
    const stream = streams.at(-1);
    if (!stream) throw new Error('No stream was opened');
    return stream;
  };
  return { time, streams, said, heads, feed, last };
}

function makeStream(after: string | null, signal: AbortSignal) {
  let out: ReadableStreamDefaultController<Uint8Array>;
  const body = new ReadableStream<Uint8Array>({ start: (controller) => void (out = controller) });
  const response = new Response(body, { headers: { 'content-type': 'text/event-stream; charset=utf-8' } });
  const stream: Stream = {
    after,
    signal,
    say: (text) => out.enqueue(new TextEncoder().encode(text)),
    breakOff: () => out.error(new TypeError('network error')),
    end: () => out.close(),
  };
  return { response, stream };
}

const REALM = '8a7a53cc56d3f750';
const hello = (head: string, realm = REALM): string =>
  `event: hello\ndata: ${JSON.stringify({ head, realm, serverTime: 1 })}\n\n`;
const attempt = (id: string, version: number): string =>
  `id: ${id}\nevent: attempt\ndata: ${JSON.stringify({ attempt: snapshotOf(1, { version }), serverTime: 1 })}\n\n`;

describe('the live feed', () => {
  it('tells the news and remembers where it stands', async () => {
    const { time, feed, said, last } = setup();
    feed.want(true);
    await time.settle();
    last().say(hello('e:4') + attempt('e:5', 2));
    await time.settle();
    // With no place to resume from nobody knows what was missed: everything is asked for.
    expect(said).toEqual(['live', 'gap', 'attempt 2 at e:5']);
  });

  it('resumes where it broke, without asking for everything', async () => {
    const { time, feed, said, last, streams } = setup();
    feed.restore('e:4');
    feed.want(true);
    await time.settle();
    last().say(hello('e:9') + attempt('e:5', 2));
    await time.settle();
    last().breakOff();
    await time.advance(1_000);
    expect(streams.map(({ after }) => after)).toEqual(['e:4', 'e:5']);
    expect(said).toEqual(['live', 'attempt 2 at e:5', 'broken', 'live']);
  });

  it('asks for everything when the ledger is another than before', async () => {
    const { time, feed, said, heads, last } = setup();
    feed.restore('old:400');
    feed.want(true);
    await time.settle();
    last().say(hello('new:3'));
    await time.settle();
    expect(said).toEqual(['live', 'gap']);
    expect(heads).toEqual(['new:3']);
  });

  it('begins in another ledger where that was first heard, though the old one spoke on', async () => {
    const { time, feed, said, last, streams } = setup();
    feed.restore('old:400');
    feed.want(true);
    await time.settle();
    feed.heardHead({ epoch: 'new', seq: 3, life: null });
    feed.heardHead({ epoch: 'new', seq: 4, life: null });
    last().say(hello('old:400') + attempt('old:401', 2));
    await time.settle();
    last().breakOff();
    await time.advance(1_000);
    last().say(hello('new:5') + attempt('new:4', 2));
    await time.settle();
    last().breakOff();
    await time.advance(2_000);
    expect(streams.map(({ after }) => after)).toEqual(['old:400', 'new:3', 'new:4']);
    expect(said.filter((each) => each !== 'live' && each !== 'broken')).toEqual([
      'attempt 2 at old:401',
      'gap',
      'attempt 2 at new:4',
    ]);
  });

  it('keeps its place when another shop answers at this address for a while', async () => {
    const { time, feed, said, heads, last, streams } = setup();
    feed.restore('e:4');
    feed.want(true);
    await time.settle();
    last().say(hello('other:90', '0123456789abcdef') + attempt('other:91', 2));
    await time.settle();
    expect([said, heads]).toEqual([['live', 'broken'], []]);
    expect(streams[0]?.signal.aborted).toBe(true);
    await time.advance(1_000);
    last().say(hello('e:5') + attempt('e:5', 3));
    await time.settle();
    expect(streams[1]?.after).toBe('e:4');
    expect(said.at(-1)).toBe('attempt 3 at e:5');
  });

  it('knows when the ledger has news it has not heard, and when it has caught up', async () => {
    const { time, feed, last } = setup();
    expect(feed.isBehind()).toBe(false);
    feed.heardHead({ epoch: 'e', seq: 4, life: null });
    expect([feed.isBehind(), feed.position()]).toEqual([false, 'e:4']);
    feed.heardHead({ epoch: 'e', seq: 5, life: null });
    expect(feed.isBehind()).toBe(true);
    feed.want(true);
    await time.settle();
    last().say(hello('e:5') + attempt('e:5', 2));
    await time.settle();
    expect(feed.isBehind()).toBe(false);
    feed.heardHead({ epoch: 'new', seq: 1, life: null });
    expect(feed.isBehind()).toBe(true);
  });

  it('holds a stream for dead that says nothing for 25 s, and a beat keeps it alive', async () => {
    const { time, feed, said, last, streams } = setup();
    feed.want(true);
    await time.settle();
    await time.advance(FEED_SILENCE_MS - 1);
    last().say(': still here\n\n');
    await time.settle();
    await time.advance(FEED_SILENCE_MS - 1);
    expect(said).toEqual(['live']);
    await time.advance(1);
    expect(said).toEqual(['live', 'broken']);
    expect(streams[0]?.signal.aborted).toBe(true);
  });

  it.each([
    ['a page', () => new Response('<h1>Hi</h1>', { headers: { 'content-type': 'text/html' } })],
    ['a refusal', () => Response.json({ code: 'not-paired' }, { status: 401 })],
    ['no connection', () => Promise.reject(new TypeError('Failed to fetch'))],
  ])('tries again with growing waits when it gets %s', async (_name, answer) => {
    const { time, feed, said, streams } = setup(answer);
    feed.want(true);
    await time.advance(60_000);
    expect(said).not.toContain('live');
    expect(streams.length).toBeGreaterThan(4);
    expect(streams.length).toBeLessThan(16);
  });

  it('does not wait when the network is back', async () => {
    const { time, feed, streams } = setup(() => Promise.reject(new TypeError('Failed to fetch')));
    feed.want(true);
    await time.advance(30_000);
    const tries = streams.length;
    feed.nudge();
    await time.settle();
    expect(streams.length).toBe(tries + 1);
  });

  it('is closed when nobody needs it, and says so once', async () => {
    const { time, feed, said, streams } = setup();
    feed.want(false);
    feed.want(true);
    feed.want(true);
    await time.settle();
    feed.want(false);
    await time.advance(60_000);
    expect(said).toEqual(['live', 'closed']);
    expect(streams).toHaveLength(1);
    expect(streams[0]?.signal.aborted).toBe(true);
    expect(time.pending()).toBe(0);
  });

  it('watches the new stream also when the end of the old one comes late', async () => {
    const { time, feed, said, streams } = setup();
    feed.want(true);
    await time.settle();
    feed.want(false);
    feed.want(true);
    await time.settle();
    await time.advance(FEED_SILENCE_MS + 1);
    expect(streams.map(({ signal }) => signal.aborted)).toEqual([true, true]);
    expect(said.at(-1)).toBe('broken');
  });

  it('does not take what it cannot read for news', async () => {
    const { time, feed, said, last } = setup();
    feed.restore('e:4');
    feed.want(true);
    await time.settle();
    last().say('id: e:5\nevent: attempt\ndata: {"attempt":"?"}\n\nevent: other\ndata: x\n\n');
    await time.settle();
    expect(said).toEqual(['live', 'gap']);
  });
});
