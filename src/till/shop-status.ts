/** How the shop's computer fares, and a shop that has just moved: asked with the manager's PIN, never kept. */
import type { StatusAnswer } from '../contract/status-api.ts';
import { callsOf } from '../sync/calls.ts';
import type { TillContext } from './context.ts';
import { DONE, failed } from './outcome.ts';
import { takeShop } from './take-shop.ts';
import type { Outcome, StatusRead } from './till.ts';

/** Reads it; the times in it are this tablet's. */
export async function readStatus(context: TillContext, pin: string): Promise<StatusRead> {
  const { link } = context;
  const result = await callsOf(link.transport).status({ pin });
  if (result.kind === 'answer')
    return { isDone: true, status: inWallTime(result.answer, (at) => link.serverClock.toWall(at)) };
  return { isDone: false, code: result.kind === 'silent' ? 'silent' : result.code };
}

/** A manager says that the old one is off: from then on this is the shop, and the till goes on. */
export async function openShop(context: TillContext, pin: string): Promise<Outcome> {
  const { transport } = context.link;
  const result = await callsOf(transport).unseal({ pin });
  if (result.kind !== 'answer') return failed(context, null, result);
  const shop = await transport.shop();
  if (shop.kind !== 'answer') return failed(context, null, shop);
  await context.inTurn(() => takeShop(context, shop.answer));
  context.changed();
  return DONE;
}

function inWallTime(status: StatusAnswer, toWall: (at: number) => number): StatusAnswer {
  const { gateway, webhooks, unfinished } = status;
  const orNull = (at: number | null): number | null => (at === null ? null : toWall(at));
  return {
    ...status,
    since: toWall(status.since),
    gateway: { ...gateway, lastAnswerAt: orNull(gateway.lastAnswerAt) },
    webhooks: { ...webhooks, lastAt: orNull(webhooks.lastAt) },
    unfinished: unfinished.map((each) => ({ ...each, oldestAt: toWall(each.oldestAt) })),
  };
}
