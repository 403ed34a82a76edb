/** Who may come in: paired tablets, and changes only from our own pages. */
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { TillIdentity } from '../../contract/till-api.ts';
import type { ShopSettings } from '../../core/settings.ts';
import { Refusal } from '../refusal.ts';
import { tillCookie, TILL_COOKIE, tillTokenOf } from './till-cookie.ts';
import type { Tills } from './tills.ts';

/** What the guard leaves for the routes behind it. */
export interface Guarded {
  Variables: { till: TillIdentity };
}

/** Browsers cut longer lives to this. */
const COOKIE_LIFE_S = 400 * 24 * 3600;

/** Lets only paired tablets of this shop through; the path tells nothing to others, known or not. */
export function requireTill(tills: Tills, realm: string): MiddlewareHandler<Guarded> {
  return async (c, next) => {
    const cookie = getCookie(c, TILL_COOKIE) ?? '';
    const { realm: named, token } = tillTokenOf(cookie);
    const isReadable = cookie !== '' && cookie.length <= 128 && (named === null || named === realm);
    const till = isReadable ? tills.find(token) : null;
    if (till === null) throw new Refusal('not-paired');
    c.set('till', till);
    await next();
  };
}

/** Gives the tablet its cookie. `Secure` wherever the page was reached by https, also behind a TLS terminator. */
export function giveCookie(c: Context, token: string, { realm, publicUrl }: ShopSettings): void {
  setCookie(c, TILL_COOKIE, tillCookie(realm, token), {
    httpOnly: true,
    sameSite: 'Strict',
    secure: isHttps(c, publicUrl),
    path: '/',
    maxAge: COOKIE_LIFE_S,
  });
}

/** Refuses a change that another site's page sends. Clients that are no browsers send no Origin and have no cookie to steal. */
export function requireOwnOrigin(publicUrl: string | null): MiddlewareHandler {
  return async (c, next) => {
    const isChange = c.req.method !== 'GET' && c.req.method !== 'HEAD';
    const origin = c.req.header('origin');
    if (isChange && origin !== undefined && !isOwnOrigin(origin, c.req.url, publicUrl)) {
      throw new Refusal('other-origin');
    }
    await next();
  };
}

/** The scheme is not compared: behind a TLS terminator the proxy itself is reached by http. */
function isOwnOrigin(origin: string, url: string, publicUrl: string | null): boolean {
  if (!URL.canParse(origin)) return false; // "null": a sandboxed or opaque page
  return origin === publicUrl || new URL(origin).host === new URL(url).host;
}

function isHttps(c: Context, publicUrl: string | null): boolean {
  const url = new URL(c.req.url);
  if (url.protocol === 'https:') return true;
  return publicUrl?.startsWith('https:') === true && new URL(publicUrl).host === url.host;
}
