/** `npm run pair`: a fresh pairing code from the server that runs with this data folder; `-- --forget-pin`: no manager's PIN any more. */
import { parseArgs } from 'node:util';
import { invitationLines } from './announce.ts';
import { askForInvitation, askToForgetPin } from './control.ts';
import { readEnvironment } from './env.ts';
import { complain, print } from './print.ts';
import { readEnvFile } from './read-env-file.ts';
import { StartProblem } from './start-problem.ts';

/** What to do, from the arguments: a mistyped one must not hand out a code instead. */
async function answer(args: readonly string[], dataDir: string): Promise<readonly string[]> {
  const { forgetPin, shop } = readArguments(args);
  const who = { dataDir, shop };
  if (!forgetPin) return invitationLines(await askForInvitation(who, globalThis.fetch));
  await askToForgetPin(who, globalThis.fetch);
  return ['The manager’s PIN is forgotten. Choose a new one on a till.'];
}

function readArguments(args: readonly string[]): { forgetPin: boolean; shop: string | null } {
  try {
    const options = { 'forget-pin': { type: 'boolean' }, shop: { type: 'string' } } as const;
    const { values } = parseArgs({ args: [...args], options, strict: true });
    return { forgetPin: values['forget-pin'] ?? false, shop: values.shop ?? null };
  } catch {
    throw new StartProblem(`pair knows no ${args.join(' ')}; there are --shop NAME and --forget-pin.`);
  }
}

try {
  const { DATA_DIR } = readEnvironment(readEnvFile('.env', process.env));
  print('', ...(await answer(process.argv.slice(2), DATA_DIR)));
} catch (error) {
  if (!(error instanceof StartProblem)) throw error;
  complain(error.message);
  process.exitCode = 1;
}
