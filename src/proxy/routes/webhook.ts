/** `/webhooks/pockyt`: the gateway's own news. Signed, it is applied with every check a query's answer gets; else it only asks. */
import type { Context } from 'hono';
import { readWebhookResult, type GatewayResult } from '../../contract/gateway-api.ts';
import { isFinal } from '../../core/attempt.ts';
import { isReference } from '../../core/ids.ts';
import { sameMoney } from '../../core/money/money.ts';
import { MAX_WEBHOOK_BYTES, readText } from '../body-limit.ts';
import { isSigned, type Fields } from '../gateway/signature.ts';
import { readWebhookFields } from '../gateway/webhook-fields.ts';
import { readResult } from '../gateway/news.ts';
import { isOwedBack, isUnpaidEnd } from '../ladder/gone-back.ts';
import type { AttemptRow } from '../ledger/attempt-row.ts';
import type { Book, Change } from '../ledger/book.ts';
import { hearOnce } from '../ledger/heard.ts';
import type { Parts } from '../parts.ts';
import { Refusal } from '../refusal.ts';
import type { Sql } from '../../sql/sql.ts';

/** Answers one delivery: exactly `success` once it is written down, so that the gateway stops repeating it. */
export async function answerWebhook(c: Context, parts: Parts): Promise<Response> {
  const shop = c.req.param('shop');
  if (shop !== undefined && shop !== parts.settings.realm) throw new Refusal('not-found');
  const fields = readWebhookFields(c.req.header('content-type') ?? '', await readText(c, MAX_WEBHOOK_BYTES));
  if (fields === null) {
    parts.webhooks.malformed += 1;
    parts.limits.countStranger(c.req.raw);
    throw new Refusal('malformed-request', 'The webhook cannot be read, or in two ways.');
  }
  if (!isSigned(fields, parts.settings.gateway.token)) {
    parts.webhooks.badSignature += 1;
    parts.limits.countStranger(c.req.raw);
    throw new Refusal('bad-signature', 'The webhook is not signed with this shop’s token.');
  }
  if (isOtherStore(fields, parts)) throw new Refusal('not-found', 'The webhook is about another store.');
  takeOnce(parts, fields);
  return c.text('success');
}

/** One token may be several stores': what names its store (pockyt.md §2) is taken in there alone, and is no stray here. */
function isOtherStore(
  { merchantNo, storeNo }: Fields,
  { settings: { gateway } }: Pick<Parts, 'settings'>,
): boolean {
  return (
    (merchantNo ?? gateway.merchantNo) !== gateway.merchantNo ||
    (storeNo ?? gateway.storeNo) !== gateway.storeNo
  );
}

/** All or nothing. The same message again is acknowledged and changes nothing. */
function takeOnce({ ledger, sql, webhooks, clock, log }: Parts, fields: Fields): void {
  const signature = (fields['verifySign'] ?? '').toLowerCase();
  const isNew = ledger.transact((book) => {
    const isFirst = hearOnce(sql, signature, book.now);
    if (isFirst) take({ book, sql, log }, readWebhookResult(fields));
    return isFirst;
  });
  webhooks.accepted += 1;
  webhooks.repeated += isNew ? 0 : 1;
  webhooks.lastAt = clock.now();
}

/** Where a message is taken in. */
interface Taking extends Pick<Parts, 'sql' | 'log'> {
  readonly book: Book;
}

function take(taking: Taking, result: GatewayResult): void {
  const { book } = taking;
  const row = namedIn(book, result.reference);
  if (row === null) keepStray(taking, result);
  else book.apply(row, judgeWebhook(row, result));
}

/** The attempt a webhook is about, by its reference or by the id of one of its refunds. */
function namedIn(book: Book, reference: string | null): AttemptRow | null {
  const bare = reference?.replace(/-r\d{1,2}$/, '') ?? '';
  return isReference(bare) ? book.find(bare) : null;
}

/**
 * Only an equal end of an attempt that was sent moves it; anything else, also on a final attempt, asks the gateway. So
 * does an end without a charge on one that is known: a delivery may be two hours old and tell of the time before it.
 */
export function judgeWebhook(row: AttemptRow, result: GatewayResult): Change {
  const ask: Change = { facts: { askNow: true } };
  if (isFinal(row.state) || row.calledAt === null || row.transactionNo === null) return ask;
  const { event } = readResult(result, '', row);
  const isOther = event.type === 'success' && !sameMoney(event.amount, row.amount);
  const isOld = isUnpaidEnd(event) && isOwedBack(row);
  return event.type === 'no-news' || isOther || isOld ? ask : { events: [event], facts: { leg: 'ok' } };
}

/** Strays kept. Only who has the token can send one, but a record must not grow for ever. */
export const MOST_STRAYS = 1_000;

/** A signed payment nobody here asked for: kept for a person, once a transaction and status. */
function keepStray({ book, sql, log }: Taking, result: GatewayResult): void {
  const { transactionNo, status, reference, amount, currency } = result;
  log.warn('stray-webhook', { transactionNo, status, reference });
  makeRoom(sql);
  sql.run(
    `INSERT INTO strays (transactionNo, status, reference, amount, currency, receivedAt)
     VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    [transactionNo ?? '', status ?? '', reference, amount, currency, book.now],
  );
}

/** The oldest that no manager has to see goes. Where all are open, the gateway keeps its message and comes again. */
function makeRoom(sql: Sql): void {
  const count = (): number => Number(sql.all('SELECT count(*) AS n FROM strays')[0]?.['n']);
  if (count() < MOST_STRAYS) return;
  sql.run(
    `DELETE FROM strays WHERE rowid IN (SELECT rowid FROM strays
     WHERE status <> 'success' OR closedAt IS NOT NULL ORDER BY receivedAt LIMIT 1)`,
  );
  if (count() >= MOST_STRAYS)
    throw new Refusal('too-many', 'The list of strays is full: a manager must see to it.');
}
