/** Who may come in: paired tablets, and changes only from our own pages. */
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { TillIdentity } from '../../contract/shop-api.ts';
import type { ShopSettings } from '../../core/settings.ts';
import { Refusal } from '../refusal.ts';
import { isSecure } from '../security-headers.ts';
import type { Legs } from '../status/legs.ts';
import type { Enrolment } from './enrolment.ts';
import type { Pass } from './pass.ts';
import type { RateLimits } from './rate-limits.ts';
import { tillCookie, TILL_COOKIE, tillTokenOf } from './till-cookie.ts';

/** What the guard leaves for the routes behind it. */
export interface Guarded {
  Variables: { pass: Pass; legs: Legs };
}

/** Browsers cut longer lives to this. */
const COOKIE_LIFE_S = 400 * 24 * 3600;

/** What the guard asks. */
export interface GuardParts {
  readonly enrolment: Enrolment;
  readonly limits: RateLimits;
  readonly settings: Pick<ShopSettings, 'realm'>;
}

/** Lets only paired tablets of this shop through; the path tells nothing to others, known or not. */
export function requireTill({ enrolment, limits, settings }: GuardParts): MiddlewareHandler<Guarded> {
  return async (c, next) => {
    const cookie = getCookie(c, TILL_COOKIE) ?? '';
    const { realm, token } = tillTokenOf(cookie);
    const isReadable = cookie !== '' && cookie.length <= 128 && (realm === null || realm === settings.realm);
    const pass = isReadable ? enrolment.letIn(token) : null;
    if (pass === null) {
      limits.countStranger(c.req.raw);
      throw new Refusal('not-paired');
    }
    limits.countTill(pass.till.id);
    c.set('pass', pass);
    await next();
  };
}

/**
 * The till that asks. Throws a Refusal where it was shut out while its request was on the way: so it is asked for after
 * the last wait before a change, and nothing may come between the two.
 */
export function callerOf({ var: { pass } }: Context<Guarded>): TillIdentity {
  if (!pass.isGood) throw new Refusal('not-paired');
  return pass.till;
}

/** Gives the tablet its cookie. `Secure` wherever the page was reached by https, also behind a TLS terminator. */
export function giveCookie(c: Context, token: string, { realm, publicUrl }: ShopSettings): void {
  setCookie(c, TILL_COOKIE, tillCookie(realm, token), {
    httpOnly: true,
    sameSite: 'Strict',
    secure: isSecure(c.req.url, publicUrl),
    path: '/',
    maxAge: COOKIE_LIFE_S,
  });
}

/** Refuses a change that another site's page sends. Clients that are no browsers send no Origin and have no cookie to steal. */
export function requireOwnOrigin(publicUrl: string | null): MiddlewareHandler {
  return async (c, next) => {
    const isChange = c.req.method !== 'GET' && c.req.method !== 'HEAD';
    if (isChange && !isOwnPage(c, publicUrl)) throw new Refusal('other-origin');
    await next();
  };
}

/** By Fetch Metadata where the browser says it (another port of this host is `same-site`), and by Origin. */
function isOwnPage(c: Context, publicUrl: string | null): boolean {
  const site = c.req.header('sec-fetch-site') ?? 'same-origin';
  const origin = c.req.header('origin');
  if (site !== 'same-origin' && site !== 'none') return false;
  return origin === undefined || isOwnOrigin(origin, c.req.url, publicUrl);
}

/** The scheme is not compared: behind a TLS terminator the proxy itself is reached by http. */
function isOwnOrigin(origin: string, url: string, publicUrl: string | null): boolean {
  if (!URL.canParse(origin)) return false; // "null": a sandboxed or opaque page
  return origin === publicUrl || new URL(origin).host === new URL(url).host;
}
