/** Disk full: the ledger cannot write. Sales are refused, nothing goes to the gateway, and with room all goes on. */
import { existsSync, statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Finding } from './account.ts';
import { readOrders } from './books.ts';
import { CrashShop } from './crash-shop.ts';
import { makeDice, type Dice } from './dice.ts';
import { canFillDisk, fillDisk, freeDisk } from './full-disk.ts';
import { Load } from './load.ts';
import type { HeadlessTablet } from './headless-tablet.ts';
import type { RoundsResult } from './result.ts';

/** Counters that sell while the disk fills. */
const TABLETS = 6;
/** How long a refusal may take to reach the till, ms. */
const REFUSED_WITHIN_MS = 5_000;

/** Plays `rounds` full disks; `say` hears of each finding. */
export async function playDiskRounds(
  rounds: number,
  seed: number,
  say: (text: string) => void,
): Promise<RoundsResult> {
  if (!canFillDisk()) throw new Error('The disk rounds need prlimit (util-linux, Linux).');
  const shop = await CrashShop.open();
  const dice = makeDice(seed);
  const load = new Load(shop, dice);
  const findings: Finding[] = [];
  try {
    await load.begin(TABLETS);
    const witness = await load.tablet();
    for (let round = 1; round <= rounds; round += 1) {
      const problem = await playRound(shop, load, witness, dice);
      if (problem) findings.push({ ...problem, text: `round ${round}: ${problem.text}` });
    }
    findings.push(...(await load.end()));
    for (const { kind, text } of findings) say(`${kind}: ${text}`);
    return { rounds, findings, ends: load.ends };
  } finally {
    await load.close();
    await shop.close();
  }
}

/** The disk fills under load, a sale is tried on it, there is room again or the power goes, and the sale goes on. */
async function playRound(
  shop: CrashShop,
  load: Load,
  witness: HeadlessTablet,
  dice: Dice,
): Promise<Finding | null> {
  const { pid } = shop.server;
  if (pid === undefined) throw new Error('The server does not run.');
  await pause(dice.between(50, 300));
  fillDisk(pid, sizeOf(`${shop.ledgerPath}-wal`) + dice.between(0, 40_000));
  await pause(dice.between(50, 400));
  fillDisk(pid, 0);
  const customer = load.customers.next({ behaviour: 'pay', prefersCash: false });
  const problem = await tryToSell(shop, witness, customer.cents, await customer.showCode());
  if (dice.chance(0.3)) {
    await shop.server.kill('SIGKILL');
    await shop.server.start();
  } else freeDisk(pid);
  const stuck = await load.serve(witness, customer);
  return problem ?? stuck;
}

/** The witness's sale is refused as `ledger-unwell`, and the gateway never hears of it. */
async function tryToSell(
  shop: CrashShop,
  witness: HeadlessTablet,
  cents: number,
  code: string,
): Promise<Finding | null> {
  witness.refusals.length = 0;
  await witness.charge(cents);
  const isRefused = await becomes(() => witness.refusals.includes('ledger-unwell'));
  witness.refusals.length = 0;
  await witness.scan(code);
  const isPayRefused = await becomes(() => witness.refusals.includes('ledger-unwell'));
  const sale = witness.sales().find(({ amount }) => amount.minor === cents);
  const orders = readOrders(shop.gatewayPath);
  if (sale?.attempts.some(({ reference }) => orders.has(reference)))
    return { kind: 'double', text: `${cents} went to the gateway and not into the ledger` };
  if (!isRefused || !isPayRefused)
    return {
      kind: 'lost',
      text: `${cents} was not refused as ledger-unwell (${witness.refusals.join(', ')})`,
    };
  return null;
}

async function becomes(isTrue: () => boolean): Promise<boolean> {
  const until = performance.now() + REFUSED_WITHIN_MS;
  while (!isTrue() && performance.now() < until) await pause(10);
  return isTrue();
}

function sizeOf(path: string): number {
  return existsSync(path) ? statSync(path).size : 0;
}
