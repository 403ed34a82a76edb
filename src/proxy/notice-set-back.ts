/** Every request of a till says how far it has heard the record: one that never came so far was set back, and is told so. */
import type { MiddlewareHandler } from 'hono';
import { readPosition, SEEN_HEADER } from '../contract/feed-position.ts';
import type { Parts } from './parts.ts';

/** Before anything is answered or changed: what a till knows of a later copy makes this record another one. */
export function noticeSetBack({ ledger, log }: Parts): MiddlewareHandler {
  return async (c, next) => {
    const seen = readPosition(c.req.header(SEEN_HEADER));
    if (seen !== null && ledger.notice(seen)) log.warn('ledger-set-back');
    await next();
  };
}
