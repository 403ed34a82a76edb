/** `npm run export` and `import` with `-- --url`: a shop leaves an object far away, or arrives in one, by the same file. */
import { createHash } from 'node:crypto';
import { closeSync, readFileSync, writeSync } from 'node:fs';
import * as v from 'valibot';
import { isWholeFile } from '../proxy/moving/shop-file.ts';
import { deedProblemSchema } from '../setup/control-deeds.ts';
import {
  BODY_HASH,
  MAX_SHOP_FILE_BYTES,
  movedSchema,
  MOVES,
  SHOP_FILE_TOO_LARGE,
} from '../setup/moving-deeds.ts';
import { StartProblem } from '../setup/start-problem.ts';
import { jsonOrNull } from '../core/json-or-null.ts';
import { farDoor, type FarAway } from './control.ts';
import { clearPart, openPart, partOf, replaceByPart } from './ledger-file.ts';
import { linesOf } from './move-shop.ts';

/** Which shop of which deployment is moved. */
export interface FarShop {
  readonly farAway: FarAway;
  /** name or realm; null where there is one shop */
  readonly shop: string | null;
  readonly fetch: typeof fetch;
}

/**
 * Shuts the shop far away and writes its file. May be done again. Rejects with a StartProblem; where the file did not
 * come whole, the seal stays.
 */
export async function exportFar(far: FarShop, to: string): Promise<readonly string[]> {
  clearPart(to);
  try {
    await download(far, to);
    if (!isWholeFile(linesOf(partOf(to))))
      throw new StartProblem('The file broke off on its way. The shop is shut there: say the same again.');
    replaceByPart(to);
  } finally {
    clearPart(to);
  }
  return [
    `The shop is in ${to}, and shut there: every till is told that it has moved.`,
    'Give the new machine the same PLING_SECRET and the same POCKYT_ variables, and say there:',
    '  npm run import -- --from FILE',
    'Made in error? Import the file where it came from, with the same --url.',
  ];
}

/** Makes the file the shop far away, sealed until the old one is off. Rejects with a StartProblem. */
export async function importFar(far: FarShop, from: string): Promise<readonly string[]> {
  const body = readFile(from);
  if (body.byteLength > MAX_SHOP_FILE_BYTES) throw new StartProblem(SHOP_FILE_TOO_LARGE);
  const hash = createHash('sha256').update(body).digest('hex');
  await ask(far, `${MOVES.import}?${BODY_HASH}=${hash}`, body);
  return [
    'The shop is there, and shut until the old machine is off. Then a manager opens it with the PIN at any till,',
    'or you do: npm run import -- --open, with the same --url',
  ];
}

/** Opens a shop that has arrived far away. Rejects with a StartProblem where there is none. */
export async function openFar(far: FarShop): Promise<readonly string[]> {
  await ask(far, MOVES.open);
  return ['The shop is open there.'];
}

function readFile(path: string): Buffer<ArrayBuffer> {
  try {
    return readFileSync(path);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StartProblem(`The shop’s file cannot be read (${why}).`, { cause });
  }
}

async function download(far: FarShop, to: string): Promise<void> {
  const file = openPart(to);
  try {
    const answer = await knock(far, MOVES.export);
    for await (const piece of (answer.body ?? []) as AsyncIterable<Uint8Array>) writeAll(file, piece);
  } catch (cause) {
    if (cause instanceof StartProblem) throw cause;
    throw new StartProblem('The connection broke off. Say the same again.', { cause });
  } finally {
    closeSync(file);
  }
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.byteLength;) at += writeSync(file, bytes, at);
}

async function ask(far: FarShop, address: string, body?: Buffer<ArrayBuffer>): Promise<void> {
  const answer = await knock(far, address, body);
  if (!v.is(movedSchema, jsonOrNull(await answer.text()))) throw new StartProblem(nobodyAt(far));
}

/** Resolves with an answer that is no refusal. */
async function knock(far: FarShop, address: string, body?: Buffer<ArrayBuffer>): Promise<Response> {
  const named =
    far.shop === null
      ? address
      : `${address}${address.includes('?') ? '&' : '?'}shop=${encodeURIComponent(far.shop)}`;
  const { origin, authorization } = farDoor(far.farAway, named);
  const answer = await send(far, origin + named, {
    method: 'POST',
    headers: { authorization },
    redirect: 'manual',
    ...(body !== undefined && { body }),
  });
  if (answer.status === 200) return answer;
  const refused = v.safeParse(deedProblemSchema, jsonOrNull(await answer.text()));
  throw new StartProblem(refused.success ? refused.output.problem : nobodyAt(far));
}

async function send(far: FarShop, url: string, init: RequestInit): Promise<Response> {
  try {
    return await far.fetch(url, init);
  } catch (cause) {
    throw new StartProblem(nobodyAt(far), { cause });
  }
}

function nobodyAt({ farAway: { origin } }: FarShop): string {
  return `No Pling on Cloudflare answers at ${origin}, or PLING_SECRET is not the one of that deployment.`;
}
