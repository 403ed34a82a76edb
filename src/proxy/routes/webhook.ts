/** `/webhooks/pockyt`: the gateway's own news. Signed, it is applied with every check a query's answer gets; else it only asks. */
import type { Context } from 'hono';
import { readWebhookResult, type GatewayResult } from '../../contract/gateway-api.ts';
import { isFinal } from '../../core/attempt.ts';
import { isReference } from '../../core/ids.ts';
import { sameMoney } from '../../core/money/money.ts';
import { isSigned, type Fields } from '../gateway/signature.ts';
import { readResult } from '../gateway/news.ts';
import { isOwedBack, isUnpaidEnd } from '../ladder/gone-back.ts';
import type { AttemptRow } from '../ledger/attempt-row.ts';
import type { Change } from '../ledger/book.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Parts } from '../parts.ts';
import { Refusal } from '../refusal.ts';

/** Answers one delivery: exactly `success` once it is written down, so that the gateway stops repeating it. */
export async function answerWebhook(c: Context, parts: Parts): Promise<Response> {
  const shop = c.req.param('shop');
  if (shop !== undefined && shop !== parts.settings.realm) throw new Refusal('not-found');
  const fields = await readFields(c);
  if (!isSigned(fields, parts.settings.gateway.token)) {
    throw new Refusal('bad-signature', 'The webhook is not signed with this shop’s token.');
  }
  take(parts, readWebhookResult(fields));
  return c.text('success');
}

function take(parts: Parts, result: GatewayResult): void {
  const { ledger } = parts;
  const row = namedIn(ledger, result.reference);
  if (row === null) keepStray(parts, result);
  else ledger.change(row.reference, (current) => judgeWebhook(current, result));
}

/** The attempt a webhook is about, by its reference or by the id of one of its refunds. */
function namedIn(ledger: Ledger, reference: string | null): AttemptRow | null {
  const bare = reference?.replace(/-r\d{1,2}$/, '') ?? '';
  return isReference(bare) ? ledger.find(bare) : null;
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

/** Form and JSON are both seen in the wild (pockyt.md §3); the signature is over the values as texts. */
async function readFields(c: Context): Promise<Fields> {
  const body = await c.req.text();
  if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) {
    return Object.fromEntries(new URLSearchParams(body));
  }
  const json = parse(body);
  return Object.fromEntries(
    Object.entries(json)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}

function parse(body: string): object {
  try {
    const json: unknown = JSON.parse(body);
    if (typeof json === 'object' && json !== null) return json;
  } catch {
    throw new Refusal('malformed-request', 'The body is not JSON.');
  }
  throw new Refusal('malformed-request', 'The body is not an object.');
}

/** A signed payment nobody here asked for: kept for a person, once a transaction and status. */
function keepStray({ sql, clock, log }: Parts, result: GatewayResult): void {
  const { transactionNo, status, reference, amount, currency } = result;
  log.warn('stray-webhook', { transactionNo, status, reference });
  sql.run(
    `INSERT INTO strays (transactionNo, status, reference, amount, currency, receivedAt)
     VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    [transactionNo ?? '', status ?? '', reference, amount, currency, clock.now()],
  );
}
