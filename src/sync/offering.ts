/** Tells a ledger of another epoch what this till knows: fetched by epochs.ts when there is one. */
import type { ProblemCode } from '../contract/problem-codes.ts';
import type { OfferedSale } from '../contract/offer-api.ts';
import { callsOf } from './calls.ts';
import type { EpochsDeps } from './epochs.ts';
import { chunksOf, offeredSale, salesToOffer, type ToServer } from './offer.ts';

/**
 * What came of one offer: the epoch that took it, or why it must be made again. `partly`: a ledger has told something, and
 * not all was told to it.
 */
export type Offered = { readonly epoch: string } | 'again' | 'partly' | 'unpaired';

/** Offers the sales of the last days. */
export async function tellAll(deps: EpochsDeps): Promise<Offered> {
  const { journal, serverClock, clock, timeZone } = deps;
  const found = await salesToOffer(journal, serverClock.now() ?? clock.now(), timeZone());
  const toServer = serverTimeOf(deps);
  const sales = found.map((sale) => offeredSale(sale, toServer));
  let epoch: string | null = null;
  let isBegun = false;
  // An empty one first: whatever becomes of the sales, the answer says which ledger it is.
  for (const chunk of [[], ...chunksOf(sales)]) {
    const told = await tell(deps, chunk);
    if (told === 'refused' && epoch !== null) continue;
    if (told === 'unpaired') return told;
    if (typeof told === 'string') return isBegun ? 'partly' : 'again';
    // It changed on the way: the ledger that is there now has not heard the beginning.
    if (epoch !== null && told.epoch !== epoch) return 'partly';
    isBegun = epoch !== null;
    epoch = told.epoch;
  }
  return epoch === null ? 'again' : { epoch };
}

/** `refused`: it will not have these sales; the rest must not wait for them for ever. */
async function tell(deps: EpochsDeps, sales: readonly OfferedSale[]): Promise<Offered | 'refused'> {
  const { transport, realm, log, take } = deps;
  const result = await callsOf(transport).offer({ realm, sales });
  log.info('offer', { sales: sales.length, result: result.kind });
  if (result.kind === 'silent') return 'again';
  if (result.kind === 'answer') {
    await take(result.answer.attempts);
    return { epoch: result.answer.epoch };
  }
  if (result.code === 'not-paired') return 'unpaired';
  if (mayPass(result.code)) return 'again';
  log.warn('offer refused', { problem: result.code });
  return 'refused';
}

function serverTimeOf({ serverClock, clock }: EpochsDeps): ToServer {
  return (wall) => {
    const now = serverClock.now();
    return now === null ? null : Math.max(0, Math.round(now - (clock.now() - wall)));
  };
}

/** Another realm answers for a while, or the ledger cannot just now. */
function mayPass(code: ProblemCode): boolean {
  return [
    'other-realm',
    'too-many',
    'ledger-unwell',
    'moved',
    'sealed',
    'internal-error',
    'not-found',
  ].includes(code);
}
