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
] as const;

const step = fc.oneof(
  fc.record({ do: fc.constant('add' as const), order: fc.constantFrom(...orders) }),
  fc.record({ do: fc.constant('mint' as const), behaviour: fc.constantFrom(...behaviours) }),
  fc.record({ do: fc.constant('pay' as const), order: fc.constantFrom(...orders), code: fc.nat(3) }),
  fc.record({ do: fc.constant('cancel' as const), order: fc.constantFrom(...orders) }),
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
    if (one.do === 'confirm' && code) await world.admin('POST', `/wallets/codes/${code.id}/confirm`);
    if (one.do === 'refuse' && code) await world.admin('POST', `/wallets/codes/${code.id}/refuse`);
    if (one.do === 'fault') await world.fault({ kind: one.kind });
    if (one.do === 'pass') await world.time.pass(one.ms);
    await settled();
  }
  await world.time.pass(24 * 3_600_000);
}

test('at most one charge an order and a code, at most as much back; the status never lies about the money', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 16 }), async (steps) => {
      const world = new World();
      await play(world, steps);
      const { charges, totals } = await world.book();
      for (const line of charges) {
        expect(line.charges).toBeLessThanOrEqual(1);
        expect(['success', 'failed', 'closed']).toContain(line.status);
        const isKept = line.charges === 1 && line.givenBack === '0.00';
        expect(isKept).toBe(line.status === 'success');
        if (line.charges === 0) expect(line.givenBack).toBe('0.00');
      }
      const counted = charges.filter((line) => line.charges === 1).length;
      expect(totals[0]?.charges ?? 0).toBe(counted);
      const doubled = world.sql.all(
        `SELECT code_id FROM movements WHERE kind = 'charge' GROUP BY code_id HAVING count(*) > 1`,
      );
      expect(doubled).toEqual([]);
      for (const hook of world.hooks)
        expect(hook.fields.get('verifySign')).toBe(sign(hook.fields, MERCHANT.token));
      expect(world.time.count).toBe(0);
    }),
    { numRuns: 60 },
  );
});
