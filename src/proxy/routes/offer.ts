/** `POST /api/offer`: a till tells a ledger of a new epoch what it knows of its last days. */
import type { Context } from 'hono';
import { offerRequestSchema, type OfferAnswer } from '../../contract/till-api.ts';
import type { Guarded } from '../auth/guard.ts';
import { checkRealm } from '../ledger/claim.ts';
import { toSnapshot } from '../ledger/snapshot.ts';
import { takeOffer } from '../ledger/take-offer.ts';
import type { Parts } from '../parts.ts';
import { readBody } from '../read-body.ts';

/** Takes the offer in, all or nothing, and answers with every attempt named as the ledger has it now. */
export async function answerOffer(
  c: Context<Guarded>,
  { ledger, settings, clock }: Parts,
): Promise<Response> {
  const { realm, sales } = await readBody(c, offerRequestSchema);
  checkRealm({ realm }, settings);
  const rows = ledger.transact((book) =>
    sales.flatMap((sale) => takeOffer(book, sale, c.var.till.id, settings)),
  );
  const attempts = rows.map((row) => toSnapshot(ledger.find(row.reference) ?? row, ledger.epoch));
  const body: OfferAnswer = { epoch: ledger.epoch, attempts, head: ledger.head(), serverTime: clock.now() };
  return c.json(body);
}
