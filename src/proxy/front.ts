/** Several shops behind one address: which of them a request is for, told from the request alone. */
import { parse } from 'hono/utils/cookie';
import type { Clock } from '../core/ports.ts';
import { tillTokenOf, TILL_COOKIE } from './auth/till-cookie.ts';
import { pairingNameOf } from './auth/pairing-text.ts';
import { problemResponse } from './problem-response.ts';
import { MAX_BODY_BYTES } from './body-limit.ts';
import { receiptTag } from './receipt-token.ts';

/** One shop's proxy, wherever it runs. */
export interface ShopDoor {
  readonly realm: string;
  readonly fetch: (request: Request) => Response | Promise<Response>;
}

/** The shops of a deployment; the first one also answers what names none. */
export type ShopDoors = readonly [ShopDoor, ...ShopDoor[]];

/** Realms; null: asked too often. */
type FoundShops = readonly string[] | null;

/** What the front needs. */
export interface FrontDeps {
  readonly shops: ShopDoors;
  readonly clock: Clock;
  /** Realms of the shops in which this typed code, which names no shop, is good now; null: who asks has tried too often. */
  readonly shopsOfCode: (code: string, request: Request) => FoundShops | Promise<FoundShops>;
  /** Hears of a request that goes on as another object: whoever keeps something of the first keeps it of the second. */
  readonly onCopy?: (from: Request, to: Request) => void;
}

/** Answers for all shops. Nothing is decided here: the shop a request goes to checks it as if it were alone. */
export type Front = (request: Request) => Response | Promise<Response>;

/** Makes the front. A single shop gets every request as it is. */
export function createFront(deps: FrontDeps): Front {
  const [first, ...others] = deps.shops;
  if (others.length === 0) return (request) => first.fetch(request);
  return (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === '/healthz') return worstHealth(deps.shops, request);
    if (isBelow(pathname, '/webhooks')) return toNamed(deps, lastPart(pathname), request);
    if (isBelow(pathname, '/r')) return toReceipt(deps, lastPart(pathname), request);
    if (pathname === '/api/pair') return toPaired(deps, request);
    return doorOf(deps.shops, realmOfTill(request)).fetch(request);
  };
}

function isBelow(pathname: string, path: string): boolean {
  return pathname.startsWith(`${path}/`) || pathname === path;
}

function lastPart(pathname: string): string {
  return pathname.slice(pathname.lastIndexOf('/') + 1);
}

/** A till of no shop here is refused by the first one, as by any. */
function doorOf(shops: ShopDoors, realm: string | null): ShopDoor {
  return shops.find((shop) => shop.realm === realm) ?? shops[0];
}

/** Null: a cookie of the time when there was one shop, which then comes first; or none at all. */
function realmOfTill(request: Request): string | null {
  const cookie = parse(request.headers.get('cookie') ?? '', TILL_COOKIE)[TILL_COOKIE];
  return cookie === undefined ? null : tillTokenOf(cookie).realm;
}

/** Only the named shop's token is tried; the bare path would be every shop's. */
function toNamed({ shops, clock }: FrontDeps, realm: string, request: Request): ReturnType<Front> {
  const shop = shops.find((one) => one.realm === realm);
  return shop === undefined ? problemResponse('not-found', clock) : shop.fetch(request);
}

/** The token's tag says where to look first; a receipt that is older than the tag may be anywhere. */
async function toReceipt(deps: FrontDeps, token: string, request: Request): Promise<Response> {
  const { shops } = deps;
  const isLikely = (shop: ShopDoor): boolean => token.startsWith(receiptTag(shop.realm));
  const [likeliest = shops[0], ...rest] = [...shops].sort(
    (a, b) => Number(isLikely(b)) - Number(isLikely(a)),
  );
  let answer = await likeliest.fetch(copyOf(deps, request));
  for (const shop of rest) {
    if (answer.status !== 404) break;
    answer = await shop.fetch(copyOf(deps, request));
  }
  return answer;
}

function copyOf({ onCopy }: FrontDeps, request: Request): Request {
  const copy = request.clone();
  onCopy?.(request, copy);
  return copy;
}

/** `<shop>.<code>` goes to that shop. A typed code goes where it is good; where two hold it, it is good for neither. */
async function toPaired(
  { shops, clock, shopsOfCode, onCopy }: FrontDeps,
  request: Request,
): Promise<Response> {
  const body = await readShort(request);
  if (body === null) return problemResponse('too-large', clock);
  const { realm, code } = pairingNameOf(codeIn(body));
  const holders = realm === null ? await shopsOfCode(code, request) : [realm];
  if (holders === null) return problemResponse('too-many', clock);
  const isElsewhere = realm !== null && !shops.some((shop) => shop.realm === realm);
  if (isElsewhere || holders.length > 1) return problemResponse('pairing-code-wrong', clock);
  const { method, headers, url } = request;
  const again = method === 'POST' ? new Request(url, { method, headers, body }) : request;
  if (again !== request) onCopy?.(request, again);
  return doorOf(shops, holders[0] ?? null).fetch(again);
}

/** Empty where there is none: the shop then says what is wrong with the body. */
function codeIn(body: string): string {
  try {
    const json: unknown = JSON.parse(body);
    if (typeof json === 'object' && json !== null && 'code' in json && typeof json.code === 'string')
      return json.code.slice(0, 64);
    return '';
  } catch (error) {
    if (error instanceof SyntaxError) return '';
    throw error;
  }
}

/** The body as text, read no further than a pairing needs; null for a longer one. */
async function readShort(request: Request): Promise<string | null> {
  let text = '';
  let bytes = 0;
  const decoder = new TextDecoder();
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BODY_BYTES) return null;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** Well only while all are. */
async function worstHealth([first, ...others]: ShopDoors, request: Request): Promise<Response> {
  let answer = await first.fetch(request.clone());
  for (const shop of others) {
    if (!answer.ok) break;
    answer = await shop.fetch(request.clone());
  }
  return answer;
}
