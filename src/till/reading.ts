/** The counter's sale once it is open: read a code, back, scan again. Each commits before the view changes. */
import { isFinal, isProvenUnsent, isUnsent } from '../core/attempt.ts';
import { makeReference, type Reference } from '../core/ids.ts';
import { readPaymentCode, type PaymentCode, type ScanSource } from '../core/payment-code.ts';
import type { Sale, SaleEvent, TillAttempt } from '../core/sale.ts';
import { currentAttempt } from '../core/sale-state.ts';
import { CODE_LIFE_MS, type Wallet } from '../core/wallet.ts';
import type { HeldCode } from '../journal/journal.ts';
import type { Change } from '../journal/open-sales.ts';
import type { Outbox } from '../sync/outbox.ts';
import { canScanAgain, isWaitingForCode } from './choices.ts';
import { counterSale, deskWith, sellingOf, type Selling, type TillContext } from './context.ts';
import { isOnKeypad } from './counter-view.ts';
import { refuse } from './refuse.ts';
import { withdraw } from './selling.ts';

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
    if (after?.takenAway) {
      outbox.codes.drop([reference]);
      refuse(context, 'taken-over');
    } else if (after && !takesCode(after, reference)) context.lastCode = { reference, code };
  } catch (error) {
    outbox.codes.drop([reference]);
    throw error;
  }
}

/** Another till may have taken the sale while the code was read: then nothing here may send it. */
function takesCode(sale: Sale, reference: Reference): boolean {
  const attempt = currentAttempt(sale);
  if (sale.takenAway || attempt?.reference !== reference) return false;
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
