/** Killed in the middle of a sale: nothing is lost, nothing is charged twice, and the ladder goes on by itself. */
import { expect, test } from 'vitest';
import type { Reference } from '../../src/core/ids.ts';
import { attemptOf, stateOf } from '../proxy-with-gateway/hand-till.ts';
import { openFeed } from './live-feed.ts';
import { tells } from './news-cases.ts';
import { until, untilState, type Stage } from './stage.ts';

/** Cases that kill the shop, one after the other. */
export function restartCases(stage: () => Stage): void {
  test('killed with an open order, a waiting customer and a lost answer: each ends as the gateway says', async () => {
    const { till, fault, mint } = stage();
    const [ordered, waiting, doubted, paid] = [till.sale(), till.sale(), till.sale(), till.sale()];
    const refs = [ordered, waiting, doubted, paid].map((sale) => sale.reference());
    const [orderedRef, waitingRef, doubtedRef, paidRef] = refs as [
      Reference,
      Reference,
      Reference,
      Reference,
    ];
    await ordered.open(orderedRef);
    const { id, code } = await mint('confirm');
    await waiting.pay(waitingRef, code);
    const receipt = attemptOf(await paid.pay(paidRef, (await mint()).code)).receiptToken;
    await fault('lost', doubtedRef, { call: 'pay' });
    await fault('webhook-never', doubtedRef);
    await doubted.open(doubtedRef);
    const cut = doubted.pay(doubtedRef, (await mint()).code).catch(() => null);
    await until(
      () => stage().book(doubtedRef),
      ({ charges }) => charges === 1,
      5_000,
    );
    await stage().kill();
    await cut;
    await stage().startAgain();
    expect(stateOf(await ordered.look(orderedRef))).toBe('ready');
    expect(stateOf(await waiting.look(waitingRef))).toBe('waiting');
    await stage().sim('POST', `/wallets/codes/${id}/confirm`);
    expect(await untilState(waiting, waitingRef, 'paid')).toBe('paid');
    expect(await untilState(doubted, doubtedRef, 'paid')).toBe('paid');
    expect(stateOf(await ordered.pay(orderedRef, (await mint()).code))).toBe('paid');
    expect((await fetch(`${stage().origin}/r/${receipt}`)).status).toBe(200);
    for (const ref of refs) expect((await stage().book(ref)).charges).toBe(1);
  });

  test('the feed’s places outlive it: Last-Event-ID from before hears what came after', async () => {
    const { till, mint } = stage();
    const sale = till.sale();
    const reference = sale.reference();
    const feed = await openFeed(till);
    await sale.open(reference);
    const place = (await feed.find(tells(reference, 'ready'))).id ?? '';
    await stage().kill();
    await stage().startAgain();
    await sale.pay(reference, (await mint()).code);
    const resumed = await openFeed(till, '', { 'last-event-id': place });
    await resumed.find(tells(reference, 'paid'));
    const { epoch } = (await (await till.request('GET', '/api/shop')).json()) as { epoch: string };
    expect(epoch).toBe(till.shop.epoch);
    await resumed.leave();
  });

  test('nobody asks after the restart: the shop asks the gateway by itself', async () => {
    const { till, mint, fault, sim } = stage();
    const sale = till.sale();
    const reference = sale.reference();
    await sale.pay(reference, (await mint('confirm')).code);
    await stage().kill();
    await stage().startAgain();
    // One question is slowed; that the fault is used up shows that it was asked. Nothing here touches the shop.
    await fault('slow', reference, { call: 'tran-query', ms: 1 });
    const inWait = await until(
      async () => JSON.stringify((await sim('GET', '/faults'))['faults']).includes(reference),
      (isThere) => !isThere,
      15_000,
    );
    expect(inWait).toBe(false);
    await sim('DELETE', '/faults');
  }, 30_000);
}
