/** `npm run pair`: a fresh pairing code from the running server; `-- --url` from one far away, `-- --forget-pin`: no manager's PIN any more. */
import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { readEnvironment, type EnvironmentValues } from '../setup/env.ts';
import { StartProblem } from '../setup/start-problem.ts';
import { invitationLines } from './announce.ts';
import { askForInvitation, askToForgetPin, type FarAway } from './control.ts';
import { complain, print } from './print.ts';
import { readEnvFile } from './read-env-file.ts';
import { realClock } from './real-ports.ts';

/** What to do, from the arguments: a mistyped one must not hand out a code instead. */
async function answer(args: readonly string[], values: EnvironmentValues): Promise<readonly string[]> {
  const { forgetPin, shop, url } = readArguments(args);
  const who = { dataDir: values.DATA_DIR, shop, ...(url !== null && { farAway: readFarAway(url, values) }) };
  if (!forgetPin) return invitationLines(await askForInvitation(who, globalThis.fetch));
  await askToForgetPin(who, globalThis.fetch);
  return ['The manager’s PIN is forgotten. Choose a new one on a till.'];
}

interface Arguments {
  readonly forgetPin: boolean;
  readonly shop: string | null;
  readonly url: string | null;
}

function readArguments(args: readonly string[]): Arguments {
  try {
    const options = {
      'forget-pin': { type: 'boolean' },
      shop: { type: 'string' },
      url: { type: 'string' },
    } as const;
    const { values } = parseArgs({ args: [...args], options, strict: true });
    const { shop = null, url = null } = values;
    return { forgetPin: values['forget-pin'] ?? false, shop, url };
  } catch {
    throw new StartProblem(
      `pair knows no ${args.join(' ')}; there are --shop NAME, --url ADDRESS and --forget-pin.`,
    );
  }
}

/** Far away a word of the secret opens: the secret itself never travels. */
function readFarAway(url: string, { PLING_SECRET }: EnvironmentValues): FarAway {
  if (!URL.canParse(url))
    throw new StartProblem(`--url ${url} is no address such as https://till.example.com.`);
  if (PLING_SECRET === undefined)
    throw new StartProblem('PLING_SECRET is not set: --url needs the secret of that deployment, as in .env.');
  const secret = createHash('sha256').update(PLING_SECRET).digest();
  return { origin: new URL(url).origin, secret, clock: realClock };
}

try {
  const values = readEnvironment(readEnvFile('.env', process.env));
  print('', ...(await answer(process.argv.slice(2), values)));
} catch (error) {
  if (!(error instanceof StartProblem)) throw error;
  complain(error.message);
  process.exitCode = 1;
}
