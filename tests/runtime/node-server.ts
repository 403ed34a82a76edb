/** A shop's own machine for the suite: the server of `npm start`, over the files it is given. Arguments: the built app. */
import { runServer } from '../../src/server/run.ts';
import { readConfig } from '../../src/setup/config.ts';

const [dist = ''] = process.argv.slice(2);
await runServer(readConfig(process.env, [], 'America/New_York'), {
  distDir: dist,
  onDiskRefused: () => undefined,
});
