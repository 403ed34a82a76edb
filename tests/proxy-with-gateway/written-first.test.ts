/** Law 2 at the gateway's door: when a call leaves, the database says already that it does. */
import { afterEach, expect, test } from 'vitest';
import { PIN } from './hand-till.ts';
import { makeWorld, within, type GatewayCall, type World } from './world.ts';

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

interface Written {
  readonly call: string;
  readonly state: string;
  readonly wanted: string;
  readonly wake: boolean;
  readonly is: boolean;
}

/** What stands in the database at the moment a call leaves: read by another hand than the ledger's. */
function readAtDoor(world: World): Written[] {
  const seen: Written[] = [];
  world.onLeave(({ call, fields }: GatewayCall) => {
    const [row] = world.sql.all('SELECT * FROM attempts WHERE reference = ? OR transactionNo = ?', [
      fields['reference'] ?? '',
      fields['transactionNo'] ?? '',
    ]);
    if (row === undefined) return seen.push({ call, state: 'unknown', wanted: '', wake: false, is: false });
    const now = world.time.clock.now();
    const refunds = JSON.parse(String(row['refunds'])) as { n: number; state: string; sentAt: number }[];
    const refund = refunds.find(({ n }) => `${String(row['reference'])}-r${n}` === fields['refundReference']);
    const is: Record<string, boolean> = {
      add: row['addSentAt'] === now,
      pay: row['calledAt'] === now,
      cancel: row['cancelSentAt'] === now,
      refund: refund?.state === 'sent' && refund.sentAt === now,
      'tran-query': true,
    };
    seen.push({
      call,
      state: (JSON.parse(String(row['state'])) as { name: string }).name,
      wanted: String(row['wanted']),
      wake: row['nextAt'] !== null,
      is: is[call] ?? false,
    });
    return undefined;
  });
  return seen;
}

test('add, pay, cancel and refund are each written, with what is wanted and the next wake, before they leave', async () => {
  const world = await makeWorld({ sim: { cancelPaid: 'refused' } });
  worlds.push(world);
  const seen = readAtDoor(world);
  const till = await world.pair();
  await till.pin(undefined, PIN);
  const one = till.sale();
  const paid = one.reference();
  await one.open(paid);
  await one.pay(paid, (await world.mint()).code);
  await within(world.time, 5_000, one.refund(paid, 1, 300));
  await one.settle('cash', [paid]);
  const two = till.sale();
  const waiting = two.reference();
  await two.pay(waiting, (await world.mint('confirm')).code);
  await two.change(waiting, 'cancel');
  const three = till.sale();
  const closed = three.reference();
  await three.open(closed);
  await three.close(closed);
  await world.time.advance(60_000);
  const calls = new Set(seen.map(({ call }) => call));
  expect(calls).toEqual(new Set(['add', 'pay', 'cancel', 'refund', 'tran-query']));
  expect(seen.filter(({ is, wake }) => !is || !wake)).toEqual([]);
  for (const { call, state, wanted } of seen) {
    if (call === 'pay') expect([state, wanted]).toEqual(['sent', 'keep']);
    if (call === 'cancel' && state !== 'closed') expect(wanted).toBe('return');
  }
});
