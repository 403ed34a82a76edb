/** The live feed: news as it happens, nothing lost when a tablet falls off, nothing held for one that does not read. */
import { afterEach, expect, test } from 'vitest';
import * as v from 'valibot';
import { feedPositionSchema, readPosition } from '../../src/contract/feed-position.ts';
import { liveEventSchema } from '../../src/contract/shop-api.ts';
import { type Till } from './hand-till.ts';
import { MOST_FEEDS_A_TILL } from '../../src/proxy/routes/open-feeds.ts';
import { makeWorld, type World } from './world.ts';

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

async function setup() {
  const world = await makeWorld();
  worlds.push(world);
  const till = await world.pair();
  const sale = till.sale();
  return { world, till, sale, reference: sale.reference() };
}

interface Frame {
  readonly id: string | null;
  readonly event: string | null;
  readonly data: unknown;
}

/** Opens the feed and collects its frames. */
async function listen(till: Till, query = '', headers: Record<string, string> = {}) {
  const answer = await till.request('GET', `/api/live${query}`, undefined, headers);
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  const reader = (answer.body ?? new ReadableStream<Uint8Array>()).getReader();
  const decoder = new TextDecoder();
  let text = '';
  const pump = async (): Promise<boolean> => {
    const { value, done } = await reader.read();
    if (done) return true;
    text += decoder.decode(value, { stream: true });
    return pump();
  };
  const ended = pump();
  return {
    frames: () => readFrames(text),
    text: () => text,
    /** states of the attempt events, in order */
    states: () =>
      readFrames(text)
        .filter((frame) => frame.event === 'attempt')
        .map((frame) => v.parse(liveEventSchema, frame.data).attempt.state.name),
    leave: () => reader.cancel(),
    ended,
  };
}

function readFrames(text: string): Frame[] {
  return text
    .split('\n\n')
    .filter((block) => block !== '' && !block.startsWith(':'))
    .map((block) => {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? null;
      return { id: field('id'), event: field('event'), data: JSON.parse(field('data') ?? 'null') as unknown };
    });
}

test('the first frame says where the feed stands; then every change comes with its place', async () => {
  const { world, till, sale, reference } = await setup();
  const feed = await listen(till);
  const { id, code } = await world.mint('confirm');
  await sale.open(reference);
  await sale.pay(reference, code);
  await world.sim('POST', `/wallets/codes/${id}/confirm`);
  await world.time.advance(3_000);
  const [hello, ...rest] = feed.frames();
  expect(hello).toMatchObject({ event: 'hello', id: null, data: { head: till.shop.head } });
  expect(rest.every((frame) => v.safeParse(feedPositionSchema, frame.id).success)).toBe(true);
  expect(feed.states().at(0)).toBe('opening');
  expect(feed.states().slice(-3)).toEqual(['sent', 'waiting', 'paid']);
  await feed.leave();
});

test('a tablet that fell off gets each attempt it missed once, as it is now', async () => {
  const { world, till, sale, reference } = await setup();
  await sale.open(reference);
  const feed = await listen(till, `?after=${till.shop.epoch}:0`);
  await world.time.settle();
  const place = feed.frames().at(-1)?.id ?? '';
  await feed.leave();
  await sale.pay(reference, (await world.mint()).code);
  const resumed = await listen(till, '', { 'last-event-id': place });
  await world.time.settle();
  expect(resumed.states()).toEqual(['paid']);
  await resumed.leave();
});

test('Last-Event-ID wins over ?after', async () => {
  const { world, till, sale, reference } = await setup();
  await sale.pay(reference, (await world.mint()).code);
  const { head } = (await (await till.request('GET', '/api/shop')).json()) as { head: string };
  const feed = await listen(till, `?after=${till.shop.epoch}:0`, { 'last-event-id': head });
  await world.time.settle();
  expect(feed.states()).toEqual([]);
  await feed.leave();
});

test('a place of another epoch, or none at all, starts at the head', async () => {
  const { world, till, sale, reference } = await setup();
  await sale.pay(reference, (await world.mint()).code);
  for (const query of ['', '?after=other:0', '?after=nonsense']) {
    const feed = await listen(till, query);
    await world.time.settle();
    expect(feed.states()).toEqual([]);
    await feed.leave();
  }
});

test('the feed’s places outlive a restart', async () => {
  const { world, till, sale, reference } = await setup();
  await sale.pay(reference, (await world.mint()).code);
  const { head } = (await (await till.request('GET', '/api/shop')).json()) as { head: string };
  await world.restart();
  const again = (await (await till.request('GET', '/api/shop')).json()) as { head: string };
  // Another run of the same record, which has changed nothing yet.
  expect(again.head).toBe(head);
  await till.sale().open(sale.reference());
  const later = (await (await till.request('GET', '/api/shop')).json()) as { head: string };
  expect(readPosition(later.head)?.life).not.toBe(readPosition(head)?.life);
});

test('a quiet stream says every 15 s that it lives, and ends when the proxy stops', async () => {
  const { world, till } = await setup();
  const feed = await listen(till);
  await world.time.advance(31_000);
  expect(feed.text().match(/^: still here$/gm)).toHaveLength(2);
  await world.restart();
  expect(await feed.ended).toBe(true);
});

test('a tablet that left is not written to any more', async () => {
  const { world, till, sale, reference } = await setup();
  const feed = await listen(till);
  await feed.leave();
  await sale.open(reference);
  await world.time.advance(60_000);
  expect(feed.states()).toEqual([]);
});

test('a till that opens feed after feed loses its oldest, and no other till loses any', async () => {
  const { world, till, sale, reference } = await setup();
  const other = await listen(await world.pair());
  const first = await listen(till);
  const others = [];
  for (let n = 1; n < MOST_FEEDS_A_TILL; n += 1) others.push(await listen(till));
  const last = await listen(till);
  expect(await first.ended).toBe(true);
  await sale.open(reference);
  await world.time.advance(1_000);
  for (const feed of [...others, last, other]) expect(feed.states()).toContain('ready');
  await Promise.all([...others, last, other].map((feed) => feed.leave()));
});

test('feeds that were left make room for others', async () => {
  const { till, world } = await setup();
  const stays = await listen(till);
  for (let n = 0; n < 3 * MOST_FEEDS_A_TILL; n += 1) await (await listen(till)).leave();
  await world.time.advance(20_000);
  expect(stays.text()).toContain('still here');
  await stays.leave();
});
