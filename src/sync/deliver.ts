/** Turns a duty into its request. Every one carries the claim: sale, number, amount, currency and realm. */
import { assertNever } from '../core/assert-never.ts';
import type { AttemptAnswer, SettleAnswer } from '../contract/till-api.ts';
import type { Sale, TillAttempt } from '../core/sale.ts';
import type { Result, Transport } from './transport.ts';
import type { SentDuty } from './verdict.ts';

/** What a request needs beside the sale. `code` is set for `pay`; `askGateway` asks the gateway, not only the ledger. */
export interface Delivery {
  readonly realm: string;
  readonly code: string | null;
  readonly askGateway: boolean;
}

/** Sends one duty; null when the sale has moved on and there is nothing to send. */
export async function deliver(
  transport: Transport,
  sale: Sale,
  duty: SentDuty,
  { realm, code, askGateway }: Delivery,
): Promise<Result<AttemptAnswer | SettleAnswer> | null> {
  const attempt = sale.attempts.find(({ reference }) => reference === duty.reference);
  if (!attempt) return null;
  const { reference } = attempt;
  const claim = claimOf(sale, attempt, realm);
  switch (duty.do) {
    case 'open':
      return transport.open({ reference, ...claim });
    case 'pay':
      if (code === null || attempt.sendBy === null) return null;
      return transport.pay(reference, {
        ...claim,
        code,
        wallet: attempt.wallet ?? 'unknown',
        sendBy: attempt.sendBy,
      });
    case 'cancel':
      return transport.cancel(reference, claim);
    case 'extend':
      return transport.extend(reference, claim);
    case 'close':
      return transport.close(reference, { ...claim, why: duty.why });
    case 'ask':
      return transport.ask(reference, askGateway);
    case 'settle':
      return settle(transport, sale, attempt, realm);
    default:
      return assertNever(duty);
  }
}

/** The attempt's own amount: a sale that was amended later does not change what was opened. */
function claimOf(sale: Sale, { amount }: TillAttempt, realm: string) {
  return {
    saleId: sale.id,
    number: sale.number,
    amountMinor: amount.minor,
    currency: amount.currency,
    realm,
  };
}

async function settle(
  transport: Transport,
  sale: Sale,
  attempt: TillAttempt,
  realm: string,
): Promise<Result<SettleAnswer> | null> {
  if (sale.settled !== 'cash' && sale.settled !== 'abandoned') return null;
  return transport.settle(sale.id, {
    ...claimOf(sale, { ...attempt, amount: sale.amount }, realm),
    how: sale.settled,
    references: sale.attempts.map(({ reference }) => reference),
  });
}
