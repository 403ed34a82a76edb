/** `npm run pair`: a fresh pairing code from the server that runs with this data folder; `-- --forget-pin`: no manager's PIN any more. */
import { invitationLines } from './announce.ts';
import { askForInvitation, askToForgetPin } from './control.ts';
import { readEnvironment } from './env.ts';
import { complain, print } from './print.ts';
import { readEnvFile } from './read-env-file.ts';
import { StartProblem } from './start-problem.ts';

/** What to do, from the arguments: a mistyped one must not hand out a code instead. */
async function answer(args: readonly string[], dataDir: string): Promise<readonly string[]> {
  const [arg, ...others] = args;
  if (arg === undefined) return invitationLines(await askForInvitation(dataDir, globalThis.fetch));
  if (arg !== '--forget-pin' || others.length > 0)
    throw new StartProblem(`pair knows no ${args.join(' ')}; there is only --forget-pin.`);
  await askToForgetPin(dataDir, globalThis.fetch);
  return ['The manager’s PIN is forgotten. Choose a new one on a till.'];
}

try {
  const { DATA_DIR } = readEnvironment(readEnvFile('.env', process.env));
  print('', ...(await answer(process.argv.slice(2), DATA_DIR)));
} catch (error) {
  if (!(error instanceof StartProblem)) throw error;
  complain(error.message);
  process.exitCode = 1;
}
