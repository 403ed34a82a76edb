/** `npm start`: the till, the proxy and, without credentials, the practice gateway on one port. */
import { join } from 'node:path';
import { readConfig } from '../setup/config.ts';
import { complain, print } from './print.ts';
import { readEnvFile } from './read-env-file.ts';
import { runServer } from './run.ts';
import { StartProblem } from '../setup/start-problem.ts';

const root = join(import.meta.dirname, '../..');

try {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const config = readConfig(readEnvFile('.env', process.env), process.argv.slice(2), timeZone);
  const server = await runServer(config, join(root, 'dist'));
  print(...server.words);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      server.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          complain(`Stopping failed: ${String(error)}`);
          process.exit(1);
        },
      );
    });
  }
} catch (error) {
  if (!(error instanceof StartProblem)) throw error;
  complain(error.message);
  process.exitCode = 1;
}
