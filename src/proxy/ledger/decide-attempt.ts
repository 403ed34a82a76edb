/** A person's word on an attempt: keep it, give it back, close it by the portal, or let the next one open over it. */
import { assertNever } from '../../core/assert-never.ts';
import { isFinal, type AttemptEvent } from '../../core/attempt.ts';
import type { DecideRequest } from '../../contract/manager-api.ts';
import type { AuditDeed } from '../../contract/tills-api.ts';
import type { ShopSettings } from '../../core/settings.ts';
import { Refusal } from '../refusal.ts';
import type { AttemptRow } from './attempt-row.ts';
import type { Book, Change } from './book.ts';
import { findClaimed } from './change-attempt.ts';
import type { Claim } from './claim.ts';
import { mayOverrideAt } from './snapshot.ts';

/** What was decided, and the manager's words where it needs a manager. */
export interface Decision extends Claim, Pick<DecideRequest, 'decision' | 'reason' | 'sendBy'> {}

/** What only a manager may say, as the audit calls it; null for what any person at the till may. */
export function managersDeed(decision: DecideRequest['decision']): AuditDeed | null {
  if (decision === 'closed') return 'closed-by-hand';
  return decision === 'override' ? 'override' : null;
}

/** Writes the decision down. Repeating it changes nothing; one that has no place (any more) is refused. */
export function decideAttempt(book: Book, claim: Decision, settings: ShopSettings): AttemptRow {
  const row = findClaimed(book, claim, settings);
  if (book.now >= claim.sendBy) throw new Refusal('not-now', 'The decision came too late and was not taken.');
  const change = judge(row, claim, book.now);
  return change === null ? row : book.apply(row, change);
}

function judge(row: AttemptRow, { decision, reason = '' }: Decision, now: number): Change | null {
  switch (decision) {
    case 'keep':
      return keep(row);
    case 'return':
      return giveBack(row);
    case 'closed':
      return closeByHand(row, reason);
    case 'override':
      return override(row, reason, now);
    default:
      return assertNever(decision);
  }
}

function keep(row: AttemptRow): Change | null {
  if (row.wanted === 'return') throw new Refusal('not-now', 'It is being given back already.');
  const facts = { kept: true, cancelAsked: false };
  if (row.state.name === 'differs') return { events: [{ type: 'kept' }], facts };
  if (row.state.name !== 'paid') throw new Refusal('not-now');
  return row.cancelAsked ? { facts } : null;
}

/** Without a manager: only where a cancel was asked for, or the gateway took another sum than was asked. */
function giveBack(row: AttemptRow): Change | null {
  if (row.wanted === 'return') return null;
  if (row.state.name === 'differs') return { events: [{ type: 'sent-back' }] };
  if (row.state.name === 'paid' && row.cancelAsked) return { events: [{ type: 'condemned' }] };
  throw new Refusal('not-now', 'A manager gives a paid sale back.');
}

/** The portal's word, told by a manager: it ends all of the attempt that stands on the list, and the reason stays. */
function closeByHand(row: AttemptRow, byHand: string): Change | null {
  const events = handEvents(row);
  const isAsked = row.refunds.some(({ state }) => state === 'listed');
  if (events.length === 0 && !isAsked) {
    if (row.byHand !== null && isFinal(row.state)) return null;
    throw new Refusal('not-now', 'Nobody has to decide about this attempt.');
  }
  const refunds = row.refunds.map((refund) =>
    refund.state === 'listed' ? ({ ...refund, state: 'done' } as const) : refund,
  );
  return { events, refunds, facts: { byHand } };
}

function handEvents(row: AttemptRow): AttemptEvent[] {
  if (row.state.name === 'unresolved') return [{ type: 'closed-by-hand' }];
  return row.giveBack === 'listed' ? [{ type: 'given-back' }] : [];
}

/** Law 7: two minutes of refused or silent cancels; the earlier one is to be given back already. */
function override(row: AttemptRow, byHand: string, now: number): Change | null {
  if (row.overridden) return null;
  const from = mayOverrideAt(row);
  if (from === null || now < from) throw new Refusal('not-now');
  return { facts: { overridden: true, byHand } };
}
