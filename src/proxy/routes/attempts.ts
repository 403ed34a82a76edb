/** `/api/attempts`: open, pay, ask, extend, cancel, close. Each answers with the attempt as it is then. */
import { Hono, type Context } from 'hono';
import { decideRequestSchema, refundRequestSchema } from '../../contract/manager-api.ts';
import {
  changeRequestSchema,
  closeRequestSchema,
  openRequestSchema,
  payRequestSchema,
  type AttemptAnswer,
} from '../../contract/till-api.ts';
import type { Reference } from '../../core/ids.ts';
import { unfinishedRefund } from '../../core/refund.ts';
import { callerOf, type Guarded } from '../auth/guard.ts';
import { keyedHash } from '../keyed-hash.ts';
import type { AttemptRow } from '../ledger/attempt-row.ts';
import { acceptPay } from '../ledger/accept-pay.ts';
import type { Book } from '../ledger/book.ts';
import { cancelAttempt, closeAttempt, extendAttempt } from '../ledger/change-attempt.ts';
import { decideAttempt, managersDeed } from '../ledger/decide-attempt.ts';
import type { Claim } from '../ledger/claim.ts';
import { openAttempt } from '../ledger/open-attempt.ts';
import { refundAttempt } from '../ledger/refund-attempt.ts';
import { toSnapshot } from '../ledger/snapshot.ts';
import type { Parts } from '../parts.ts';
import { pathReference, readBody } from '../read-body.ts';
import { Refusal } from '../refusal.ts';
import { ANSWER_WITHIN_MS, waitFor } from '../watch.ts';

/** Makes the routes. */
export function attemptRoutes(parts: Parts): Hono<Guarded> {
  const { ledger, settings, audit } = parts;
  const routes = new Hono<Guarded>();
  routes.post('/', async (c) => {
    const claim = { ...(await readBody(c, openRequestSchema)), till: callerOf(c).id };
    const { legs } = c.var;
    const { reference } = legs.ledger(() => ledger.transact((book) => openAttempt(book, claim, settings)));
    const isOpen = (row: AttemptRow): boolean => row.state.name !== 'opening';
    await legs.wait(reference, waitFor(parts, reference, isOpen, { withinMs: ANSWER_WITHIN_MS }));
    return answer(c, parts, reference);
  });
  routes.post('/:reference/pay', (c) => pay(c, parts));
  routes.get('/:reference', async (c) => {
    const reference = pathReference(c);
    if (c.req.query('ask') === '1') {
      const ends = { withinMs: ANSWER_WITHIN_MS, orWhen: parts.runner.ask(reference) };
      await c.var.legs.wait(
        reference,
        waitFor(parts, reference, () => false, ends),
      );
    }
    return answer(c, parts, reference);
  });
  routes.post('/:reference/close', async (c) => {
    const { why, payBegun, ...request } = await readBody(c, closeRequestSchema);
    const claim = { ...request, ...aboutPath(c) };
    c.var.legs.ledger(() =>
      ledger.transact((book) => closeAttempt(book, claim, { why, payBegun }, settings)),
    );
    return answer(c, parts, claim.reference);
  });
  routes.post('/:reference/decide', async (c) => {
    const { pin, ...request } = await readBody(c, decideRequestSchema);
    const deed = managersDeed(request.decision);
    if (deed !== null) {
      if (request.reason === undefined) throw new Refusal('malformed-request', 'A manager says why.');
      parts.pin.check(pin, callerOf(c).id);
    }
    const claim = { ...request, ...aboutPath(c) };
    const decide = (book: Book): void => {
      const before = book.find(claim.reference);
      const row = decideAttempt(book, claim, settings);
      if (deed !== null && book.touched.has(row.reference))
        audit.writeAbout(row, { till: claim.till, deed, reason: request.reason });
      if (deed === null && before !== null) audit.writeUnwanted(book, [before], claim.till);
    };
    c.var.legs.ledger(() => ledger.transact(decide));
    return answer(c, parts, claim.reference);
  });
  routes.post('/:reference/refunds', async (c) => {
    const { pin, ...request } = await readBody(c, refundRequestSchema);
    parts.pin.check(pin, callerOf(c).id);
    const claim = { ...request, ...aboutPath(c) };
    const { legs } = c.var;
    const refund = (book: Book): void => {
      const row = refundAttempt(book, claim, settings);
      const amount = row.refunds.find(({ n }) => n === claim.n)?.amount;
      if (book.touched.has(row.reference))
        audit.writeAbout(row, { till: claim.till, deed: 'refund', amount, reason: claim.reason });
    };
    legs.ledger(() => ledger.transact(refund));
    const isOver = (row: AttemptRow): boolean => unfinishedRefund(row) === null;
    await legs.wait(claim.reference, waitFor(parts, claim.reference, isOver, { withinMs: ANSWER_WITHIN_MS }));
    return answer(c, parts, claim.reference);
  });
  for (const [path, change] of [
    ['cancel', cancelAttempt],
    ['extend', extendAttempt],
  ] as const) {
    routes.post(`/:reference/${path}`, async (c) => {
      const claim = { ...(await readBody(c, changeRequestSchema)), ...aboutPath(c) };
      c.var.legs.ledger(() => ledger.transact((book) => change(book, claim, settings)));
      return answer(c, parts, claim.reference);
    });
  }
  return routes;
}

/** Committed first, then sent; the till hears what is known after 5 s, while the call stays open beside it. */
async function pay(c: Context<Guarded>, parts: Parts): Promise<Response> {
  const { code, ...request } = await readBody(c, payRequestSchema);
  const claim = { ...request, ...aboutPath(c), codeHash: keyedHash(parts.secret, 'payment-code', code) };
  const { legs } = c.var;
  const outcome = legs.ledger(() => parts.ledger.transact((book) => acceptPay(book, claim, parts.settings)));
  if (outcome.kind === 'refused') throw new Refusal(outcome.code, outcome.detail);
  const isFirst = outcome.kind === 'accepted';
  const paying = isFirst
    ? parts.payer.begin(outcome.row, code, claim.wallet)
    : parts.payer.joined(claim.reference);
  // A webhook may be first: whatever brings news ends the wait.
  const isKnown = (row: AttemptRow): boolean => row.state.name !== 'sent';
  const ends = { withinMs: ANSWER_WITHIN_MS, orWhen: paying };
  await legs.wait(claim.reference, waitFor(parts, claim.reference, isKnown, ends));
  return answer(c, parts, claim.reference);
}

function aboutPath(c: Context<Guarded>): Pick<Claim, 'reference' | 'till'> {
  return { reference: pathReference(c), till: callerOf(c).id };
}

function answer(c: Context, { ledger, clock }: Parts, reference: Reference): Response {
  const row = ledger.find(reference);
  if (row === null) throw new Refusal('attempt-unknown');
  const body: AttemptAnswer = {
    attempt: toSnapshot(row, ledger.epoch),
    head: ledger.head(),
    serverTime: clock.now(),
  };
  return c.json(body);
}
