/** The whole view, computed from the till's state. Pure but for the clock it is given. */
import { money, type Currency, type Money } from '../core/money/money.ts';
import { isUnsettled } from '../core/sale-state.ts';
import type { Sale } from '../core/sale.ts';
import { EMPTY_DAY } from '../journal/day-totals.ts';
import { canStillChange } from '../journal/undecided.ts';
import { counterSale, deskNow, isOtherTabs, seenBy, today, type Read, type TillContext } from './context.ts';
import { isListed, overrideFrom } from './choices.ts';
import { counterOf, isOnKeypad, type Typed } from './counter-view.ts';
import { nextCount, numberOf } from './numbering.ts';
import { rollOf } from './roll-view.ts';
import { questionOf } from './same-customer.ts';
import { doubtAt } from './seen.ts';
import type { Pages } from './late-acts.ts';
import type { Page, TillView } from './view.ts';

/** Everything the screen shows now. */
export function composeView(context: TillContext): TillView {
  const { state, link, notices } = context;
  const { shop, realm } = state;
  const seen = seenBy(context);
  const onCounter = counterSale(context);
  const sales = realm?.sales.all() ?? [];
  return {
    pairing: state.pairing,
    shop: shop && {
      name: shop.name,
      mode: shop.mode,
      tillName: shop.till.name,
      timeZone: shop.timeZone,
      trustLimit: money(shop.trustLimitMinor, shop.currency),
      hasPin: shop.hasPin,
    },
    question: questionOf(context),
    counter: counterOf(onCounter, typedOf(context), seen),
    roll: rollOf(
      {
        isRead: realm !== null,
        sales,
        day: realm?.sales.day() ?? '',
        totals: realm?.sales.totals() ?? EMPTY_DAY,
        currency: currencyOf(context),
        counterSale: onCounter,
      },
      seen,
    ),
    legs: seen.legs,
    notices: notices.list(),
    ...pagesOf(context),
    forPerson: sales.filter(isForPerson).length,
    trouble: isOtherTabs(context) ? 'other-tab' : state.trouble,
    clockOffMs: link.serverClock.offMs(),
    // A sale that was taken back to the keypad waits for nobody: its amount is kept, and comes back after a reload.
    busy:
      sales.some(canStillChange) || (onCounter !== null && isUnsettled(onCounter) && !isOnKeypad(onCounter)),
  };
}

/** True for what the manager's list has of this till. */
function isForPerson({ takenAway, attempts }: Sale): boolean {
  return !takenAway && attempts.some((attempt) => attempt.state.name === 'differs' || isListed(attempt));
}

/** When the view changes by time alone: doubt begins, a manager may override. Null: not by itself. Wall. */
export function nextChangeAt(context: TillContext): number | null {
  const seen = seenBy(context);
  const times = (context.state.realm?.sales.open() ?? [])
    .flatMap(({ attempts }) => attempts)
    .flatMap((attempt) => {
      const from = overrideFrom(attempt);
      return [doubtAt(attempt, seen), from === null ? null : seen.toWall(from)];
    })
    .filter((at) => at !== null)
    .filter((at) => at > seen.now);
  return times.length === 0 ? null : Math.min(...times);
}

/** What has been typed, in the shop's currency. */
export function typedAmount(context: TillContext): Money {
  return deskNow(context).typed ?? money(0, currencyOf(context));
}

/** The largest amount the keypad takes: as many digits as the limit has. */
export function keypadRoom(limitMinor: number): number {
  return 10 ** String(limitMinor).length - 1;
}

function typedOf(context: TillContext): Typed {
  const { shop, count, realm } = context.state;
  // Before the journal is read nobody knows the number.
  const next = (): string =>
    shop && realm ? numberOf(shop.till.letter, nextCount(count, today(context, shop))) : '';
  const sale = counterSale(context);
  return {
    saleId: sale?.id ?? null,
    amount: typedAmount(context),
    note: deskNow(context).note,
    number: sale?.number ?? next(),
    limitMinor: shop?.limitPerSaleMinor ?? 0,
  };
}

/** Before a shop is known the keypad is not on the screen, but the view has an amount all the same. */
function currencyOf({ state }: TillContext): Currency {
  return state.shop?.currency ?? 'USD';
}

/** What lies on the counter. A page whose code is still on its way can only be one that waits. */
function pagesOf({ state, late }: TillContext): Pages {
  if (late) return late.pages();
  return { detail: null, receipt: null, list: waiting(state.list), others: waiting(state.others) };
}

function waiting(read: Read<object> | null): Page<never> | null {
  return read === 'loading' || read === 'silent' ? { name: read } : null;
}
