/** Proxy kills: the server dies −9 under the load of many counters, and starts again on the same data. */
import { setTimeout as pause } from 'node:timers/promises';
import { CrashShop } from './crash-shop.ts';
import { makeDice } from './dice.ts';
import { Load } from './load.ts';
import type { RoundsResult } from './result.ts';

/** Sales on their way at any moment: one a tablet, beside those it has moved to its roll. */
const TABLETS = 20;

/** Plays `rounds` kills of the server; `say` hears of each finding. */
export async function playProxyRounds(
  rounds: number,
  seed: number,
  say: (text: string) => void,
): Promise<RoundsResult> {
  const shop = await CrashShop.open();
  const dice = makeDice(seed);
  const load = new Load(shop, dice);
  try {
    await load.begin(TABLETS);
    for (let round = 0; round < rounds; round += 1) {
      await pause(dice.between(100, 1_500));
      await shop.server.kill('SIGKILL');
      await shop.server.start();
    }
    const findings = await load.end();
    for (const { kind, text } of findings) say(`${kind}: ${text}`);
    return { rounds, findings, ends: load.ends };
  } finally {
    await load.close();
    await shop.close();
  }
}
