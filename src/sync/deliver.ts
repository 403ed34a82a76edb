/** Turns a duty into its request. Every one carries the claim: sale, number, amount, currency and realm. */
import { assertNever } from '../core/assert-never.ts';
import type { AttemptAnswer, SettleAnswer } from '../contract/till-api.ts';
import type { Sale } from '../core/sale.ts';
import { claimOf, type LedgerName } from './claim.ts';
import type { Result, Transport } from './transport.ts';
import type { SentDuty } from './verdict.ts';

/** What a request needs beside the sale. `code` is set for `pay`; `askGateway` asks the gateway, not only the ledger. */
export interface Delivery {
  readonly ledger: LedgerName;
  readonly code: string | null;
  readonly askGateway: boolean;
}

/** Sends one duty; null when the sale has moved on and there is nothing to send. */
export async function deliver(
  transport: Transport,
  sale: Sale,
  duty: SentDuty,
  { ledger, code, askGateway }: Delivery,
): Promise<Result<AttemptAnswer | SettleAnswer> | null> {
  const attempt = sale.attempts.find(({ reference }) => reference === duty.reference);
  if (!attempt) return null;
  const { reference } = attempt;
  const claim = claimOf(sale, attempt, ledger);
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
    case 'keep':
      return transport.decide(reference, { ...claim, decision: 'keep' });
    case 'close':
      return transport.close(reference, { ...claim, why: duty.why });
    case 'ask':
      return transport.ask(reference, askGateway);
    case 'settle':
      return settle(transport, sale, ledger);
    default:
      return assertNever(duty);
  }
}

async function settle(
  transport: Transport,
  sale: Sale,
  ledger: LedgerName,
): Promise<Result<SettleAnswer> | null> {
  const how = sale.settled;
  if (how === null) return null;
  return transport.settle(sale.id, {
    ...claimOf(sale, sale, ledger),
    how,
    // Who is trusted still owes: a success stays wanted.
    references: how === 'trust' ? [] : sale.attempts.map(({ reference }) => reference),
  });
}
