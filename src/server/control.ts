/** How `npm run pair` speaks to the running server: a loopback port and a token in a file only this user can read, or a word of the secret. */
import { timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { jsonOrNull } from '../core/json-or-null.ts';
import type { Clock } from '../core/ports.ts';
import { makeConsoleWord } from '../proxy/auth/console-word.ts';
import {
  answerDeed,
  deedProblemSchema,
  DEEDS,
  isDeedPath,
  type ControlDeeds,
  type PairingInvitation,
} from '../setup/control-deeds.ts';
import { StartProblem } from '../setup/start-problem.ts';

/** Where the running server listens for this user, and the word that opens it. */
export interface Control {
  readonly port: number;
  readonly token: string;
}

const controlSchema = v.object({ port: v.number(), token: v.string() });
const FILE = 'server.json';

/** Writes the file; returns the undo. */
export function writeControl(dataDir: string, control: Control): () => void {
  const path = join(dataDir, FILE);
  rmSync(path, { force: true }); // an old one might be readable by others
  writeFileSync(path, JSON.stringify(control), { mode: 0o600 });
  return () => rmSync(path, { force: true });
}

/** Answers a control request; null where the request is none. */
export function answerControl(
  request: Request,
  token: string,
  deeds: ControlDeeds,
): Response | Promise<Response> | null {
  if (!isDeedPath(new URL(request.url).pathname)) return null;
  if (!mayControl(request, token)) return new Response('Not found.\n', { status: 404 });
  return answerDeed(request.url, deeds);
}

/** True for who has read the file. */
export function mayControl(request: Request, token: string): boolean {
  const given = Buffer.from(request.headers.get('authorization') ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted) && request.method === 'POST';
}

/** A deployment far away, and the secret that is its key. */
export interface FarAway {
  readonly origin: string;
  readonly secret: Uint8Array;
  readonly clock: Pick<Clock, 'now'>;
}

/** Which server is asked, and about which of its shops: the one that runs with `dataDir`, or one far away. */
export interface Asked {
  readonly dataDir: string;
  /** name or realm; null where there is one shop */
  readonly shop: string | null;
  /** letter of the till that is meant; absent: none */
  readonly till?: string | undefined;
  readonly farAway?: FarAway;
}

/**
 * Asks the server for a fresh invitation, or for one to the place of the till that is named. Throws a StartProblem where
 * none runs, the shop is not clear, or it has no such till.
 */
export function askForInvitation(who: Asked, fetch: typeof globalThis.fetch): Promise<PairingInvitation> {
  return ask(who, DEEDS.invite, fetch);
}

/** Makes the server shut a till out. Throws a StartProblem as `askForInvitation` does. */
export async function askToRevoke(
  who: Asked & { readonly till: string },
  fetch: typeof globalThis.fetch,
): Promise<void> {
  await ask(who, DEEDS.revoke, fetch);
}

/** Makes the server forget the manager's PIN. Throws a StartProblem where none runs, or the shop is not clear. */
export async function askToForgetPin(who: Asked, fetch: typeof globalThis.fetch): Promise<void> {
  await ask(who, DEEDS.forgetPin, fetch);
}

async function ask<S extends v.GenericSchema>(
  who: Asked,
  { path, answer: schema }: { readonly path: string; readonly answer: S },
  fetch: typeof globalThis.fetch,
): Promise<v.InferOutput<S>> {
  const named = [
    ['shop', who.shop],
    ['till', who.till],
  ].flatMap(([name, value]) => (name && value ? [`${name}=${encodeURIComponent(value)}`] : []));
  const address = named.length === 0 ? path : `${path}?${named.join('&')}`;
  const { origin, authorization, nobody } = who.farAway
    ? farDoor(who.farAway, address)
    : runningDoor(who.dataDir);
  try {
    const headers = { authorization };
    const answer = await fetch(origin + address, { method: 'POST', headers, redirect: 'manual' });
    const body: unknown = await answer.json();
    const refused = v.safeParse(deedProblemSchema, body);
    if (refused.success) throw new StartProblem(refused.output.problem);
    return v.parse(schema, body);
  } catch (cause) {
    if (cause instanceof StartProblem) throw cause;
    throw new StartProblem(nobody, { cause }); // the file outlived a killed server, or the network is down
  }
}

/** How one server is reached. */
export interface Door {
  readonly origin: string;
  readonly authorization: string;
}

/** A door, and what to say where nobody answers behind it. */
export interface NamedDoor extends Door {
  readonly nobody: string;
}

/** The door of the server that runs with `dataDir`, or ran until it was killed; null where none does. */
export function localDoor(dataDir: string): Door | null {
  const path = join(dataDir, FILE);
  if (!existsSync(path)) return null;
  const read = v.safeParse(controlSchema, jsonOrNull(readFileSync(path, 'utf8')));
  if (!read.success) return null;
  const { port, token } = read.output;
  return { origin: `http://127.0.0.1:${port}`, authorization: `Bearer ${token}` };
}

function runningDoor(dataDir: string): NamedDoor {
  const nobody = `No Pling runs with the data in ${dataDir} (DATA_DIR): start it with npm start.`;
  const door = localDoor(dataDir);
  if (door === null) throw new StartProblem(nobody);
  return { ...door, nobody };
}

/** The door of a deployment far away, for one deed: its word is good once. */
export function farDoor({ origin, secret, clock }: FarAway, address: string): NamedDoor {
  return {
    origin,
    authorization: makeConsoleWord(secret, { host: new URL(origin).host, address, at: clock.now() }),
    nobody: `No Pling answers at ${origin}, or PLING_SECRET is not the one of that deployment.`,
  };
}
