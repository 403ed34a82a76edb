/** Commands at the counter: charge, read a code, back, scan again. Each commits before the view changes. */
import { isFinal, isProvenUnsent, isUnsent } from '../core/attempt.ts';
import { makeReference, makeSaleId, type Reference } from '../core/ids.ts';
import { readPaymentCode, type PaymentCode, type ScanSource } from '../core/payment-code.ts';
import type { Sale, SaleEvent, TillAttempt } from '../core/sale.ts';
import { currentAttempt, isUnsettled } from '../core/sale-state.ts';
import { CODE_LIFE_MS, type Wallet } from '../core/wallet.ts';
import type { HeldCode } from '../journal/journal.ts';
import type { Change } from '../journal/open-sales.ts';
import type { Outbox } from '../sync/outbox.ts';
import { canScanAgain, isWaitingForCode } from './choices.ts';
import { typedAmount } from './compose-view.ts';
import {
  counterSale,
  deskWith,
  isOtherTabs,
  sellingOf,
  today,
  type Selling,
  type TillContext,
} from './context.ts';
import { amountProblem, isOnKeypad } from './counter-view.ts';
import { COUNT_FACT, nextCount, numberOf } from './numbering.ts';
import { refuse } from './refuse.ts';
import { findSameCustomer } from './same-customer.ts';

/** Opens the sale that was typed, and its first attempt, in one commit. A second tap finds nothing to do. */
export async function charge(context: TillContext): Promise<void> {
  const selling = sellingOf(context);
  const sale = counterSale(context);
  if (!selling || !isOnKeypad(sale)) return;
  const problem = amountProblem(typedAmount(context).minor, selling.shop.limitPerSaleMinor);
  if (problem) return refuse(context, problem === 'zero' ? 'amount-zero' : problem);
  context.state.question = findSameCustomer(context, typedAmount(context));
  if (context.state.question) return;
  if (sale) await amend(context, selling, sale);
  else await openSale(context, selling);
  context.state.notSame = new Set();
}

async function openSale(context: TillContext, { realm, shop }: Selling): Promise<void> {
  const { state, deps } = context;
  const count = nextCount(state.count, today(context, shop));
  const { day } = count;
  if (day !== realm.sales.day()) await realm.sales.load(day);
  const id = makeSaleId(deps.random);
  const opened: SaleEvent = {
    type: 'sale-opened',
    number: numberOf(shop.till.letter, count),
    day,
    amount: typedAmount(context),
    note: state.desk.note.trim(),
  };
  const attempt = { type: 'attempt-opened', reference: makeReference(deps.random) } as const;
  const { desk } = state;
  // Before the write, so that the view never shows the new sale beside a keypad.
  state.desk = { ...desk, saleId: id };
  try {
    await realm.sales.write(id, () => ({ events: [opened, attempt], facts: { [COUNT_FACT]: count } }));
    state.count = count;
  } catch (error) {
    state.desk = desk;
    throw error;
  }
}

/** The sale whose attempt was taken back goes on with what the keypad says now. */
async function amend(context: TillContext, { realm }: Selling, sale: Sale): Promise<void> {
  const amount = typedAmount(context);
  const note = context.state.desk.note.trim();
  const reference = makeReference(context.deps.random);
  await realm.sales.write(sale.id, (now) => {
    if (!now || !isUnsettled(now) || !isOnKeypad(now)) return null;
    const isSame = now.amount.minor === amount.minor && now.note === note;
    const amended: SaleEvent[] = isSame ? [] : [{ type: 'sale-amended', amount, note }];
    return { events: [...amended, { type: 'attempt-opened', reference }] };
  });
}

/** A code was read: refused by name, used, or only a reason to ask. */
export async function readCode(context: TillContext, text: string, source: ScanSource): Promise<void> {
  const selling = sellingOf(context);
  if (!selling) return;
  const reading = readPaymentCode(text, source);
  if (reading.kind === 'refused') return scanRefused(context, reading.why);
  const sale = counterSale(context);
  const attempt = sale && currentAttempt(sale);
  if (!sale || !attempt || isOnKeypad(sale)) return scanRefused(context, 'no-sale');
  const { state, reference } = attempt;
  if (state.name === 'opening' || state.name === 'ready') {
    // The ledger would refuse it too, and the attempt would be spent on it.
    if (wasSent(context, selling, reading.code)) return scanRefused(context, 'used-before');
    return useCode(context, selling, sale, attempt, reading);
  }
  const isSame = isCodeOf(context, selling, reference, reading.code);
  // The camera may still look at the phone that has just paid or failed: that is no second try.
  if (isFinal(state)) return isSame || state.name === 'paid' ? undefined : scanRefused(context, 'no-sale');
  if (!isSame) scanRefused(context, 'still-charging');
  if (isSame && !isUnsent(state)) selling.realm.sync.outbox.look(reference, true);
}

/** True for the last code taken if it may have reached the gateway: it was spent there, whatever became of it. */
function wasSent({ lastCode }: TillContext, { realm }: Selling, code: PaymentCode): boolean {
  if (lastCode?.code !== code) return false;
  const attempt = realm.sales
    .all()
    .flatMap(({ attempts }) => attempts)
    .find(({ reference }) => reference === lastCode.reference);
  return attempt !== undefined && attempt.payBegunAt !== null && !isProvenUnsent(attempt.state);
}

/** True for the attempt's own code, also after a reload while it is held. */
function isCodeOf(
  { lastCode }: TillContext,
  { realm }: Selling,
  reference: Reference,
  code: PaymentCode,
): boolean {
  const isLast = lastCode?.reference === reference && lastCode.code === code;
  return isLast || realm.sync.outbox.codes.of(reference) === code;
}

/** Takes the code: with the network up, read and begun are one commit, and the fetch follows in the same turn. */
async function useCode(
  context: TillContext,
  { realm, shop }: Selling,
  sale: Sale,
  { reference }: TillAttempt,
  { code, wallet }: { readonly code: PaymentCode; readonly wallet: Wallet },
): Promise<void> {
  const { outbox } = realm.sync;
  const codeLifeMs = shop.codeLifeMs[wallet] ?? CODE_LIFE_MS[wallet];
  outbox.codes.hold(reference, code);
  try {
    const after = await realm.sales.write(sale.id, (now, at) => {
      if (!now || !takesCode(now, reference)) return null;
      const held = { reference, code, dropBy: at + codeLifeMs };
      return codeChange(context, outbox, wallet, codeLifeMs, held);
    });
    if (after && !takesCode(after, reference)) context.lastCode = { reference, code };
  } catch (error) {
    outbox.codes.drop([reference]);
    throw error;
  }
}

function takesCode(sale: Sale, reference: Reference): boolean {
  const attempt = currentAttempt(sale);
  if (attempt?.reference !== reference) return false;
  return attempt.state.name === 'opening' || attempt.state.name === 'ready';
}

function codeChange(
  { link }: TillContext,
  outbox: Outbox,
  wallet: Wallet,
  codeLifeMs: number,
  hold: HeldCode,
): Change {
  const { reference } = hold;
  const serverNow = link.serverClock.now();
  const sendBy = serverNow === null ? null : serverNow + codeLifeMs;
  const read: SaleEvent = { type: 'code-read', reference, wallet, codeLifeMs, sendBy };
  // A ledger that must first be told what this till knows gets no code: it stays held.
  const goes = sendBy !== null && outbox.isClear();
  return { events: goes ? [read, { type: 'pay-begun', reference }] : [read], hold };
}

/** Takes the attempt back before anything has left; the amount returns to the keypad. */
export async function back(context: TillContext): Promise<void> {
  const sale = counterSale(context);
  const attempt = sale && currentAttempt(sale);
  const { realm } = context.state;
  if (!realm || !sale || !attempt || isOnKeypad(sale)) return;
  if (!(await withdraw(context, sale, attempt.reference))) return refuse(context, 'not-now');
  context.state.desk = deskWith(sale, context.state.desk.isBack);
}

/** Withdraws an attempt of which nothing has left; false when something has. */
export async function withdraw(context: TillContext, sale: Sale, reference: Reference): Promise<boolean> {
  if (isOtherTabs(context)) return false;
  const after = await context.state.realm?.sales.write(sale.id, (now) => {
    const attempt = now && currentAttempt(now);
    if (attempt?.reference !== reference || !isUnsent(attempt.state)) return null;
    return { events: [{ type: 'backed-out', reference }], drop: [reference] };
  });
  const state = after?.attempts.find((attempt) => attempt.reference === reference)?.state;
  return state?.name === 'closed' && state.why === 'withdrawn';
}

/** Opens the next attempt of the counter's sale once the earlier one is final, or overridden (law 7). */
export async function scanAgain(context: TillContext): Promise<void> {
  const selling = sellingOf(context);
  const sale = counterSale(context);
  if (!selling || !sale) return;
  const reference = makeReference(context.deps.random);
  const after = await selling.realm.sales.write(sale.id, (now) => {
    return now && canScanAgain(now) ? { events: [{ type: 'attempt-opened', reference }] } : null;
  });
  const attempt = after && currentAttempt(after);
  // A second tap finds the attempt that the first one opened.
  if (attempt && attempt.reference !== reference && !isWaitingForCode(attempt)) refuse(context, 'not-now');
}

function scanRefused(
  { notices }: TillContext,
  why: Extract<Parameters<TillContext['notices']['add']>[0], { kind: 'scan-refused' }>['why'],
): void {
  notices.add({ kind: 'scan-refused', why });
}
