/** `npm run pair`: a fresh pairing code from the server that runs with this data folder. */
import { invitationLines } from './announce.ts';
import { askForInvitation } from './control.ts';
import { readEnvironment } from './env.ts';
import { complain, print } from './print.ts';
import { readEnvFile } from './read-env-file.ts';
import { StartProblem } from './start-problem.ts';

try {
  const { DATA_DIR } = readEnvironment(readEnvFile('.env', process.env));
  print('', ...invitationLines(await askForInvitation(DATA_DIR, globalThis.fetch)));
} catch (error) {
  if (!(error instanceof StartProblem)) throw error;
  complain(error.message);
  process.exitCode = 1;
}
