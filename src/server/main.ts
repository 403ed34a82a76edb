/** `npm start`: the till, the proxy and, without credentials, the practice gateway on one port. */
import { join } from 'node:path';
import { readConfig } from '../setup/config.ts';
import { complain, print } from './print.ts';
import { readEnvFile } from './read-env-file.ts';
import { realClock } from './real-ports.ts';
import { runServer, type RunningServer } from './run.ts';
import { StartProblem } from '../setup/start-problem.ts';

/** npm and a terminal hand on one Ctrl-C twice within this time, ms. */
const SAME_PRESS_MS = 700;

const root = join(import.meta.dirname, '../..');

/** The first signal ends it gracefully, a second one at once. */
function stopOnSignals(server: RunningServer): void {
  let toldAt: number | null = null;
  const stop = (): void => {
    const now = realClock.monotonic();
    if (toldAt !== null && now - toldAt > SAME_PRESS_MS) process.exit(1);
    if (toldAt !== null) return;
    toldAt = now;
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        complain(`Stopping failed: ${String(error)}`);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
}

/** Whoever started this process starts it again (systemd's Restart=); the next one reads what the disk really has. */
function onDiskRefused(path: string, { message }: Error): void {
  complain(
    `The disk did not take what was written to ${path} (${message}). Nothing that was not written was sent or told; this server ends.`,
  );
  process.exit(1);
}

try {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const config = readConfig(readEnvFile('.env', process.env), process.argv.slice(2), timeZone);
  const server = await runServer(config, { distDir: join(root, 'dist'), onDiskRefused });
  print(...server.words);
  stopOnSignals(server);
} catch (error) {
  if (!(error instanceof StartProblem)) throw error;
  complain(error.message);
  process.exitCode = 1;
}
