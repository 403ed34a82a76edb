/** The counter's sale: charged, and taken back while nothing of it has left. Each commits before the view changes. */
import { isUnsent } from '../core/attempt.ts';
import { makeReference, makeSaleId, type Reference } from '../core/ids.ts';
import type { Sale, SaleEvent } from '../core/sale.ts';
import { currentAttempt, isUnsettled } from '../core/sale-state.ts';
import { typedAmount } from './compose-view.ts';
import { counterSale, isOtherTabs, sellingOf, today, type Selling, type TillContext } from './context.ts';
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

/** Withdraws an attempt of which nothing has left; false when something has. */
export async function withdraw(context: TillContext, sale: Sale, reference: Reference): Promise<boolean> {
  if (isOtherTabs(context)) return false;
  const after = await context.state.realm?.sales.write(sale.id, (now) => {
    const attempt = now && currentAttempt(now);
    if (now?.takenAway || attempt?.reference !== reference || !isUnsent(attempt.state)) return null;
    return { events: [{ type: 'backed-out', reference }], drop: [reference] };
  });
  const state = after?.attempts.find((attempt) => attempt.reference === reference)?.state;
  return state?.name === 'closed' && state.why === 'withdrawn';
}
