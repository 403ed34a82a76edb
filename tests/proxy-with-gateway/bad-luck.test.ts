/** Many sales under seeded bad luck: whatever the gateway does, ledger and gateway agree in the end about the money. */
import { afterEach, expect, test } from 'vitest';
import { isFinal } from '../../src/core/attempt.ts';
import type { Reference } from '../../src/core/ids.ts';
import { makeSeededRandom } from '../fakes/random.ts';
import { attemptOf, type SaleInHand } from './hand-till.ts';
import { makeWorld, type World } from './world.ts';

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

const BEHAVIOURS = ['pay', 'confirm', 'no-funds', 'slow', 'late', 'risk'];
const CHANCES = {
  refuse: 0.1,
  lost: 0.1,
  'error-after': 0.1,
  garbage: 0.05,
  slow: 0.1,
  hang: 0.05,
  'webhook-twice': 0.2,
  'webhook-never': 0.3,
};

interface Line {
  readonly charges: number;
  readonly givenBack: string;
  readonly amount: string;
}

async function play(world: World, seed: number): Promise<Reference[]> {
  const random = makeSeededRandom(seed);
  const dice = (sides: number): number => (random.bytes(1)[0] ?? 0) % sides;
  const till = await world.pair();
  const references: Reference[] = [];
  for (let count = 0; count < 6; count += 1) {
    const sale = till.sale(100 + count);
    const reference = sale.reference();
    references.push(reference);
    const { id, code } = await world.mint(BEHAVIOURS[dice(BEHAVIOURS.length)]);
    const asked: Promise<unknown>[] = [];
    if (dice(2) === 0) asked.push(sale.open(reference));
    await world.time.advance(dice(4) * 700);
    asked.push(sale.pay(reference, code), sale.pay(reference, code));
    await world.time.advance(dice(10) * 900);
    if (dice(2) === 0) await world.sim('POST', `/wallets/codes/${id}/confirm`);
    asked.push(...meddle(sale, reference, dice(6)));
    if (dice(4) === 0) await world.restart();
    await world.time.advance(6_000);
    await Promise.all(asked);
  }
  return references;
}

/** What a hurried person does next. */
function meddle(sale: SaleInHand, reference: Reference, what: number): Promise<unknown>[] {
  switch (what) {
    case 0:
      return [sale.change(reference, 'cancel')];
    case 1:
      return [sale.settle('cash', [reference])];
    case 2:
      return [sale.close(reference, 'expired')];
    case 3:
      return [sale.look(reference, true)];
    default:
      return [];
  }
}

test.each(Array.from({ length: 12 }, (_, index) => index + 1))('seed %i', async (seed) => {
  const world = await makeWorld({ shop: { webhookOrigin: 'http://127.0.0.1:8787' } });
  worlds.push(world);
  await world.sim('POST', '/faults', { seed, chances: CHANCES });
  const references = await play(world, seed);
  await world.sim('DELETE', '/faults');
  await world.time.advance(20 * 60_000);
  const till = await world.pair();
  for (const reference of references) {
    const attempt = attemptOf(await till.sale().look(reference));
    const { charges } = await world.sim('GET', `/charges?reference=${reference}`);
    const [line] = charges as Line[];
    const kept = (line?.charges ?? 0) === 1 && Number(line?.givenBack) === 0;
    const label = `${reference} ${JSON.stringify(attempt.state)} ${attempt.wanted} ${attempt.giveBack}`;
    expect(isFinal(attempt.state), label).toBe(true);
    expect(line?.charges ?? 0, label).toBeLessThanOrEqual(1);
    expect(kept, label).toBe(attempt.state.name === 'paid' && attempt.giveBack === 'none');
    if (attempt.wanted === 'return') expect(kept, label).toBe(false);
    const isPaidWord = attempt.state.name === 'paid' || attempt.state.name === 'returned';
    if (isPaidWord) expect(line?.charges, label).toBe(1);
  }
  const pays = world.calls.filter(({ call }) => call === 'pay').map(({ fields }) => fields['paymentBarcode']);
  expect(new Set(pays).size).toBe(pays.length);
});
