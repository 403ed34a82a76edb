/** `/api/shop`: what a till needs to know, and `/api/pair`: how a tablet becomes one. */
import type { Context } from 'hono';
import { pairRequestSchema, type Shop, type TillIdentity } from '../../contract/till-api.ts';
import { giveCookie, type Guarded } from '../auth/guard.ts';
import type { Parts } from '../parts.ts';
import { readBody } from '../read-body.ts';

/** Answers `GET /api/shop`. */
export function answerShop(c: Context<Guarded>, parts: Parts): Response {
  return c.json(makeShop(parts, c.var.till));
}

/** Answers `POST /api/pair` with the shop as the new till sees it, and the cookie. */
export async function answerPair(c: Context, parts: Parts): Promise<Response> {
  const { code, name } = await readBody(c, pairRequestSchema);
  const { till, token } = pair(parts, withoutShop(code), name);
  giveCookie(c, token, parts.settings.publicUrl);
  return c.json(makeShop(parts, till));
}

/** The code is used up and the till written in one commit. */
function pair({ sql, pairing, tills }: Parts, code: string, name: string | undefined) {
  return sql.transaction(() => {
    pairing.use(code);
    return tills.enrol(name);
  });
}

/** The link carries `<shop>.<code>`; with one shop behind this proxy the first part says nothing new. */
function withoutShop(code: string): string {
  return code.slice(code.lastIndexOf('.') + 1);
}

function makeShop({ settings, ledger, clock, pin }: Parts, till: TillIdentity): Shop {
  return {
    name: settings.name,
    realm: settings.realm,
    mode: settings.mode,
    currency: settings.currency,
    limitPerSaleMinor: settings.limitPerSale,
    trustLimitMinor: settings.trustLimit,
    hasPin: pin.isSet(),
    orderTimeoutMin: settings.orderTimeoutMin,
    codeLifeMs: { ...settings.codeLifeMs },
    timeZone: settings.timeZone,
    address: settings.address,
    publicUrl: settings.publicUrl,
    till,
    epoch: ledger.epoch,
    head: ledger.head(),
    serverTime: clock.now(),
  };
}
