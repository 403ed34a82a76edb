/** The server is told to stop in the middle of sales: nobody loses an answer, and nothing is lost or charged twice. */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { makeReference, makeSaleId } from '../../src/core/ids.ts';
import { makeSeededRandom } from '../fakes/random.ts';
import { ProcessWorld, until, type Machine } from './world.ts';

const worlds: ProcessWorld[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

const SALES = 50;

async function setup() {
  const world = await ProcessWorld.open();
  worlds.push(world);
  const machine = await world.machine('shop');
  await machine.server.start();
  return { world, machine, till: await pairByHand(machine) };
}

interface HandTill {
  readonly realm: string;
  readonly ask: (path: string, body?: object) => Promise<Response>;
}

async function pairByHand(machine: Machine): Promise<HandTill> {
  const origin = `http://127.0.0.1:${machine.server.port}`;
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ code: await machine.pairingCode() });
  const paired = await fetch(`${origin}/api/pair`, { method: 'POST', headers, body });
  const { realm } = (await paired.json()) as { realm: string };
  const cookie = (paired.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return {
    realm,
    ask: (path, change) =>
      fetch(origin + path, {
        method: change === undefined ? 'GET' : 'POST',
        headers: { ...headers, cookie },
        ...(change === undefined ? {} : { body: JSON.stringify(change) }),
      }),
  };
}

const random = makeSeededRandom(5);

/** A sale whose wallet takes `afterMs` to answer; `pay` begins it. */
async function makeSale(world: ProcessWorld, { realm, ask }: HandTill, index: number, afterMs: number) {
  const { code } = await world.wallets.code({ behaviour: 'slow', afterMs });
  const reference = makeReference(random);
  const number = `A-${String(index + 1).padStart(4, '0')}`;
  const claim = { saleId: makeSaleId(random), number, amountMinor: 100 + index, currency: 'USD', realm };
  const wish = { ...claim, code, wallet: 'alipay', sendBy: Date.now() + 60_000 };
  return { reference, pay: () => ask(`/api/attempts/${reference}/pay`, wish) };
}

/** How the attempt stands, by an answer about it. */
async function stateOf(answer: Response): Promise<string> {
  const { attempt } = (await answer.json()) as { attempt: { state: { name: string } } };
  return attempt.state.name;
}

/** The exit code of the server, whose stop was asked for. */
async function exitOf({ server }: Machine): Promise<number | null> {
  const [code] = (await once(server.child, 'exit')) as [number | null];
  return code;
}

describe('a server that is told to stop', () => {
  test(`answers the ${SALES} sales that are on their way, and leaves nothing behind`, async () => {
    const { world, machine, till } = await setup();
    const sales = await Promise.all(
      Array.from({ length: SALES }, (_, index) => makeSale(world, till, index, 1_500)),
    );
    const paying = sales.map(({ pay }) => pay());
    await pause(500);
    const gone = exitOf(machine);
    process.kill(machine.server.pid ?? 0, 'SIGTERM');
    const answers = await Promise.all(paying);
    expect(answers.map(({ status }) => status)).toEqual(Array<number>(SALES).fill(200));
    expect(await gone).toBe(0);
    expect(existsSync(join(machine.dataDir, 'server.json'))).toBe(false);
    expect(existsSync(`${machine.ledgerPath}-wal`)).toBe(false);
    await machine.server.start();
    // What could not be known in time is asked about after the start.
    const states = async (): Promise<string[]> =>
      Promise.all(sales.map(async ({ reference }) => stateOf(await till.ask(`/api/attempts/${reference}`))));
    await until(
      async () => (await states()).every((state) => state === 'paid'),
      () => 'all are paid',
    );
    const { totals } = await world.wallets.book();
    expect(totals).toMatchObject([{ charges: SALES }]);
  });

  test('ends live feeds at once, takes nobody new, and what the gateway still owes is asked for at the next start', async () => {
    const { world, machine, till } = await setup();
    const feed = await till.ask('/api/live');
    const sale = await makeSale(world, till, 0, 30_000);
    const paying = sale.pay();
    await pause(300);
    const gone = exitOf(machine);
    process.kill(machine.server.pid ?? 0, 'SIGTERM');
    expect(await feed.text()).toContain('event: hello');
    const isOut = (): Promise<boolean> =>
      fetch(`http://127.0.0.1:${machine.server.port}/healthz`).then(
        () => false,
        () => true,
      );
    await until(isOut, () => 'nobody new is let in');
    // The customer has not confirmed: the till hears what is known, and asks again later.
    expect(['sent', 'waiting']).toContain(await stateOf(await paying));
    expect(await gone).toBe(0);
    await machine.server.start();
    const found = (await (await till.ask(`/api/attempts/${sale.reference}?ask=1`)).json()) as {
      attempt: { asked: number };
    };
    expect(found.attempt.asked).toBeGreaterThan(0);
  });

  test('ends at once when it is told a second time', async () => {
    const { world, machine, till } = await setup();
    const sale = await makeSale(world, till, 0, 30_000);
    const paying = sale.pay().then(
      () => 'answered',
      () => 'cut off',
    );
    await pause(300);
    const gone = exitOf(machine);
    const toldAt = performance.now();
    process.kill(machine.server.pid ?? 0, 'SIGTERM');
    await pause(100);
    process.kill(machine.server.pid ?? 0, 'SIGTERM'); // the same press, handed on twice
    await pause(900);
    process.kill(machine.server.pid ?? 0, 'SIGINT');
    expect(await gone).toBe(1);
    expect(performance.now() - toldAt).toBeLessThan(2_000);
    expect(await paying).toBe('cut off');
  });
});
