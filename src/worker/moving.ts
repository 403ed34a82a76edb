/** A shop's way out of its object and into it, for who holds the deployment's secret: by the rules of a shop's own machine. */
import type { Clock, Random } from '../core/ports.ts';
import { arrive, leave, refuseLivedIn } from '../proxy/moving/move.ts';
import { ShopFileRefused } from '../proxy/moving/shop-file.ts';
import { writeShop } from '../proxy/moving/write-shop.ts';
import { refuseDeed } from '../setup/control-deeds.ts';
import { MAX_SHOP_FILE_BYTES, MOVES, SHOP_FILE_TOO_LARGE } from '../setup/moving-deeds.ts';
import { StartProblem } from '../setup/start-problem.ts';
import type { Sql } from '../sql/sql.ts';
import { linesIn, readUpload } from './read-upload.ts';

/** What a move needs of the object. */
export interface MovingDeps {
  readonly sql: Sql;
  readonly realm: string;
  readonly secret: Uint8Array;
  readonly random: Random;
  readonly clock: Clock;
  /** Brings the shop to rest, does `work` on its ledger, and lets the shop go on with what the ledger is then. */
  atRest(work: () => void): Promise<void>;
  /** Opens a shop that has arrived; false where none has. */
  unseal(): boolean;
  /** Which run of the shop this is: another one after each rest. */
  readonly run: () => object;
}

/** Does one move. The word that asks for it was judged. */
export async function answerMove(request: Request, deps: MovingDeps): Promise<Response> {
  try {
    const { pathname } = new URL(request.url);
    if (pathname === MOVES.export) return await letLeave(deps);
    if (pathname === MOVES.import) return await letArrive(request, deps);
    return deps.unseal() ? done() : refuseDeed(409, 'No shop waits to be opened there.');
  } catch (problem) {
    const isSentence = problem instanceof ShopFileRefused || problem instanceof StartProblem;
    if (isSentence) return refuseDeed(409, problem.message);
    throw problem;
  }
}

async function letLeave(deps: MovingDeps): Promise<Response> {
  const { sql, secret, clock } = deps;
  await deps.atRest(() => leave(sql, clock));
  const headers = { 'content-type': 'application/jsonl', 'cache-control': 'no-store' };
  return new Response(streamOf(writeShop(sql, secret), deps), { headers });
}

async function letArrive(request: Request, deps: MovingDeps): Promise<Response> {
  const { sql, random } = deps;
  refuseLivedIn(sql); // before anybody is disturbed
  const body = await readUpload(request, MAX_SHOP_FILE_BYTES);
  if (body === 'too-large') return refuseDeed(413, SHOP_FILE_TOO_LARGE);
  if (body === 'not-that-file') return refuseDeed(400, 'What came is not the file that was announced.');
  await deps.atRest(() => arrive(sql, linesIn(body), deps, random));
  return done();
}

function done(): Response {
  return Response.json({ done: true });
}

/** Sent in pieces of at least so many characters. */
const PIECE = 65_536;

/** The lines as they are asked for; a file breaks off, rather than mix two records, where another one comes in meanwhile. */
function streamOf(lines: Iterator<string>, { run }: MovingDeps): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const begun = run();
  return new ReadableStream<Uint8Array>({
    pull: (controller) => {
      if (run() !== begun) throw new Error('The ledger was replaced while its file was sent');
      let text = '';
      for (let next = lines.next(); ; next = lines.next()) {
        if (next.done !== true) text += `${next.value}\n`;
        if (next.done !== true && text.length < PIECE) continue;
        if (text !== '') controller.enqueue(encoder.encode(text));
        if (next.done === true) controller.close();
        return;
      }
    },
  });
}
