/** A sealed shop: nothing of it is answered or changed, until a manager says that the old one is off. */
import type { Context, MiddlewareHandler } from 'hono';
import type { DoneAnswer } from '../../contract/manager-api.ts';
import { unsealRequestSchema } from '../../contract/moving-api.ts';
import { callerOf, type Guarded } from '../auth/guard.ts';
import type { Parts } from '../parts.ts';
import { readBody } from '../read-body.ts';
import { Refusal } from '../refusal.ts';

/** Where a tablet becomes a till of a shop that has just arrived, and where a manager opens it. */
const OPEN_AFTER_ARRIVAL: ReadonlySet<string> = new Set(['/api/pair', '/api/unseal']);

/** Refuses everything while the ledger is sealed; a webhook that is refused comes again. */
export function refuseSealed({ seal }: Pick<Parts, 'seal'>): MiddlewareHandler {
  return async (c, next) => {
    const why = seal.now();
    if (why === 'moved')
      throw new Refusal('moved', 'This shop has moved. What is here is an old copy; use the new address.');
    if (why === 'arrived' && !OPEN_AFTER_ARRIVAL.has(c.req.path))
      throw new Refusal(
        'sealed',
        'This shop has just moved here. A manager must say that the old one is off.',
      );
    await next();
  };
}

/** `POST /api/unseal`: the old one is off, and from now on this is the shop. */
export async function answerUnseal(
  c: Context<Guarded>,
  { pin, seal, ledger, clock }: Parts,
): Promise<Response> {
  const request = await readBody(c, unsealRequestSchema);
  const till = callerOf(c).id;
  pin.check(request.pin, till);
  if (!seal.open(till)) throw new Refusal('not-now', 'This shop is open already.');
  const body: DoneAnswer = { head: ledger.head(), serverTime: clock.now() };
  return c.json(body);
}
