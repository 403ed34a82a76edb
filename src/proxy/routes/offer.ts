/** `POST /api/offer`: a till tells a ledger of a new epoch what it knows of its last days. */
import type { Context } from 'hono';
import { offerRequestSchema, type OfferAnswer, type OfferedAttempt } from '../../contract/offer-api.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { callerOf, type Guarded } from '../auth/guard.ts';
import { checkRealm } from '../ledger/claim.ts';
import { toSnapshot } from '../ledger/snapshot.ts';
import { takeOffer } from '../ledger/take-offer.ts';
import type { Parts } from '../parts.ts';
import { readBody } from '../read-body.ts';

/** Takes the offer in, all or nothing, and answers with every attempt named as the ledger has it now. */
export async function answerOffer(
  c: Context<Guarded>,
  { ledger, settings, clock, audit }: Parts,
): Promise<Response> {
  const { realm, sales } = await readBody(c, offerRequestSchema);
  checkRealm({ realm }, settings);
  const till = callerOf(c).id;
  // Somebody put an old file back without a word: from now on it is another record, whose versions begin anew.
  if (sales.some(({ attempts }) => attempts.some((attempt) => isBehind(ledger, attempt))))
    ledger.renewEpoch();
  const rows = ledger.transact((book) => {
    const before = sales.flatMap(({ saleId }) => book.ofSale(saleId));
    const taken = sales.flatMap((sale) => takeOffer(book, sale, till, settings));
    audit.writeUnwanted(book, before, till);
    return taken;
  });
  const attempts = rows.map((row) => toSnapshot(ledger.find(row.reference) ?? row, ledger.epoch));
  const body: OfferAnswer = { epoch: ledger.epoch, attempts, head: ledger.head(), serverTime: clock.now() };
  return c.json(body);
}

/** The till has heard more of this attempt from this very record than it knows. */
function isBehind(ledger: Ledger, { reference, known }: OfferedAttempt): boolean {
  if (known?.epoch !== ledger.epoch) return false;
  return known.version > (ledger.find(reference)?.version ?? 0);
}
