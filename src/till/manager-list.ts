/** The manager's list: everything of the shop that only a person can end, as the ledger knows it. */
import type { ListAnswer } from '../contract/manager-api.ts';
import type { AttemptSnapshot } from '../core/attempt-snapshot.ts';
import { callsOf } from '../sync/calls.ts';
import type { TillContext } from './context.ts';
import type { Action, ListItem, Page } from './view.ts';

type AttemptItem = Extract<ListItem, { kind: 'attempt' }>;

/** Reads the list, anew while it is open. */
export async function reloadList(context: TillContext): Promise<void> {
  const { state, link } = context;
  if (state.list === null) return;
  const result = await callsOf(link.transport).list();
  // Hidden meanwhile: it stays hidden.
  if (state.list !== null) state.list = result.kind === 'answer' ? result.answer : 'silent';
  context.changed();
}

/** The page as it is now. */
export function listOf({ state, link }: TillContext): Page<ListItem> | null {
  const { list } = state;
  if (list === null) return null;
  if (typeof list === 'string') return { name: list };
  return { name: 'ready', items: itemsOf(list, (serverTime) => link.serverClock.toWall(serverTime)) };
}

/** Attempts first, then strays. Pure. */
export function itemsOf(
  { attempts, strays }: ListAnswer,
  toWall: (serverTime: number) => number,
): ListItem[] {
  return [
    ...attempts.map(({ number, attempt }) => attemptItem(number, attempt, toWall)),
    ...strays.map(({ transactionNo, status, reference, amount, currency, receivedAt }): ListItem => {
      const text = amount === null ? null : [amount, currency].filter((part) => part !== null).join(' ');
      return { kind: 'stray', transactionNo, status, reference, amount: text, since: toWall(receivedAt) };
    }),
  ];
}

function attemptItem(
  number: string,
  attempt: AttemptSnapshot,
  toWall: (serverTime: number) => number,
): AttemptItem {
  const { saleId, reference, amount, taken, wallet, transactionNo, endedAt, sentAt, openedAt } = attempt;
  const state = whyListed(attempt);
  const actions: Action[] = state === 'differs' ? ['keep', 'give-back'] : ['close-by-hand'];
  const since = toWall(endedAt ?? sentAt ?? openedAt);
  return {
    kind: 'attempt',
    saleId,
    reference,
    number,
    amount,
    taken,
    state,
    wallet,
    transactionNo,
    since,
    actions,
  };
}

function whyListed({ state, giveBack }: AttemptSnapshot): AttemptItem['state'] {
  if (state.name === 'differs' || state.name === 'unresolved') return state.name;
  return giveBack === 'listed' ? 'not-returned' : 'refund-listed';
}
