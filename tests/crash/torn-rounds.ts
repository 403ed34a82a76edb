/**
 * Torn logs: the kill falls between the two writes by which Chromium's store adds a record to its log (`seal-log.ts`
 * says what becomes of that). A SIGKILL hits that gap about once in some hundred; here every one does.
 */
import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from './account.ts';
import { Cashier } from './cashier.ts';
import { comeBack, comebackProblem } from './comeback.ts';
import { CrashShop } from './crash-shop.ts';
import { Customers } from './customers.ts';
import { makeDice, type Dice } from './dice.ts';
import { drain } from './drain.ts';
import { countEnds } from './ends.ts';
import type { RoundsResult } from './result.ts';
import { Tablet } from './tablet.ts';

/** The seven bytes a record begins with: checksum, length 1000, "all of it is here"; and then nothing of it. */
const HEADER = Buffer.from([0x17, 0x2a, 0x3c, 0x51, 0xe8, 0x03, 0x01]);

/** Plays `rounds` torn logs, each followed by a sale and a second kill; `say` hears of each finding. */
export async function playTornRounds(
  rounds: number,
  seed: number,
  say: (text: string) => void,
): Promise<RoundsResult> {
  const shop = await CrashShop.open();
  const dice = makeDice(seed);
  const customers = new Customers(shop.wallets, dice);
  const tablet = await Tablet.pair(shop, (name, cents) => {
    if (name !== 'amount') customers.owing(cents)?.shown.add(name);
  });
  const findings: Finding[] = [];
  try {
    for (let round = 1; round <= rounds; round += 1) {
      const problems = await playRound(tablet, customers, dice).catch((error: unknown) => [String(error)]);
      findings.push(...problems.map((text): Finding => ({ kind: 'lost', text: `round ${round}: ${text}` })));
    }
    for (const { kind, text } of findings) say(`${kind}: ${text}`);
    return { rounds, findings, ends: countEnds(await drain(customers, () => tablet.sales())) };
  } finally {
    await tablet.discard();
    await shop.close();
  }
}

/** A sale, a kill that tears the log, a sale behind the tear, a kill: what every screen has shown is there after each. */
async function playRound(tablet: Tablet, customers: Customers, dice: Dice): Promise<string[]> {
  await sell(tablet, customers, dice);
  await tablet.kill();
  tear(tablet.storeFolder);
  await tablet.restart();
  await sell(tablet, customers, dice);
  await tablet.restart();
  const { sales } = await comeBack(tablet);
  return customers.all.flatMap((customer) => {
    const mine = sales.filter((sale) => sale.amount.minor === customer.cents);
    const problem = comebackProblem(customer, mine);
    return problem ? [`${customer.cents} ${problem}`] : [];
  });
}

async function sell(place: Tablet, customers: Customers, dice: Dice): Promise<void> {
  const customer = customers.next({ behaviour: 'pay', isHeld: false });
  const isServed = await new Cashier({ customers, dice, place, onmoment: () => undefined }).serve(customer);
  if (!isServed) throw new Error('The till is stuck.');
}

/** Leaves the log that is written to as such a kill leaves it. */
function tear(folder: string): void {
  const log = readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .sort()
    .at(-1);
  if (log === undefined) throw new Error('The store has no log: Chromium keeps it otherwise now.');
  appendFileSync(join(folder, log), HEADER);
}
