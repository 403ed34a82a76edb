/** `npm run test:crash`: kills real browsers and real servers in the middle of sales, and reckons who paid what. */
import { readArguments } from '../../scripts/read-arguments.mjs';
import { playBrowserRounds } from './browser-rounds.ts';
import { playDiskRounds } from './disk-rounds.ts';
import { endsInWords } from './ends.ts';
import { playProxyRounds } from './proxy-rounds.ts';
import type { PlayRounds } from './result.ts';
import { proveReckoning } from './self-check.ts';
import { playTornRounds } from './torn-rounds.ts';

/** Every kind of blow, in the order they are played. */
const KINDS: readonly (readonly [string, PlayRounds])[] = [
  ['browser', playBrowserRounds],
  ['torn', playTornRounds],
  ['proxy', playProxyRounds],
  ['disk', playDiskRounds],
];

/** Plays what the arguments ask for; resolves with the exit code. */
async function play(args: readonly string[]): Promise<number> {
  const wish = readWish(args);
  if (wish === null) {
    console.error(
      `That cannot be played: --rounds and --seed are whole numbers, --only names a kind.\n${USAGE}`,
    );
    return 2;
  }
  const { rounds, seed, kinds } = wish;
  console.log(`The reckoning finds ${proveReckoning()} of ${proveReckoning()} planted faults.`);
  console.log(`${rounds} rounds of each: ${kinds.map(([kind]) => kind).join(', ')}; seed ${seed}.`);
  const total = { rounds: 0, lost: 0, double: 0 };
  for (const [kind, playRounds] of kinds) {
    const begun = performance.now();
    const result = await playRounds(rounds, seed, (text) => console.log(`  ${kind}: ${text}`));
    const lost = result.findings.filter((finding) => finding.kind === 'lost').length;
    total.rounds += result.rounds;
    total.lost += lost;
    total.double += result.findings.length - lost;
    const seconds = ((performance.now() - begun) / 1000).toFixed(0);
    console.log(`${kind}: ${result.rounds} rounds, ${seconds} s; ${endsInWords(result.ends)}`);
  }
  console.log(`${total.rounds} rounds, ${total.lost} lost, ${total.double} double`);
  return total.lost + total.double > 0 ? 1 : 0;
}

const USAGE = 'npm run test:crash -- [--rounds N] [--seed S] [--only browser | torn | proxy | disk]';

/** Null: not what can be played. */
function readWish(args: readonly string[]): { rounds: number; seed: number; kinds: typeof KINDS } | null {
  const options = {
    rounds: { type: 'string', default: '20' },
    only: { type: 'string' },
    seed: { type: 'string', default: '1' },
  } as const;
  const values = readArguments(options, USAGE, [...args]);
  const [rounds, seed] = [Number(values.rounds), Number(values.seed)];
  const kinds = KINDS.filter(([kind]) => values.only === undefined || values.only === kind);
  const isKnown = Number.isInteger(rounds) && rounds > 0 && Number.isInteger(seed) && kinds.length > 0;
  return isKnown ? { rounds, seed, kinds } : null;
}

// A till without a screen has timers for ever; what counts has been reckoned.
process.exit(await play(process.argv.slice(2)));
