/** "Same customer as 14:02?": asked once before a sale opens whose amount an unfinished one has (DESIGN §3). */
import { sameMoney, type Money } from '../core/money/money.ts';
import type { Sale } from '../core/sale.ts';
import { mayBeCharged } from './choices.ts';
import { counterSale, deskNow, deskWith, seenBy, today, type Question, type TillContext } from './context.ts';
import { lineState } from './roll-view.ts';
import { refuse } from './refuse.ts';
import { isOtherTills, saleOfRecord } from './sale-records.ts';
import type { SameCustomer } from './view.ts';

/** A doubt older than this is nobody's who still stands at the counter, once its day is over. */
const YOUNG_MS = 12 * 3_600_000;

/** Whom to ask about before a sale of this amount opens; null: nobody. The latest comes first. */
export function findSameCustomer(context: TillContext, amount: Money): Question | null {
  const { realm, lastSales, notSame } = context.state;
  const isMeant = (sale: Sale): boolean => isSuspect(context, sale, amount) && !notSame.has(sale.id);
  const here = realm?.sales.open().findLast(isMeant);
  if (here) return { saleId: here.id, record: null };
  const record = lastSales?.sales.find(
    (each) => isOtherTills(context, each) && isMeant(saleOfRecord(context, each)),
  );
  return record ? { saleId: record.saleId, record } : null;
}

function isSuspect(context: TillContext, sale: Sale, amount: Money): boolean {
  const { shop } = context.state;
  if (!shop || sale.id === counterSale(context)?.id) return false;
  const isYoung = sale.day === today(context, shop) || context.deps.clock.now() - sale.openedAt < YOUNG_MS;
  return isYoung && mayBeCharged(sale) && sameMoney(sale.amount, amount);
}

/** The question, as it is now; null while there is none. */
export function questionOf(context: TillContext): SameCustomer | null {
  const { question, realm } = context.state;
  if (!question) return null;
  const { saleId, record } = question;
  const sale = record ? saleOfRecord(context, record) : (realm?.sales.get(saleId) ?? null);
  if (!sale) return null;
  const { number, amount, openedAt } = sale;
  const state = lineState(sale, seenBy(context));
  return { kind: 'same-customer', saleId, number, amount, openedAt, state };
}

/** True while the question stands; what would pass over it is refused. */
export function isAsked(context: TillContext): boolean {
  if (context.state.question) refuse(context, 'not-now');
  return context.state.question !== null;
}

/** Runs `work` in turn, and not past the question that stands. */
export function unlessAsked(context: TillContext, work: () => Promise<void>): Promise<void> {
  return context.inTurn(async () => (isAsked(context) ? undefined : work()));
}

/** The same customer: the earlier sale is back on the counter, and nothing was opened. */
export async function takeSame(context: TillContext): Promise<void> {
  const { state } = context;
  const { question, realm } = state;
  if (!question) return;
  state.question = null;
  state.notSame = new Set();
  if (question.record) return takeOthers(context, question.record.saleId);
  const sale = realm?.sales.get(question.saleId);
  if (sale) state.desk = deskWith(sale, true);
}

/** Another till's: it must be taken over first. What was typed stays where that fails. */
async function takeOthers(context: TillContext, saleId: Question['saleId']): Promise<void> {
  const desk = deskNow(context);
  // Whoever knows of another till's sale has read the list, and so has the code.
  const outcome = await context.late?.takeOver(saleId, true);
  if (!outcome || outcome.isDone) return;
  context.state.desk = desk;
  refuse(context, outcome.code);
}

/** Another customer: not asked about that sale again before the new one is open. */
export function denySame(context: TillContext): void {
  const { state } = context;
  if (state.question) state.notSame = new Set([...state.notSame, state.question.saleId]);
  state.question = null;
}
