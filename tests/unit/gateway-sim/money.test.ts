/** Laws of the book that no order of calls, clocks and faults may break. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sign } from '../../../src/gateway-sim/signature.ts';
import { MERCHANT, settled, World } from './world.ts';

const orders = ['o0', 'o1', 'o2'] as const;
const behaviours = ['pay', 'confirm', 'no-funds', 'slow', 'late'] as const;
const faults = [
  'refuse',
  'garbage',
  'error-after',
  'lost',
  'hang',
  'webhook-twice',
  'webhook-never',
  'success-after-closed',
  'other-amount',
  'cancel-refused',
  'cancel-lies',
  'refund-lies',
  'refund-slow',
  'stale-query',
  'crossed',
] as const;

const step = fc.oneof(
  fc.record({ do: fc.constant('add' as const), order: fc.constantFrom(...orders) }),
  fc.record({ do: fc.constant('mint' as const), behaviour: fc.constantFrom(...behaviours) }),
  fc.record({ do: fc.constant('pay' as const), order: fc.constantFrom(...orders), code: fc.nat(3) }),
  fc.record({ do: fc.constant('cancel' as const), order: fc.constantFrom(...orders) }),
  fc.record({ do: fc.constant('refund' as const), order: fc.constantFrom(...orders), cents: fc.nat(1250) }),
  fc.record({ do: fc.constantFrom('confirm' as const, 'refuse' as const), code: fc.nat(3) }),
  fc.record({ do: fc.constant('fault' as const), kind: fc.constantFrom(...faults) }),
  fc.record({ do: fc.constant('pass' as const), ms: fc.nat(90_000) }),
);

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Does the steps without waiting for answers that may hang. */
async function play(world: World, steps: readonly Step[]): Promise<void> {
  const codes: { id: string; code: string }[] = [];
  for (const one of steps) {
    const code = 'code' in one ? codes[one.code] : undefined;
    if (one.do === 'add') void world.add({ reference: one.order, timeout: '2' });
    if (one.do === 'mint' && codes.length < 4) codes.push(await world.code({ behaviour: one.behaviour }));
    if (one.do === 'pay' && code) void world.pay(one.order, code.code);
    if (one.do === 'cancel') void world.cancel(one.order);
    if (one.do === 'refund') void world.refund(one.order, (one.cents / 100).toFixed(2));
    if (one.do === 'confirm' && code) await world.admin('POST', `/wallets/codes/${code.id}/confirm`);
    if (one.do === 'refuse' && code) await world.admin('POST', `/wallets/codes/${code.id}/refuse`);
    if (one.do === 'fault') await world.fault({ kind: one.kind });
    if (one.do === 'pass') await world.time.pass(one.ms);
    await settled();
  }
  await world.time.pass(24 * 3_600_000);
}

test('at most one charge an order and a code, never more back; an end without money never hides any', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 20 }), async (steps) => {
      const world = new World();
      await play(world, steps);
      const lines = world.sim.book();
      for (const line of lines) {
        expect(line.charges.length).toBeLessThanOrEqual(1);
        expect(line.keptMinor).toBeGreaterThanOrEqual(0);
        expect(['success', 'failed', 'closed']).toContain(line.status);
        if (line.status === 'success') expect(line.charges).toHaveLength(1);
        else expect(line.keptMinor).toBe(0);
      }
      const codes = lines.flatMap((line) => line.charges.map((charge) => charge.codeId));
      expect(new Set(codes).size).toBe(codes.length);
      const { totals } = await world.book();
      expect(totals[0]?.charges ?? 0).toBe(codes.length);
      expect(totals[0]?.kept ?? '0.00').toBe(
        (lines.reduce((sum, one) => sum + one.keptMinor, 0) / 100).toFixed(2),
      );
      for (const hook of world.hooks)
        expect(hook.fields.get('verifySign')).toBe(sign(hook.fields, MERCHANT.token));
      expect(world.time.count).toBe(0);
    }),
    { numRuns: 60 },
  );
});
