/** What is measured of one server: whole sales, the status route, calm hours, and a thousand tablets listening. */
import { askAllTheTime, askInStep, percentile, type Measured } from './load.ts';
import { residentMb } from './processes.ts';
import type { Charged, ShopClient } from './shop-client.ts';
import { Streams } from './streams.ts';

/** How hard, and for how long. */
export interface Effort {
  readonly seconds: number;
  readonly askers: number;
  readonly streams: number;
}

/** Whole sales a second, each written durably before it leaves; the charges are kept for the questions after. */
export async function measureSales(
  client: ShopClient,
  { seconds, askers }: Effort,
  made: Charged[],
): Promise<number> {
  const measured = await askAllTheTime(askers, seconds, async () => void made.push(await client.sell()));
  return measured.perSecond;
}

/**
 * Answers of the real status route a second. Each charge is asked about once, for the proxy asks the gateway about one at
 * most every 3 s; where the charges run out the time is over.
 */
export async function measureStatus(
  client: ShopClient,
  { seconds, askers }: Effort,
  made: readonly Charged[],
): Promise<Measured> {
  return askAllTheTime(askers, seconds, (turn) => {
    const charge = made[turn - 1];
    return charge === undefined ? null : client.ask(charge);
  });
}

/** What the proxy adds to a sale at a busy chain's pace; the gateway behind it answers at once. */
export async function measureCalm(client: ShopClient, perSecond: number, seconds: number) {
  const { times } = await askInStep(perSecond, seconds, async () => void (await client.sell()));
  return { p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
}

/** From the webhook's leaving to each of the open feeds. */
export async function measureFeed(client: ShopClient, { streams: count }: Effort, pid: number) {
  const streams = new Streams();
  await streams.open(client, count);
  const times: number[] = [];
  for (let round = 0; round < 30; round += 1) {
    const charge = await client.sell(true);
    await pause(100);
    const leftAt = performance.now();
    await client.confirm(charge);
    await untilAll(streams, charge.reference, count);
    times.push(...(streams.heard.get(charge.reference) ?? []).map((at) => at - leftAt));
  }
  const memory = residentMb(pid);
  streams.close();
  return { p50: percentile(times, 0.5), p99: percentile(times, 0.99), memory };
}

async function untilAll(streams: Streams, reference: string, count: number): Promise<void> {
  for (let waits = 0; waits < 1_000; waits += 1) {
    if ((streams.heard.get(reference)?.length ?? 0) >= count) return;
    await pause(5);
  }
  throw new Error(`Only ${streams.heard.get(reference)?.length ?? 0} of ${count} feeds heard of a payment`);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
