/** Turns a duty into its request. Every one carries the claim: sale, number, amount, currency and realm. */
import { assertNever } from '../core/assert-never.ts';
import type { AttemptAnswer, SettleAnswer } from '../contract/till-api.ts';
import type { Reference } from '../core/ids.ts';
import type { EpochMs } from '../core/ports.ts';
import type { Sale } from '../core/sale.ts';
import { claimOf, type LedgerName } from './claim.ts';
import type { Calls } from './calls.ts';
import type { Result } from './transport.ts';
import type { SentDuty } from './verdict.ts';

/** What a request needs beside the sale. `code` is set for `pay`; `askGateway` asks the gateway, not only the ledger. */
export interface Delivery {
  readonly ledger: LedgerName;
  readonly code: string | null;
  readonly askGateway: boolean;
  /** server time from which on a person's word must not be taken */
  readonly sendBy: EpochMs;
}

/** Sends one duty; null when the sale has moved on and there is nothing to send. */
export async function deliver(
  calls: Calls,
  sale: Sale,
  duty: SentDuty,
  { ledger, code, askGateway, sendBy }: Delivery,
): Promise<Result<AttemptAnswer | SettleAnswer> | null> {
  const attempt = sale.attempts.find(({ reference }) => reference === duty.reference);
  if (!attempt) return null;
  const { reference } = attempt;
  const claim = claimOf(sale, attempt, ledger);
  switch (duty.do) {
    case 'open':
      return calls.open({ reference, ...claim });
    case 'pay':
      if (code === null || attempt.sendBy === null) return null;
      return calls.pay(reference, {
        ...claim,
        code,
        wallet: attempt.wallet ?? 'unknown',
        sendBy: attempt.sendBy,
      });
    case 'cancel':
      return calls.cancel(reference, claim);
    case 'extend':
      return calls.extend(reference, claim);
    case 'keep':
      return calls.decide(reference, { ...claim, decision: 'keep', sendBy });
    case 'close':
      return calls.close(reference, { ...claim, why: duty.why, payBegun: attempt.payBegunAt !== null });
    case 'ask':
      return calls.ask(reference, askGateway);
    case 'settle':
      return settle(calls, sale, ledger);
    default:
      return assertNever(duty);
  }
}

async function settle(calls: Calls, sale: Sale, ledger: LedgerName): Promise<Result<SettleAnswer> | null> {
  const how = sale.settled;
  if (how === null) return null;
  return calls.settle(sale.id, {
    ...claimOf(sale, sale, ledger),
    how,
    // Who is trusted still owes: a success stays wanted.
    references: how === 'trust' ? [] : sale.attempts.map(({ reference }) => reference),
    begun: how === 'trust' ? [] : begunOf(sale),
  });
}

/** A ledger that calls one of these unsent has lost it, or was set back: it asks the gateway. */
function begunOf({ attempts }: Sale): Reference[] {
  return attempts.filter(({ payBegunAt }) => payBegunAt !== null).map(({ reference }) => reference);
}
