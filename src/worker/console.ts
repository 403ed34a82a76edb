/** The console of a deployment that has none: who holds its secret may ask the shop's own object for a pairing code. */
import type { Clock } from '../core/ports.ts';
import { readConsoleWord, WORD_LIFE_MS, WORD_SPACING_MS } from '../proxy/auth/console-word.ts';
import { noSuchFile } from '../setup/app-files.ts';
import { answerDeed, refuseDeed, type ControlDeeds } from '../setup/control-deeds.ts';
import type { ObjectStorage } from './platform.ts';

/** What a word is judged by. */
export interface WordDeps {
  readonly clock: Clock;
  readonly secret: Uint8Array;
}

/** What a word is used up by. */
export interface OneWordDeps extends WordDeps {
  readonly kv: ObjectStorage['kv'];
}

/** What an object's console is made of. */
export interface ConsoleDeps extends OneWordDeps {
  readonly deeds: ControlDeeds;
}

/** Where the time of the last word is kept: also a restart takes none twice. */
const LAST_WORD = 'last-console-word';

/**
 * When the request's word was made, or the refusal. A wrong word costs one hash and is told nothing: 256 bits need no
 * count of wrong tries, and a count would let anybody lock the owner out.
 */
export function judgeWord(request: Request, { clock, secret }: WordDeps): number | Response {
  const { host, pathname, search } = new URL(request.url);
  const word = request.headers.get('authorization') ?? '';
  const deed = { host, address: pathname + search };
  const at = request.method === 'POST' ? readConsoleWord(secret, word, deed) : null;
  if (at === null) return noSuchFile(request);
  const wrongMs = Math.abs(at - clock.now());
  if (wrongMs <= WORD_LIFE_MS) return at;
  return refuseDeed(403, `This machine’s clock is wrong by ${Math.round(wrongMs / 1000)} s.`);
}

/** Uses a word up; the refusal, or null. Each word must be younger than the last by a moment: so none is good twice. */
export function takeWord(request: Request, deps: OneWordDeps): Response | null {
  const at = judgeWord(request, deps);
  if (at instanceof Response) return at;
  if (at - Number(deps.kv.get(LAST_WORD) ?? 0) < WORD_SPACING_MS) {
    return refuseDeed(429, 'Asked a moment ago: ask again.');
  }
  deps.kv.put(LAST_WORD, at);
  return null;
}

/** Does one deed. */
export function answerConsole(request: Request, deps: ConsoleDeps): Response | Promise<Response> {
  return takeWord(request, deps) ?? answerDeed(request.url, deps.deeds);
}
