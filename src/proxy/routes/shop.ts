/** `/api/shop`: what a till needs to know, and `/api/pair`: how a tablet becomes one. */
import type { Context } from 'hono';
import type { Shop, TillIdentity } from '../../contract/shop-api.ts';
import { pairRequestSchema, type PairAnswer } from '../../contract/till-api.ts';
import { callerOf, giveCookie, type Guarded } from '../auth/guard.ts';
import { pairingNameOf } from '../auth/pairing-text.ts';
import type { RateLimits } from '../auth/rate-limits.ts';
import type { Parts } from '../parts.ts';
import { readBody } from '../read-body.ts';
import { Refusal } from '../refusal.ts';

/** Answers `GET /api/shop`. */
export function answerShop(c: Context<Guarded>, parts: Parts): Response {
  return c.json(makeShop(parts, callerOf(c)));
}

/** Answers `POST /api/pair` with the shop as the new till sees it, and the cookie. */
export async function answerPair(c: Context, parts: Parts): Promise<Response> {
  const { limits } = parts;
  limits.refuseSpent(c.req.raw, 'pairing');
  const { code, name } = await readBody(c, pairRequestSchema);
  const { till, token, isBack } = countingWrong(limits, c.req.raw, () =>
    parts.enrolment.pair(codeOf(code, parts), name),
  );
  giveCookie(c, token, parts.settings);
  const body: PairAnswer & Shop = { ...makeShop(parts, till), isBack };
  return c.json(body);
}

/** Only wrong codes are counted: a shop may pair all its tablets at once. */
function countingWrong<T>(limits: RateLimits, request: Request, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) limits.countStranger(request, 'pairing');
    throw error;
  }
}

function codeOf(text: string, { settings }: Parts): string {
  const { realm, code } = pairingNameOf(text);
  if (realm !== null && realm !== settings.realm) throw new Refusal('pairing-code-wrong');
  return code;
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
