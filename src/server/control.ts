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
const FILE = 'server.json';
const PAIR_PATH = '/control/pairing-code';
const PIN_PATH = '/control/forget-pin';

/** What a user at the console may ask of the running server. */
export interface ControlDeeds {
  invite(): PairingInvitation;
  forgetPin(): void;
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
  const { pathname } = new URL(request.url);
  if (pathname !== PAIR_PATH && pathname !== PIN_PATH) return null;
  const given = Buffer.from(request.headers.get('authorization') ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  const isAllowed = given.length === wanted.length && timingSafeEqual(given, wanted);
  if (!isAllowed || request.method !== 'POST') return new Response('Not found.\n', { status: 404 });
  if (pathname === PAIR_PATH) return Response.json(deeds.invite());
  deeds.forgetPin();
  return Response.json({ forgotten: true });
}

/** Asks the server that runs with `dataDir` for a fresh invitation. Throws a StartProblem where none runs. */
export function askForInvitation(
  dataDir: string,
  fetch: typeof globalThis.fetch,
): Promise<PairingInvitation> {
  return ask(dataDir, PAIR_PATH, invitationSchema, fetch);
}

/** Makes the server that runs with `dataDir` forget the manager's PIN. Throws a StartProblem where none runs. */
export async function askToForgetPin(dataDir: string, fetch: typeof globalThis.fetch): Promise<void> {
  await ask(dataDir, PIN_PATH, forgottenSchema, fetch);
}

async function ask<S extends v.GenericSchema>(
  dataDir: string,
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
    const answer = await fetch(`http://127.0.0.1:${port}${control}`, { method: 'POST', headers });
    return v.parse(schema, await answer.json());
  } catch (cause) {
    throw new StartProblem(nobody, { cause }); // the file outlived a killed server
  }
}
