/** What only the ledger can do: asked at once, never queued; the outcome says whether it was done. */
import type { DecideRequest } from '../contract/manager-api.ts';
import type { AttemptAnswer } from '../contract/till-api.ts';
import type { AttemptSnapshot } from '../core/attempt-snapshot.ts';
import type { Reference, SaleId } from '../core/ids.ts';
import { currentAttempt } from '../core/sale-state.ts';
import type { Sale, TillAttempt } from '../core/sale.ts';
import { isCancelOwed, undecidedAttempt } from '../journal/undecided.ts';
import { answerBy, type Result } from '../sync/transport.ts';
import { callsOf } from '../sync/calls.ts';
import { overrideFrom } from './choices.ts';
import {
  counterSale,
  deskWith,
  isCounterFree,
  sellingOf,
  type Selling,
  type TillContext,
} from './context.ts';
import { keepShop } from './kept-shop.ts';
import { reloadList } from './manager-list.ts';
import { DONE, failed, notNow, valueInTurn } from './outcome.ts';
import { scanAgain } from './reading.ts';
import type { ManagersWord, Outcome } from './till.ts';

/** What is decided about: an attempt of this till, or one of the list. */
interface Target {
  readonly sale: Pick<Sale, 'id' | 'number'>;
  readonly attempt: Pick<TillAttempt, 'reference' | 'amount'>;
}

/** "Keep it or give it back?": a success that differs, or that came after a cancel was asked for. */
export async function decide(
  context: TillContext,
  saleId: SaleId,
  decision: 'keep' | 'return',
): Promise<Outcome> {
  const sale = await valueInTurn(context, null, () => findSale(context, saleId));
  const attempt = sale && undecidedAttempt(sale);
  if (sale && attempt && isCancelOwed(attempt)) {
    const told = await tellCancel(context, { sale, attempt });
    if (!told.isDone) return told;
  }
  const listed = listedTarget(context, (snapshot) => snapshot.saleId === saleId && isDiffering(snapshot));
  return tell(context, sale && attempt ? { sale, attempt } : listed, { decision });
}

/** The ledger must have heard of the cancel before it hears what a person says of it; hearing it twice asks once. */
async function tellCancel(context: TillContext, { sale, attempt }: Target): Promise<Outcome> {
  const selling = sellingOf(context);
  if (!selling) return notNow();
  const claim = selling.realm.sync.outbox.claim(sale, attempt);
  return takeAnswer(
    context,
    selling,
    sale.id,
    await callsOf(context.link.transport).cancel(attempt.reference, claim),
  );
}

function isDiffering({ state, cancelAsked }: AttemptSnapshot): boolean {
  return state.name === 'differs' || (state.name === 'paid' && cancelAsked);
}

/** Law 7: the manager lets the next attempt open over one that cannot be ended, and it opens. */
export async function override(context: TillContext, saleId: SaleId, word: ManagersWord): Promise<Outcome> {
  const sale = await valueInTurn(context, null, () => findSale(context, saleId));
  const attempt = sale && currentAttempt(sale);
  if (!sale || !attempt || overrideFrom(attempt) === null) return notNow();
  const outcome = await tell(context, { sale, attempt }, { decision: 'override', ...word });
  if (outcome.isDone) await context.inTurn(() => openOver(context, saleId));
  return outcome;
}

async function openOver(context: TillContext, saleId: SaleId): Promise<void> {
  const sale = context.state.realm?.sales.get(saleId);
  const isOnCounter = counterSale(context)?.id === saleId;
  if (!sale || (!isOnCounter && !isCounterFree(context))) return;
  if (!isOnCounter) context.state.desk = deskWith(sale, true);
  await scanAgain(context);
}

/** How an attempt ended by the gateway's portal, marked as a person's word. */
export async function closeByHand(
  context: TillContext,
  reference: Reference,
  word: ManagersWord,
): Promise<Outcome> {
  const own = context.state.realm?.sales.all().find(({ attempts }) => has(attempts, reference));
  const attempt = own?.attempts.find((each) => each.reference === reference);
  const target = own && attempt ? { sale: own, attempt } : null;
  const listed = listedTarget(context, (snapshot) => snapshot.reference === reference);
  return tell(context, target ?? listed, { decision: 'closed', ...word });
}

/** A stray was seen to in the portal. */
export async function closeStray(
  context: TillContext,
  transactionNo: string,
  word: ManagersWord,
): Promise<Outcome> {
  if (!sellingOf(context)) return notNow();
  const result = await callsOf(context.link.transport).closeStray(transactionNo, word);
  if (result.kind !== 'answer') return failed(context, null, result);
  await reloadList(context);
  return DONE;
}

/** Chooses the manager's PIN. */
export async function setPin(context: TillContext, pin: string | null, newPin: string): Promise<Outcome> {
  if (!sellingOf(context)) return notNow();
  const result = await callsOf(context.link.transport).pin({ ...(pin === null ? {} : { pin }), newPin });
  if (result.kind !== 'answer') return failed(context, null, result);
  const { state, deps } = context;
  if (state.shop) {
    state.shop = { ...state.shop, hasPin: true };
    keepShop(deps.keep, state.shop);
  }
  context.changed();
  return DONE;
}

type Word = Pick<DecideRequest, 'decision' | 'reason' | 'pin'>;

async function tell(context: TillContext, target: Target | null, word: Word): Promise<Outcome> {
  const selling = sellingOf(context);
  if (!selling || !target) return notNow();
  const { sale, attempt } = target;
  const claim = selling.realm.sync.outbox.claim(sale, attempt);
  const result = await callsOf(context.link.transport).decide(attempt.reference, {
    ...claim,
    ...word,
    sendBy: answerBy(context.link.serverClock),
  });
  const outcome = await takeAnswer(context, selling, sale.id, result);
  await reloadList(context);
  return outcome;
}

/** The ledger's answer is news like any other. */
export async function takeAnswer(
  context: TillContext,
  { realm }: Selling,
  saleId: SaleId,
  result: Result<AttemptAnswer>,
): Promise<Outcome> {
  if (result.kind !== 'answer') return failed(context, saleId, result);
  await realm.sync.outbox.takeNews(result.answer.attempt);
  context.changed();
  return DONE;
}

/** A sale of this till, also of an earlier day. */
export async function findSale({ state }: TillContext, saleId: SaleId): Promise<Sale | null> {
  const { realm } = state;
  return realm && (realm.sales.get(saleId) ?? (await realm.journal.sale(saleId)));
}

function listedTarget(
  { state }: TillContext,
  isMeant: (snapshot: AttemptSnapshot) => boolean,
): Target | null {
  if (state.list === null || typeof state.list === 'string') return null;
  const found = state.list.attempts.find(({ attempt }) => isMeant(attempt));
  return found ? { sale: { id: found.attempt.saleId, number: found.number }, attempt: found.attempt } : null;
}

function has(attempts: Sale['attempts'], reference: Reference): boolean {
  return attempts.some((attempt) => attempt.reference === reference);
}
