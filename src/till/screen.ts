/** The till's state, the view computed from it at need, and the timers that change it by themselves. */
import type { Shop } from '../contract/shop-api.ts';
import type { SaleId } from '../core/ids.ts';
import { saleState } from '../core/sale-state.ts';
import { isUndecidedSale } from '../journal/undecided.ts';
import { createProxyLink } from '../sync/proxy-link.ts';
import type { Result } from '../sync/transport.ts';
import { composeView, nextChangeAt } from './compose-view.ts';
import {
  counterSale,
  EMPTY_DESK,
  leave,
  sellingOf,
  today,
  type TillContext,
  type TillState,
} from './context.ts';
import type { TillDeps } from './deps.ts';
import { Notices } from './notices.ts';
import { noticeSeal, takeShop } from './take-shop.ts';
import { showTrouble } from './troubles.ts';
import type { TillView } from './view.ts';

/** A paid sale leaves the counter by itself after this long (LOOK). */
export const PAID_STAYS_MS = 4_000;

/** A till's insides and its face. */
export interface Screen {
  readonly context: TillContext;
  view(): TillView;
  stop(): void;
}

/** Makes them; nothing runs yet. */
export function makeScreen(deps: TillDeps, listeners: ReadonlySet<() => void>): Screen {
  let view: TillView | null = null;
  const state = freshState(deps);
  const link = createProxyLink({
    ...deps,
    hasLink: deps.hasLink ?? (() => true),
    onshop: (result) => void context.inTurn(() => onshop(context, result)),
  });
  const changed = (): void => {
    view = null;
    planPaid();
    planDoubt();
    for (const listener of listeners) listener();
  };
  const context: TillContext = {
    deps,
    link,
    notices: new Notices(),
    state,
    lastCode: null,
    refunding: new Set(),
    late: null,
    inTurn: (work) => inTurn(work),
    changed,
  };
  const inTurn = makeQueue(context);
  const planPaid = makePaidTimer(context);
  const planDoubt = makeDoubtTimer(context);
  link.connectivity.subscribe(() => {
    state.unheardSince = link.connectivity.isUp() ? null : (state.unheardSince ?? deps.clock.now());
    changed();
  });
  const stop = (): void => {
    planPaid.stop();
    planDoubt.stop();
  };
  return { context, view: () => (view ??= composeView(context)), stop };
}

function freshState(deps: TillDeps): TillState {
  return {
    pairing: { name: 'starting' },
    trouble: null,
    shop: null,
    realm: null,
    desk: EMPTY_DESK,
    count: null,
    detail: null,
    receipt: null,
    question: null,
    notSame: new Set(),
    list: null,
    others: null,
    lastSales: null,
    isVisible: true,
    unheardSince: deps.clock.now(),
  };
}

/** Every probe brings the shop: changed settings, a new day, a lost pairing, another realm. */
async function onshop(context: TillContext, result: Result<Shop>): Promise<void> {
  const { state } = context;
  // A probe that was under way when a person left the shop does not bring it back.
  if (state.realm === null && state.pairing.name === 'unpaired') return;
  if (result.kind === 'problem' && result.code === 'not-paired' && state.realm)
    state.pairing = { name: 'lost' };
  if (result.kind === 'problem') noticeSeal(context, result.code);
  if (result.kind === 'answer') await takeShop(context, result.answer);
  const selling = sellingOf(context);
  if (selling) {
    const day = today(context, selling.shop);
    if (day !== selling.realm.sales.day()) await selling.realm.sales.load(day);
  }
  context.changed();
}

interface Plan {
  (): void;
  stop(): void;
}

/** Takes a paid sale off the counter after a while, but not from under an open receipt, or while a person must decide. */
function makePaidTimer(context: TillContext): Plan {
  let planned: SaleId | null = null;
  let undo: () => void = () => undefined;
  const stop = (): void => {
    undo();
    planned = null;
  };
  const plan = (): void => {
    const sale = counterSale(context);
    const isPaid = sale !== null && saleState(sale) === 'paid' && !isUndecidedSale(sale);
    const paid = isPaid && !context.state.receipt ? sale.id : null;
    if (paid === planned) return;
    stop();
    planned = paid;
    if (paid === null) return;
    undo = context.deps.timers.after(PAID_STAYS_MS, () => {
      leave(context, paid);
      context.changed();
    });
  };
  return Object.assign(plan, { stop });
}

/** Says "no answer yet" when it is time. */
function makeDoubtTimer(context: TillContext): Plan {
  let undo: () => void = () => undefined;
  const plan = (): void => {
    undo();
    const at = nextChangeAt(context);
    if (at === null) return;
    undo = context.deps.timers.after(Math.max(0, at - context.deps.clock.now()), () => context.changed());
  };
  return Object.assign(plan, { stop: () => undo() });
}

/** One command at a time. A journal that cannot save is shown; a broken rule of ours rejects. */
function makeQueue(context: TillContext): (work: () => Promise<void>) => Promise<void> {
  let tail: Promise<void> = Promise.resolve();
  return (work) => {
    const done = tail
      .then(work)
      .catch((error: unknown) => showTrouble(context, error))
      .finally(() => context.changed());
    // The next command runs whatever became of this one; the error goes to its own caller.
    tail = done.catch(() => undefined);
    return done;
  };
}
