/** Gateways that lie, lag and refuse: money that stays is a sale that says paid, or it stands on the manager's list. */
import { afterEach, expect, test } from 'vitest';
import type { Reference } from '../../src/core/ids.ts';
import type { SimSettings } from '../../src/gateway-sim/settings.ts';
import { makeSeededRandom } from '../fakes/random.ts';
import { attemptOf, PIN, type SaleInHand } from './hand-till.ts';
import { LOOPBACK, makeWorld, type World } from './world.ts';

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

const CHANCES = {
  lost: 0.08,
  'error-after': 0.08,
  garbage: 0.04,
  slow: 0.08,
  hang: 0.04,
  'unknown-status': 0.05,
  crossed: 0.05,
  'not-yet': 0.05,
  'stale-query': 0.1,
  'success-after-closed': 0.3,
  'other-amount': 0.1,
  'cancel-refused': 0.3,
  'cancel-lies': 0.1,
  'refund-refused': 0.15,
  'refund-lies': 0.1,
  'refund-slow': 0.3,
  'webhook-late': 0.2,
  'webhook-twice': 0.2,
  'webhook-never': 0.2,
};
const GATEWAYS: Partial<SimSettings>[] = [
  {},
  { cancelEvidence: 'none', queryLagMs: 4_000 },
  { repeatedRefund: 'refunds-again', refundWebhook: 'refund-fields' },
  { afterFullRefund: 'refunded', afterClosed: 'may-still-pay', cancelEvidence: 'void-amount' },
];
const BEHAVIOURS = ['pay', 'confirm', 'confirm', 'late', 'slow', 'no-funds'];

interface Line {
  readonly charges: number;
  readonly givenBack: string;
  readonly amount: string;
}

function diceOf(seed: number): (sides: number) => number {
  const random = makeSeededRandom(seed);
  return (sides) => (random.bytes(1)[0] ?? 0) % sides;
}

async function play(world: World, dice: (sides: number) => number): Promise<[SaleInHand, Reference][]> {
  const till = await world.pair();
  await till.pin(undefined, PIN);
  const played: [SaleInHand, Reference][] = [];
  for (let count = 0; count < 5; count += 1) {
    const sale = till.sale(1000 + count);
    const reference = sale.reference();
    played.push([sale, reference]);
    const { id, code } = await world.mint(BEHAVIOURS[dice(BEHAVIOURS.length)]);
    const asked: Promise<unknown>[] = [sale.pay(reference, code)];
    await world.time.advance(dice(10) * 900);
    for (let deed = 0; deed < 3; deed += 1) {
      asked.push(...meddle(sale, reference, dice(8)));
      await world.time.advance(dice(20) * 1_000);
      if (dice(3) === 0) await world.sim('POST', `/wallets/codes/${id}/confirm`);
    }
    if (dice(4) === 0) await world.restart();
    await world.time.advance(30_000);
    await Promise.all(asked);
  }
  return played;
}

/** What people do; a refund asks for its next number as a till would. */
function meddle(sale: SaleInHand, reference: Reference, what: number): Promise<unknown>[] {
  switch (what) {
    case 0:
      return [sale.change(reference, 'cancel')];
    case 1:
      return [sale.settle('cash', [reference])];
    case 2:
      return [sale.look(reference, true)];
    case 3:
    case 4:
      return [sale.refund(reference, 1, 300), sale.refund(reference, 2, 200)];
    case 5:
      return [sale.decide(reference, 'return')];
    default:
      return [];
  }
}

const seeds = Array.from({ length: 16 }, (_, index) => index + 1);
test.each(seeds)('seed %i', async (seed) => {
  const gateway = GATEWAYS[seed % GATEWAYS.length];
  const world = await makeWorld({ shop: { webhookOrigin: LOOPBACK }, sim: { ...gateway } });
  worlds.push(world);
  await world.sim('POST', '/faults', { seed, chances: CHANCES });
  const played = await play(world, diceOf(seed));
  await world.sim('DELETE', '/faults');
  await world.time.advance(40 * 3_600_000);
  const listed = new Set(
    (await (await world.pair()).list()).attempts.map(({ attempt }) => attempt.reference),
  );
  for (const [sale, reference] of played) {
    const attempt = attemptOf(await sale.look(reference));
    const { state, wanted, giveBack, refunds } = attempt;
    const [line] = (await world.sim('GET', `/charges?reference=${reference}`))['charges'] as Line[];
    const charged = (line?.charges ?? 0) * Math.round(Number(line?.amount ?? 0) * 100);
    const back = Math.round(Number(line?.givenBack ?? 0) * 100);
    const label = `${reference} ${JSON.stringify({ state, wanted, giveBack, refunds, line })}`;
    expect(line?.charges ?? 0, label).toBeLessThanOrEqual(1);
    expect(back, label).toBeLessThanOrEqual(charged);
    const refunded = refunds
      .filter((each) => each.state === 'done')
      .reduce((sum, { amount }) => sum + amount.minor, 0);
    const mayStay = state.name === 'paid' && wanted === 'keep' ? charged - refunded : 0;
    if (!listed.has(reference)) expect(charged - back, label).toBe(mayStay);
    if (state.name === 'paid') expect(charged, label).toBeGreaterThan(0);
  }
  const refundIds = world.calls
    .filter(({ call }) => call === 'refund')
    .map(({ fields }) => fields['refundReference']);
  for (const id of refundIds) expect(id).toMatch(/^[0-9a-z]{26}-r\d$/);
});
