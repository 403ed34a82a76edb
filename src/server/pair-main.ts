/**
 * `npm run pair`: a fresh pairing code from the running server; `-- --till B` for a tablet that takes till B's place,
 * `-- --revoke B` shuts till B out, `-- --forget-pin`: no manager's PIN any more; `-- --url` at one far away.
 */
import { parseArgs } from 'node:util';
import { readEnvironment, type EnvironmentValues } from '../setup/env.ts';
import { StartProblem } from '../setup/start-problem.ts';
import { invitationLines } from './announce.ts';
import { askForInvitation, askToForgetPin, askToRevoke } from './control.ts';
import { readFarAway } from './far-away.ts';
import { complain, print } from './print.ts';
import { readEnvFile } from './read-env-file.ts';

/** What to do, from the arguments: a mistyped one must not hand out a code instead. */
async function answer(args: readonly string[], values: EnvironmentValues): Promise<readonly string[]> {
  const { forgetPin, revoke, url, ...meant } = readArguments(args);
  const who = {
    dataDir: values.DATA_DIR,
    ...meant,
    ...(url !== null && { farAway: readFarAway(url, values) }),
  };
  if (revoke !== undefined) {
    await askToRevoke({ ...who, till: revoke }, globalThis.fetch);
    return [`Till ${revoke.toUpperCase()} is shut out. What it has not sent yet stays on its tablet.`];
  }
  if (!forgetPin) return invitationLines(await askForInvitation(who, globalThis.fetch));
  await askToForgetPin(who, globalThis.fetch);
  return ['The manager’s PIN is forgotten. Choose a new one on a till.'];
}

/** The arguments; each deed is asked for alone. */
interface Arguments {
  readonly forgetPin: boolean;
  readonly revoke: string | undefined;
  readonly till: string | undefined;
  readonly shop: string | null;
  readonly url: string | null;
}

const OPTIONS = {
  'forget-pin': { type: 'boolean' },
  shop: { type: 'string' },
  till: { type: 'string' },
  revoke: { type: 'string' },
  url: { type: 'string' },
} as const;

const NEEDS_VALUE = /^--(?:shop|till|revoke|url)$/;

function readArguments(args: readonly string[]): Arguments {
  const known = '--shop NAME, --url ADDRESS, and one of --till LETTER, --revoke LETTER and --forget-pin';
  try {
    const { values } = parseArgs({ args: [...args], options: OPTIONS, strict: true });
    const { 'forget-pin': forgetPin = false, revoke, till, shop = null, url = null } = values;
    const deeds = [forgetPin || undefined, revoke, till].filter((deed) => deed !== undefined);
    if (deeds.length < 2) return { forgetPin, revoke, till, shop, url };
  } catch {
    const bare = args.find((arg, at) => NEEDS_VALUE.test(arg) && (args[at + 1] ?? '--').startsWith('-'));
    if (bare !== undefined)
      throw new StartProblem(`pair ${bare} needs a word behind it; there are ${known}.`);
    throw new StartProblem(`pair knows no ${args.join(' ')}; there are ${known}.`);
  }
  throw new StartProblem(`pair cannot do ${args.join(' ')}; there are ${known}.`);
}

try {
  const values = readEnvironment(readEnvFile('.env', process.env));
  print('', ...(await answer(process.argv.slice(2), values)));
} catch (error) {
  if (!(error instanceof StartProblem)) throw error;
  complain(error.message);
  process.exitCode = 1;
}
