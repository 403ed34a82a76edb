/** The cookie a till is known by: `<realm>.<token>`, so that it can be told which shop's till it is. */

/** Its name. */
export const TILL_COOKIE = 'pling_till';

/** What a till's cookie says. `realm` is null in one given before a deployment could hold several shops. */
export interface TillToken {
  readonly realm: string | null;
  readonly token: string;
}

/** Reads a cookie's value. */
export function tillTokenOf(value: string): TillToken {
  const dot = value.indexOf('.');
  if (dot < 0) return { realm: null, token: value };
  return { realm: value.slice(0, dot), token: value.slice(dot + 1) };
}

/** Writes it. */
export function tillCookie(realm: string, token: string): string {
  return `${realm}.${token}`;
}
