/** Whatever a cashier presses and whatever the network does, in any order: no command fails, and the books agree. */
import { afterEach, describe, expect, test } from 'vitest';
import type { Till } from '../../src/till/till.ts';
import { makeSeededRandom } from '../fakes/random.ts';
import type { Leg } from './till-net.ts';
import { saleIdOf, useTablets, type Tablet } from './till-world.ts';

const { setup } = useTablets(afterEach);

/** Fixed seeds: a failing one is run again by its number. */
const SEEDS = Array.from({ length: 12 }, (_, index) => index + 1);
const STEPS = 40;
const BEHAVIOURS = ['pay', 'confirm', 'no-funds', 'slow'] as const;
const LEGS: readonly Leg[] = ['up', 'up', 'refused', 'stalled', 'answer-lost', 'portal'];

type Pick = <T>(from: readonly T[]) => T;

function makePick(seed: number): Pick {
  const random = makeSeededRandom(seed);
  return (from) => {
    const [high = 0, low = 0] = random.bytes(2);
    const chosen = from[(high * 256 + low) % from.length];
    if (chosen === undefined) throw new Error('Nothing to pick from');
    return chosen;
  };
}

/** Everything that may happen, as often as it does. */
function stepsOf(tablet: Tablet, pick: Pick, codes: { id: string; code: string }[]) {
  const { world } = tablet;
  const till = (): Till => tablet.till();
  const onSale = (act: (saleId: ReturnType<typeof saleIdOf>) => Promise<void>) => async () => {
    if (tablet.counter().name !== 'amount') await act(saleIdOf(tablet));
  };
  const readNew = async (): Promise<void> => {
    const minted = await world.mint(pick(BEHAVIOURS), { afterMs: 7_000 });
    codes.push(minted);
    await till().readCode(minted.code, 'camera');
  };
  const chargeAnew = async (): Promise<void> => {
    till().pressKey('clear');
    await tablet.charge();
  };
  return [
    chargeAnew,
    chargeAnew,
    chargeAnew,
    readNew,
    readNew,
    readNew,
    async () => (codes.length > 0 ? till().readCode(pick(codes).code, 'wedge') : undefined),
    async () =>
      codes.length > 0 ? world.sim('POST', `/wallets/codes/${pick(codes).id}/confirm`) : undefined,
    () => till().back(),
    () => till().scanAgain(),
    () => till().nextCustomer(),
    () => till().nextSale(),
    onSale((saleId) => till().cancel(saleId)),
    onSale((saleId) => till().extend(saleId)),
    onSale((saleId) => till().tookCash(saleId)),
    onSale((saleId) => till().abandon(saleId)),
    () => tablet.setLeg(pick(LEGS)),
    () => tablet.setLeg(pick(LEGS)),
    () => tablet.setLeg('up'),
    () => tablet.reload(),
    () => world.restart(),
    async () => till().sendNow(),
    () => world.time.advance(pick([500, 3_000, 8_000, 20_000, 65_000])),
    () => world.time.advance(pick([500, 3_000, 8_000])),
  ] as const;
}

describe('a till in any order of things', () => {
  test.each(SEEDS)('seed %i', async (seed) => {
    const tablet = await setup();
    const pick = makePick(seed);
    const codes: { id: string; code: string }[] = [];
    const steps = stepsOf(tablet, pick, codes);
    for (let step = 0; step < STEPS; step += 1) {
      await pick(steps)();
      await tablet.world.time.settle();
    }
    await tablet.setLeg('up');
    await tablet.world.time.advance(30 * 60_000);

    expect(tablet.store.held.size).toBe(0);
    const journal = JSON.stringify(tablet.store.entries);
    for (const { code } of codes) expect(journal).not.toContain(code);
    const sales = [...tablet.store.sales.values()];
    const kept = sales.filter(({ attempts }) =>
      attempts.some(({ state, wanted }) => state.name === 'paid' && wanted === 'keep'),
    );
    const charged = await tablet.world.charges();
    expect(charged.kept).toBe((kept.length * 12.5).toFixed(2));
    for (const { attempts } of sales) {
      expect(attempts.filter(({ contradiction }) => contradiction)).toEqual([]);
      for (const { state, fenceOwed } of attempts.slice(0, -1)) {
        expect(['paid', 'declined', 'returned', 'closed']).toContain(state.name);
        expect(fenceOwed).toBeNull();
      }
    }
  });
});
