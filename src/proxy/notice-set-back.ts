/** Every request of a till says how far it has heard the record: one that never came so far was set back, and is told so. */
import type { MiddlewareHandler } from 'hono';
import { readPosition, SEEN_HEADER } from '../contract/feed-position.ts';
import type { Parts } from './parts.ts';

/** Places read of one request. */
const MOST_PLACES = 8;

/** Before anything is answered or changed: what a till knows of a later copy makes this record another one. */
export function noticeSetBack({ ledger, log }: Parts): MiddlewareHandler {
  return async (c, next) => {
    const places = (c.req.header(SEEN_HEADER) ?? '').split(' ', MOST_PLACES).map(readPosition);
    if (places.some((seen) => seen !== null && ledger.notice(seen))) log.warn('ledger-set-back');
    await next();
  };
}
