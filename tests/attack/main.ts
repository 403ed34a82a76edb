/** `npm run test:attack`: forged and fuzzed requests against two shops; says what was let in, leaked or broken. */
import { readArguments } from '../../scripts/read-arguments.mjs';
import { attackAll } from './campaign.ts';
import { HOLES } from './holes.ts';
import type { Finding } from './judge.ts';

const USAGE = 'npm run test:attack -- [--requests N] [--seed S]';
/** Attacks within which each planted hole must be found. */
const PROOF = 400;
/** Findings that are told. */
const TOLD = 10;

/** Plays what the arguments ask for; resolves with the exit code. */
async function play(args: string[]): Promise<number> {
  const options = {
    requests: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
  } as const;
  const values = readArguments(options, USAGE, args);
  const [requests, seed] = [Number(values.requests), Number(values.seed)];
  if (!Number.isSafeInteger(requests) || requests < 1 || !Number.isSafeInteger(seed) || seed < 0) {
    console.error(`That cannot be played: both are whole numbers.\n${USAGE}`);
    return 2;
  }
  const missed = await findHoles(seed);
  const begun = performance.now();
  const { findings, kinds } = await attackAll({ requests, seed });
  for (const [kind, count] of [...kinds].sort(([a], [b]) => a.localeCompare(b)))
    console.log(`${String(count).padStart(7)}  ${kind}`);
  for (const { what, victim, kind, text } of findings.slice(0, TOLD))
    console.log(`${what} (${victim}, ${kind}): ${text}`);
  console.log(`seed ${seed}, ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  const count = (what: Finding['what']): number => findings.filter((finding) => finding.what === what).length;
  console.log(
    `${requests} requests, ${count('let in')} let in, ${count('leak')} leaks, ${count('server error')} server errors`,
  );
  return findings.length + missed > 0 ? 1 : 0;
}

/** Plants every hole in turn; how many were not found. */
async function findHoles(seed: number): Promise<number> {
  const missed: string[] = [];
  for (const hole of HOLES) {
    const { findings } = await attackAll({ requests: PROOF, seed, hole });
    if (!findings.some(({ what }) => what === hole.what)) missed.push(hole.name);
  }
  console.log(`The judge finds ${HOLES.length - missed.length} of ${HOLES.length} planted holes.`);
  for (const name of missed) console.log(`  not found: ${name}`);
  return missed.length;
}

process.exit(await play(process.argv.slice(2)));
