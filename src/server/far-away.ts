/** A deployment that is reached by its address, with the secret that is its key. */
import { createHash } from 'node:crypto';
import type { EnvironmentValues } from '../setup/env.ts';
import { StartProblem } from '../setup/start-problem.ts';
import type { FarAway } from './control.ts';
import { realClock } from './real-ports.ts';

/** Far away a word of the secret opens: the secret itself never travels. Throws a StartProblem. */
export function readFarAway(url: string, { PLING_SECRET }: Pick<EnvironmentValues, 'PLING_SECRET'>): FarAway {
  if (!URL.canParse(url))
    throw new StartProblem(`--url ${url} is no address such as https://till.example.com.`);
  if (PLING_SECRET === undefined)
    throw new StartProblem('PLING_SECRET is not set: --url needs the secret of that deployment, as in .env.');
  const secret = createHash('sha256').update(PLING_SECRET).digest();
  return { origin: new URL(url).origin, secret, clock: realClock };
}
