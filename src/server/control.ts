/** How `npm run pair` speaks to the running server: a loopback port, and a token in a file only this user can read. */
import { timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { StartProblem } from './start-problem.ts';

/** Where the running server listens for this user, and the word that opens it. */
export interface Control {
  readonly port: number;
  readonly token: string;
}

/** What the server gives out. */
export interface PairingInvitation {
  /** 8 characters */
  readonly code: string;
  /** `<origin>/#pair=<shop>.<code>` */
  readonly link: string;
}

const controlSchema = v.object({ port: v.number(), token: v.string() });
const invitationSchema = v.object({ code: v.string(), link: v.string() });
const forgottenSchema = v.object({ forgotten: v.literal(true) });
const problemSchema = v.object({ problem: v.string() });
const FILE = 'server.json';
const PAIR_PATH = '/control/pairing-code';
const PIN_PATH = '/control/forget-pin';

/** What a user at the console may ask of the running server. */
export interface ControlDeeds {
  /** what there is to choose from */
  readonly shops: readonly { readonly name: string; readonly realm: string }[];
  invite(realm: string): PairingInvitation;
  forgetPin(realm: string): void;
}

/** Writes the file; returns the undo. */
export function writeControl(dataDir: string, control: Control): () => void {
  const path = join(dataDir, FILE);
  rmSync(path, { force: true }); // an old one might be readable by others
  writeFileSync(path, JSON.stringify(control), { mode: 0o600 });
  return () => rmSync(path, { force: true });
}

/** Answers a control request; null where the request is none. */
export function answerControl(request: Request, token: string, deeds: ControlDeeds): Response | null {
  const { pathname, searchParams } = new URL(request.url);
  if (pathname !== PAIR_PATH && pathname !== PIN_PATH) return null;
  const given = Buffer.from(request.headers.get('authorization') ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  const isAllowed = given.length === wanted.length && timingSafeEqual(given, wanted);
  if (!isAllowed || request.method !== 'POST') return new Response('Not found.\n', { status: 404 });
  const realm = chooseShop(deeds.shops, searchParams.get('shop'));
  if (realm === null) {
    const names = deeds.shops.map(({ name }) => `“${name}”`).join(', ');
    return Response.json({ problem: `Which shop? Add -- --shop and a name: ${names}.` }, { status: 400 });
  }
  if (pathname === PAIR_PATH) return Response.json(deeds.invite(realm));
  deeds.forgetPin(realm);
  return Response.json({ forgotten: true });
}

/** The shop a person means, by name or realm; none need be named where there is one. Null: not one of them, or several. */
function chooseShop(shops: ControlDeeds['shops'], named: string | null): string | null {
  const meant = named === null ? shops : shops.filter(({ name, realm }) => named === name || named === realm);
  return meant.length === 1 ? (meant[0]?.realm ?? null) : null;
}

/** Which server is asked, and about which of its shops. */
export interface Asked {
  readonly dataDir: string;
  /** name or realm; null where there is one shop */
  readonly shop: string | null;
}

/** Asks the server that runs with `dataDir` for a fresh invitation. Throws a StartProblem where none runs, or the shop is not clear. */
export function askForInvitation(who: Asked, fetch: typeof globalThis.fetch): Promise<PairingInvitation> {
  return ask(who, PAIR_PATH, invitationSchema, fetch);
}

/** Makes the server that runs with `dataDir` forget the manager's PIN. Throws a StartProblem where none runs, or the shop is not clear. */
export async function askToForgetPin(who: Asked, fetch: typeof globalThis.fetch): Promise<void> {
  await ask(who, PIN_PATH, forgottenSchema, fetch);
}

async function ask<S extends v.GenericSchema>(
  { dataDir, shop }: Asked,
  control: string,
  schema: S,
  fetch: typeof globalThis.fetch,
): Promise<v.InferOutput<S>> {
  const path = join(dataDir, FILE);
  const nobody = `No Pling runs with the data in ${dataDir} (DATA_DIR): start it with npm start.`;
  if (!existsSync(path)) throw new StartProblem(nobody);
  try {
    const { port, token } = v.parse(controlSchema, JSON.parse(readFileSync(path, 'utf8')));
    const headers = { authorization: `Bearer ${token}` };
    const query = shop === null ? '' : `?shop=${encodeURIComponent(shop)}`;
    const answer = await fetch(`http://127.0.0.1:${port}${control}${query}`, { method: 'POST', headers });
    const body: unknown = await answer.json();
    const problem = v.safeParse(problemSchema, body);
    if (problem.success) throw new StartProblem(problem.output.problem);
    return v.parse(schema, body);
  } catch (cause) {
    if (cause instanceof StartProblem) throw cause;
    throw new StartProblem(nobody, { cause }); // the file outlived a killed server
  }
}
