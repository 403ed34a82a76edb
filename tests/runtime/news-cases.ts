/** News: webhooks in every order, and the live feed that tells tills. */
import { expect, test } from 'vitest';
import type { LiveEvent } from '../../src/contract/shop-api.ts';
import type { Reference } from '../../src/core/ids.ts';
import { stateOf } from '../proxy-with-gateway/hand-till.ts';
import { openFeed, type Frame } from './live-feed.ts';
import { pause, until, untilState, type Stage } from './stage.ts';

/** True for the event that tells that this attempt stands so. */
export function tells(reference: Reference, state: string): (frame: Frame) => boolean {
  return ({ event, data }) => {
    if (event !== 'attempt') return false;
    const { attempt } = data as LiveEvent;
    return attempt.reference === reference && attempt.state.name === state;
  };
}

/** Cases over a shop that others use, too. */
export function newsCases(stage: () => Stage): void {
  test('a webhook that arrives before the answer of pay is believed, and harms nothing', async () => {
    const sale = stage().till.sale();
    const reference = sale.reference();
    await sale.open(reference);
    await stage().fault('webhook-early', reference);
    await stage().fault('lost', reference, { call: 'pay' });
    const begun = performance.now();
    expect(stateOf(await sale.pay(reference, (await stage().mint()).code))).toBe('paid');
    expect(performance.now() - begun).toBeLessThan(4_000);
  });

  test('a webhook that comes twice and once more is paid for once', async () => {
    const sale = stage().till.sale();
    const reference = sale.reference();
    await stage().fault('webhook-twice', reference);
    await sale.pay(reference, (await stage().mint()).code);
    await stage().sim('POST', '/webhooks/replay', { reference });
    await pause(1_500);
    expect(stateOf(await sale.look(reference))).toBe('paid');
    expect(await stage().book(reference)).toEqual({ charges: 1, givenBack: '0.00' });
  });

  test('a forged webhook is refused and moves nothing', async () => {
    const sale = stage().till.sale();
    const reference = sale.reference();
    await sale.pay(reference, (await stage().mint('confirm')).code);
    for (const signed of [true, false])
      await stage().sim('POST', '/webhooks/forge', { reference, status: 'success', signed });
    const body = new URLSearchParams({ reference, status: 'success', verifySign: '0'.repeat(32) });
    const answer = await fetch(`${stage().origin}/webhooks/pockyt`, { method: 'POST', body });
    expect(answer.status).toBe(403);
    await pause(1_000);
    expect(stateOf(await sale.look(reference))).toBe('waiting');
  });

  test('the feed greets, then tells every change with its place, also to another till', async () => {
    const sale = stage().till.sale();
    const reference = sale.reference();
    const feed = await openFeed(stage().till);
    expect((await feed.find(({ event }) => event === 'hello')).id).toBeNull();
    await sale.pay(reference, (await stage().mint()).code);
    const paid = await feed.find(tells(reference, 'paid'));
    expect(paid.id).toMatch(/^\w+:\d+/);
    await feed.leave();
  });

  test('a tablet that fell off hears with Last-Event-ID what it missed, as it is now', async () => {
    const earlier = stage().till.sale();
    const feed = await openFeed(stage().till);
    const [before, missed] = [earlier.reference(), stage().till.sale().reference()];
    await earlier.open(before);
    const place = (await feed.find(tells(before, 'ready'))).id ?? '';
    await feed.leave();
    const sale = stage().till.sale();
    await sale.pay(missed, (await stage().mint()).code);
    const resumed = await openFeed(stage().till, '?after=nonsense', { 'last-event-id': place });
    const first = await resumed.find(({ data }) => JSON.stringify(data).includes(missed));
    expect(tells(missed, 'paid')(first)).toBe(true); // none of the states before
    await resumed.leave();
  });

  test('many feeds hear the same news, and the ones that leave disturb nobody', async () => {
    const sale = stage().till.sale();
    const reference = sale.reference();
    const feeds = await Promise.all(Array.from({ length: 12 }, () => openFeed(stage().till)));
    await Promise.all(feeds.slice(0, 6).map((feed) => feed.leave()));
    await sale.pay(reference, (await stage().mint()).code);
    const heard = await Promise.all(feeds.slice(6).map((feed) => feed.find(tells(reference, 'paid'))));
    expect(new Set(heard.map(({ id }) => id)).size).toBe(1);
    await Promise.all(feeds.slice(6).map((feed) => feed.leave()));
  });

  test('the practice gateway’s own plans come by themselves: a wallet that pays late', async () => {
    const sale = stage().till.sale();
    const reference = sale.reference();
    const { code } = await stage().mint('slow', { afterMs: 2_000 });
    await sale.pay(reference, code);
    expect(await untilState(sale, reference, 'paid')).toBe('paid');
    const told = await until(
      () => stage().sim('GET', '/webhooks'),
      (answer) => isAcknowledged(answer, reference),
      6_000,
    );
    expect(isAcknowledged(told, reference)).toBe(true);
  });
}

function isAcknowledged(answer: Record<string, unknown>, reference: Reference): boolean {
  const hooks = answer['webhooks'] as { body: string; ackedAt: number | null }[];
  return hooks.some(({ body, ackedAt }) => body.includes(reference) && ackedAt !== null);
}
