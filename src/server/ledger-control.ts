/** Work on a ledger's file that the running server is asked to do: it alone has the file open. */
import * as v from 'valibot';
import { deedProblemSchema, refuseDeed } from '../setup/control-deeds.ts';
import { StartProblem } from '../setup/start-problem.ts';
import { localDoor, mayControl } from './control.ts';
import { deedSchema, type Deed } from './ledger-deeds.ts';

const LEDGER_PATH = '/control/ledger';
const askedSchema = v.object({ realm: v.string(), deed: deedSchema });
const workedSchema = v.object({ words: v.array(v.string()) });

/** Brings the shops to rest for a deed; resolves with the words for the person. Rejects with a StartProblem. */
export type Work = (realm: string, deed: Deed) => Promise<readonly string[]>;

/** Answers a request for such work; null where the request is none. */
export function answerWork(request: Request, token: string, work: Work): Promise<Response> | null {
  if (new URL(request.url).pathname !== LEDGER_PATH) return null;
  return mayControl(request, token) ? doWork(request, work) : Promise.resolve(notHere());
}

async function doWork(request: Request, work: Work): Promise<Response> {
  try {
    const { realm, deed } = v.parse(askedSchema, await request.json());
    return Response.json({ words: await work(realm, deed) });
  } catch (problem) {
    if (problem instanceof StartProblem) return refuseDeed(400, problem.message);
    throw problem;
  }
}

function notHere(): Response {
  return new Response('Not found.\n', { status: 404 });
}

/** Has it done by the server that runs with `dataDir`; null where none runs. Throws a StartProblem where it is refused. */
export async function askToWork(
  dataDir: string,
  asked: { readonly realm: string; readonly deed: Deed },
  fetch: typeof globalThis.fetch,
): Promise<readonly string[] | null> {
  const door = localDoor(dataDir);
  if (door === null) return null;
  const answer = await knock(door, JSON.stringify(asked), fetch);
  if (answer === null) return null;
  const refused = v.safeParse(deedProblemSchema, answer);
  if (refused.success) throw new StartProblem(refused.output.problem);
  return v.parse(workedSchema, answer).words;
}

/** Null: the file outlived a killed server. */
async function knock(
  { origin, authorization }: { readonly origin: string; readonly authorization: string },
  body: string,
  fetch: typeof globalThis.fetch,
): Promise<unknown> {
  try {
    const answer = await fetch(origin + LEDGER_PATH, { method: 'POST', headers: { authorization }, body });
    return await answer.json();
  } catch (cause) {
    if (cause instanceof Error) return null;
    throw cause;
  }
}
