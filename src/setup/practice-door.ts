/** Who may play the customer of a practice shop: whoever reaches a shop's own machine; at a public address who has the key. */
import { parse } from 'hono/utils/cookie';
import { isSameText } from '../proxy/gateway/signature.ts';
import { keyedHash } from '../proxy/keyed-hash.ts';
import { plainAnswer } from './app-files.ts';
import { GATEWAY_PATH, isBelow } from './paths.ts';

const COOKIE = 'pling_wallet';
/** A practice day; the console's link opens the next. */
const COOKIE_LIFE_S = 24 * 3600;
const CLOSED = 'This practice wallet opens by the link that the server’s console prints (npm run pair).';

/** The key of a deployment, the same after a restart. */
export function practiceKey(secret: Uint8Array): string {
  return keyedHash(secret, 'practice-wallet', '').slice(0, 32);
}

/** The wallet page's address as the console gives it out; `key` null: the page is open. */
export function walletLink(origin: string, key: string | null): string {
  return key === null ? `${origin}/wallet` : `${origin}/wallet?key=${key}`;
}

/** True for the wallet page and what it plays with; the gateway's own calls are signed. */
export function isPlayPath(pathname: string): boolean {
  return isBelow(pathname, '/wallet') || isBelow(pathname, `${GATEWAY_PATH}/sim`);
}

/** Lets in, by null, who has the key; the link gives it to the browser. */
export function answerDoor(request: Request, key: string): Response | null {
  const { pathname, searchParams } = new URL(request.url);
  const given = parse(request.headers.get('cookie') ?? '', COOKIE)[COOKIE] ?? '';
  if (isSameText(given, key)) return null;
  const isLink = request.method === 'GET' && pathname === '/wallet';
  if (!isLink || !isSameText(searchParams.get('key') ?? '', key)) return plainAnswer(request, 403, CLOSED);
  const answer = plainAnswer(request, 303, 'Open.');
  answer.headers.set('location', '/wallet');
  answer.headers.set(
    'set-cookie',
    `${COOKIE}=${key}; Path=/; Max-Age=${COOKIE_LIFE_S}; HttpOnly; SameSite=Strict; Secure`,
  );
  return answer;
}
