/** `pay` (and `prepay`, its other name): spends one code on one order and lets the wallet answer as it was told to. */
import { assertUnreachable } from './unreachable.ts';
import { orderAnswer, refusal, type Answer } from './answer.ts';
import { codeByText, spendCode, type Code } from './codes.ts';
import { hideIfStruck } from './add.ts';
import type { Sim } from './context.ts';
import { planJob } from './jobs.ts';
import { updateOrder, type Order } from './orders.ts';
import { namedOrder, type SignedCall } from './request.ts';
import { fail, succeed } from './settle.ts';
import { isVendor, WALLETS } from './wallets.ts';

/** The answer, and how long a slow wallet keeps it back, ms; it is then written anew from the order. */
export interface PayAnswer {
  readonly answer: Answer;
  readonly heldMs: number;
}

/** Reasons in words, as a wallet gives them. */
const REASONS = {
  funds: 'Insufficient balance.',
  risk: 'Refused by the wallet: risk control.',
  expired: 'Payment code expired.',
  used: 'Payment code already used.',
  unknown: 'Payment code not recognised.',
} as const;

/**
 * Handles one `pay`. The caller's transaction is open, so of any number at once the first spends the code.
 * A repeated `pay` is 000040 whatever the order's state but `init` (documented for ended ones, [I] for the rest).
 */
export function pay(sim: Sim, call: SignedCall): PayAnswer {
  const named = namedOrder(sim, call);
  if (!named.ok) return now(named.answer);
  const order = named.value;
  const text = call.value('paymentBarcode');
  if (text === null) return now(refusal('000020', 'parameter missing : paymentBarcode'));
  // An order made for the shop's own code is not paid by the customer's.
  if (order.status !== 'init' || order.deepLink !== null)
    return now(refusal('000040', 'transaction status error'));
  const code = codeByText(sim.sql, text);
  const vendor = checkVendor(sim, code, call.value('vendor'));
  return vendor === null ? payWith(sim, order, code) : now(vendor);
}

function checkVendor(sim: Sim, code: Code | null, vendor: string | null): Answer | null {
  if (vendor === null) return null;
  if (!isVendor(vendor)) return refusal('000023', 'format : vendor');
  const isMatch = code === null || WALLETS[code.wallet].vendors.includes(vendor);
  if (isMatch || sim.settings.wrongVendor === 'ignored') return null;
  return refusal('000022', 'parameters do not match : vendor, paymentBarcode');
}

function payWith(sim: Sim, order: Order, code: Code | null): PayAnswer {
  const at = sim.clock.now();
  if (code === null) return badCode(sim, order, REASONS.unknown);
  if (code.usedAt !== null) return badCode(sim, order, REASONS.used);
  if (at >= code.expiresAt) return badCode(sim, order, REASONS.expired);
  // Spent whatever follows, also when the payment fails (pockyt.md §5).
  if (!spendCode(sim.sql, code, order.transactionNo, at)) return badCode(sim, order, REASONS.used);
  return behave(sim, hideIfStruck(sim, 'pay', order), code);
}

/** The wallet answers as its customer wants; the code is spent on the order. */
export function behave(sim: Sim, order: Order, code: Code): PayAnswer {
  switch (code.behaviour) {
    case 'pay':
      return now(orderAnswer(sim, succeed(sim, order, code.id)));
    case 'no-funds':
      return now(orderAnswer(sim, fail(sim, order, REASONS.funds, code)));
    case 'risk':
      return now(orderAnswer(sim, fail(sim, order, REASONS.risk, code)));
    case 'confirm':
      return now(orderAnswer(sim, updateOrder(sim, order, { status: 'pending', codeId: code.id })));
    case 'late':
      return now(orderAnswer(sim, answerLater(sim, order, code, 'pending')));
    case 'slow':
      return { answer: orderAnswer(sim, answerLater(sim, order, code, 'dealing')), heldMs: code.afterMs };
    default:
      return assertUnreachable(code.behaviour);
  }
}

function answerLater(sim: Sim, order: Order, code: Code, status: 'pending' | 'dealing'): Order {
  planJob(sim, 'wallet-answers', order, sim.clock.now() + code.afterMs);
  return updateOrder(sim, order, { status, codeId: code.id });
}

function badCode(sim: Sim, order: Order, reason: string): PayAnswer {
  const { badCode: how } = sim.settings;
  if (how !== 'failed') return now(refusal(how, reason));
  return now(orderAnswer(sim, fail(sim, order, reason, null)));
}

function now(answer: Answer): PayAnswer {
  return { answer, heldMs: 0 };
}
