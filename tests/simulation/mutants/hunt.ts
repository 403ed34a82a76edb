/** Hunts every mutant, as many at once as there are cores, each in a thread that loads the code with its bug. */
import { Worker } from 'node:worker_threads';
import { MUTANTS } from './list.ts';

/** One hunt: schedules from seed `from` on, `most` of them. */
export interface Hunt {
  readonly name: string;
  readonly from: number;
  readonly most: number;
}

/** What came of it. `caughtBy` null: it got away. */
export interface Prey {
  readonly name: string;
  /** Schedules played, the one that caught it included. */
  readonly runs: number;
  readonly caughtBy: string | null;
}

/** Hunts all whose name holds `only`; tells each as soon as it is over. */
export async function huntAll(
  only: string,
  from: number,
  most: number,
  workers: number,
  tell: (prey: Prey) => void,
): Promise<readonly Prey[]> {
  const waiting = MUTANTS.filter(({ name }) => name.includes(only)).map(({ name }) => ({ name, from, most }));
  const done: Prey[] = [];
  const next = async (): Promise<void> => {
    for (let hunt = waiting.shift(); hunt !== undefined; hunt = waiting.shift()) {
      const prey = await huntOne(hunt);
      done.push(prey);
      tell(prey);
    }
  };
  await Promise.all(Array.from({ length: workers }, next));
  return done;
}

/** A thread that dies of its bug has not caught it: only a law counts. */
function huntOne(workerData: Hunt): Promise<Prey> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData });
    const gotAway = (): void => resolve({ name: workerData.name, runs: workerData.most, caughtBy: null });
    worker.on('message', resolve);
    worker.on('error', gotAway);
    worker.on('exit', gotAway);
  });
}
