/** Folds what is written in the journal into one attempt of a sale, and takes in the ledger's word on it. Pure. */
import { adopt, isOlderNews, type AttemptSnapshot } from './attempt-snapshot.ts';
import { stepByTill } from './attempt-by-till.ts';
import { isFinal, isProvenUnsent, isUnsent, openAttempt, type Attempt, type GiveBack } from './attempt.ts';
import { assertNever } from './assert-never.ts';
import type { Reference } from './ids.ts';
import type { Money } from './money/money.ts';
import type { EpochMs } from './ports.ts';
import { refundedSum } from './refund.ts';
import type { SaleEvent, TillAttempt } from './sale.ts';

/** An attempt nothing has happened to. */
export function freshAttempt(amount: Money, reference: Reference, openedAt: EpochMs): TillAttempt {
  return {
    ...openAttempt(amount),
    reference,
    openedAt,
    wallet: null,
    readAt: null,
    codeLifeMs: null,
    sendBy: null,
    payBegunAt: null,
    cancelAsked: false,
    cancelTold: false,
    extensionsAsked: 0,
    fenceOwed: null,
    refundAsked: null,
    ledger: null,
    contradiction: false,
  };
}

/** One another till had opened: what the ledger says of it is all that is known. */
export function knownByLedger(snapshot: AttemptSnapshot): TillAttempt {
  const { amount, openedAt, reference } = snapshot;
  const known = freshAttempt(amount, reference, openedAt);
  return takeNews({ ...known, state: snapshot.state, payBegunAt: snapshot.sentAt }, snapshot);
}

/** Law 7: the next attempt may open once this one is final, or a manager has overridden it. */
export function mayFollow({ state, ledger }: TillAttempt): boolean {
  return isFinal(state) || ledger?.overridden === true;
}

/** What this till still meant to do about an attempt is the other till's to do. */
export function letGo(attempt: TillAttempt): TillAttempt {
  return { ...attempt, fenceOwed: null, refundAsked: null };
}

type AttemptChange = Exclude<Extract<SaleEvent, { reference: Reference }>, { type: 'attempt-opened' }>;

/** Moves an attempt by what a person did or time decided. Throws where the event has no place. */
export function moveAttempt(attempt: TillAttempt, event: AttemptChange, at: EpochMs): TillAttempt {
  switch (event.type) {
    case 'code-read': {
      const { wallet, codeLifeMs, sendBy } = event;
      return {
        ...attempt,
        ...stepByTill(attempt, { type: 'code-read' }).attempt,
        wallet,
        codeLifeMs,
        sendBy,
        readAt: at,
      };
    }
    case 'send-by-known':
      return { ...attempt, sendBy: event.sendBy };
    case 'pay-begun':
      return {
        ...attempt,
        ...stepByTill(attempt, { type: 'pay-begun' }).attempt,
        payBegunAt: attempt.payBegunAt ?? at,
      };
    case 'code-too-old':
      return { ...attempt, ...stepByTill(attempt, { type: 'code-too-old' }).attempt, fenceOwed: 'expired' };
    case 'backed-out':
      return { ...attempt, ...stepByTill(attempt, { type: 'backed-out' }).attempt, fenceOwed: 'withdrawn' };
    case 'cancel-asked':
      return { ...attempt, cancelAsked: true };
    case 'cancel-told':
      return { ...attempt, cancelTold: true };
    case 'extension-asked':
      return { ...attempt, extensionsAsked: attempt.extensionsAsked + 1 };
    case 'refund-asked': {
      const { n, amount, reason, sendBy } = event;
      return { ...attempt, refundAsked: { n, amount, reason, sendBy } };
    }
    case 'refund-dropped':
      return attempt.refundAsked?.n === event.n ? { ...attempt, refundAsked: null } : attempt;
    default:
      return assertNever(event);
  }
}

/** Takes in the ledger's word. Older news than what is known changes nothing; a final state keeps its word. */
export function takeNews(attempt: TillAttempt, snapshot: AttemptSnapshot): TillAttempt {
  if (attempt.ledger && isOlderNews(snapshot, attempt.ledger)) return attempt;
  const { state, verdict } = adopt(attempt.state, snapshot.state);
  const told = isFinal(snapshot.state) || !isUnsent(snapshot.state);
  return {
    ...attempt,
    state,
    wanted: attempt.wanted === 'return' ? 'return' : snapshot.wanted,
    giveBack: giveBackAfter(attempt, snapshot),
    taken: snapshot.taken ?? attempt.taken,
    refunds: snapshot.refunds,
    refundAsked: snapshot.refunds.some(({ n }) => n === attempt.refundAsked?.n) ? null : attempt.refundAsked,
    wallet: snapshot.wallet ?? attempt.wallet,
    cancelTold: snapshot.cancelAsked || (attempt.cancelTold && !isCancelForgotten(attempt, snapshot)),
    fenceOwed: told ? null : attempt.fenceOwed,
    ledger: snapshot,
    contradiction: verdict === 'contradiction' && !isBackAnyway(attempt, snapshot),
  };
}

/**
 * A give-back this till knows of is not forgotten by a ledger that has not heard of it yet; one that ended it by another
 * word has ended it.
 */
function giveBackAfter(attempt: TillAttempt, snapshot: AttemptSnapshot): GiveBack {
  const { giveBack } = attempt;
  if (snapshot.giveBack !== 'none') return snapshot.giveBack;
  const isReturned = snapshot.state.name === 'returned';
  return isReturned && (giveBack !== 'none' || isAskedBack(attempt)) ? 'done' : giveBack;
}

/**
 * Paid after a person had asked for the cancel, as the ledger knew: nobody was told "Paid", and one that was set back
 * to before the success gives back as it had been asked.
 */
function isAskedBack({ state, cancelAsked, ledger }: TillAttempt): boolean {
  return state.name === 'paid' && cancelAsked && ledger?.cancelAsked === true;
}

/** Paid and given back, refunded to the last cent, or returned: words for the same money. */
function isBackAnyway(attempt: TillAttempt, snapshot: AttemptSnapshot): boolean {
  const isRefunded = (each: Attempt): boolean => refundedSum(each).minor >= (each.taken ?? each.amount).minor;
  const isBack = (each: Attempt): boolean =>
    each.state.name !== 'paid' || each.giveBack !== 'none' || isRefunded(each);
  const isBackHere = isBack(attempt) || isAskedBack(attempt);
  // A manager's refund may have ended where this till did not hear of it.
  const byManager = { ...snapshot, refunds: snapshot.refunds.filter(({ by }) => by === 'manager') };
  return (isBackHere || isRefunded(byManager)) && isBack(snapshot) && !isProvenUnsent(attempt.state);
}

/** A person was still to be asked, and another ledger, one that was set back, knows nothing of it. */
function isCancelForgotten({ ledger }: TillAttempt, { epoch, cancelAsked }: AttemptSnapshot): boolean {
  return ledger?.cancelAsked === true && !cancelAsked && ledger.epoch !== epoch;
}
