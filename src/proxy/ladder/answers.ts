/** From a gateway's answer to a change of the row as it is now: used by every call, so that one rule judges them all. */
import { step } from '../../core/attempt-machine.ts';
import { isFinal, isUnsent, type Attempt, type AttemptEvent } from '../../core/attempt.ts';
import type { EpochMs } from '../../core/ports.ts';
import type { GatewayAnswer } from '../gateway/client.ts';
import { isCancelAccepted, isRefusal, isUnclear, readNews, type News } from '../gateway/news.ts';
import { believe, closedSince, judgeGoneBack } from './gone-back.ts';
import { asCalled } from '../ledger/doubt-unfinished.ts';
import { freshCancel, type AttemptFacts, type AttemptRow } from '../ledger/attempt-row.ts';
import { isNeverCalled } from './next-step.ts';
import type { Verdict } from './verdict.ts';

/** Judges an answer to tran-query. */
export function judgeQuery(row: AttemptRow, answer: GatewayAnswer, now: EpochMs): Verdict {
  const news = readNews(answer, row);
  const facts = { ...commonFacts(news, row), ...answerFacts(news, now), ...closedSince(row, news, now) };
  if (isOpening(row)) return judgeOpeningQuery(row, news, facts, now);
  return judgeGoneBack(row, verdict(row, [believe(row, news, now)], facts), news.back, now);
}

/** Judges an answer to pay. Where it leaves open what happened, the ledger asks at once; pay is never repeated. */
export function judgePay(row: AttemptRow, answer: GatewayAnswer, now: EpochMs): Verdict {
  const news = readNews(answer, row);
  return verdict(row, [believe(row, news, now)], {
    ...commonFacts(news, row),
    ...(isUnclear(news) ? { askNow: true } : {}),
  });
}

/**
 * Judges an answer to add. `found`: the question by reference that followed a refusal which may mean "duplicate", for
 * then the order exists; null where there was no reason to ask.
 */
export function judgeAdd(
  row: AttemptRow,
  answer: GatewayAnswer,
  found: GatewayAnswer | null,
  now: EpochMs,
): Verdict {
  const news = readNews(found ?? answer, row);
  const facts = commonFacts(news, row);
  // The order was made after all behind an attempt that was fenced meanwhile: it has to be cancelled.
  const isLate = row.state.name === 'closed' && row.calledAt === null;
  const left: Partial<AttemptFacts> = isLate ? { ...freshCancel(), orderLeft: true } : {};
  if (isSentUnknown(row, news))
    return asSent(row, news.event.type === 'pending' ? { ...facts, ...left } : facts, now);
  if (news.transactionNo !== null) return verdict(row, opened(row, news), { ...facts, ...left });
  // Where it may have been a duplicate, the refusal stands only once the question by reference was refused as well.
  const isRefused = isRefusal(answer) && (found === null || isRefusal(found));
  return isRefused ? verdict(row, refused(row), facts) : verdict(row, [], { ...facts, askNow: true });
}

/** Judges an answer to cancel: only a later question that says closed ends the attempt. */
export function judgeCancel(row: AttemptRow, answer: GatewayAnswer, now: EpochMs): Verdict {
  const facts: Partial<AttemptFacts> = {
    ...(isCancelAccepted(answer) ? { cancelAcceptedAt: now } : {}),
    ...(isRefusal(answer) ? { cancelRefusedAt: now } : {}),
    leg: answer === 'silent' ? 'gateway-silent' : 'ok',
  };
  return {
    events: [],
    facts,
    isNews: isCancelAccepted(answer) || isRefusal(answer) || facts.leg !== row.leg,
  };
}

/** True while `add` is the question: the gateway's number is unknown and `pay` was never called. */
export function isOpening(row: AttemptRow): boolean {
  return row.transactionNo === null && (isUnsent(row.state) || isNeverCalled(row));
}

function judgeOpeningQuery(row: AttemptRow, news: News, facts: Partial<AttemptFacts>, now: EpochMs): Verdict {
  if (isSentUnknown(row, news)) return asSent(row, facts, now);
  if (news.isMissing) return verdict(row, [], { ...facts, addMissing: row.addMissing + 1 });
  return news.transactionNo === null ? verdict(row, [], facts) : verdict(row, opened(row, news), facts);
}

/** The order is paid, or its customer is asked, and this record has sent nothing: it was set back, and has forgotten that. */
function isSentUnknown({ calledAt }: AttemptRow, { event }: News): boolean {
  return calledAt === null && (event.type === 'success' || event.type === 'pending');
}

/** Only the gateway's word ends it from now on, and is asked for at once. */
function asSent(row: AttemptRow, facts: Partial<AttemptFacts>, now: EpochMs): Verdict {
  const events: AttemptEvent[] = isUnsent(row.state) ? [{ type: 'pay-begun' }] : [];
  return verdict(row, events, { ...facts, ...asCalled(row, now), sentAt: row.sentAt ?? now });
}

/** The order exists. One that has ended already, or over another sum, can never be paid as asked. */
function opened(row: AttemptRow, { event }: News): AttemptEvent[] {
  if (event.type === 'gateway-closed' || event.type === 'failed') return refused(row);
  return row.state.name === 'opening' ? [{ type: 'opened' }] : [];
}

function refused(row: AttemptRow): AttemptEvent[] {
  if (row.state.name === 'opening') return [{ type: 'open-refused' }];
  return isNeverCalled(row) ? [{ type: 'never-accepted', why: 'refused' }] : [];
}

/** A person has kept this sum before the record was set back: nobody is asked again. */
function keptBefore(row: AttemptRow, events: readonly AttemptEvent[]): readonly AttemptEvent[] {
  if (!row.kept || isFinal(row.state)) return events;
  const { state, wanted } = events.reduce<Attempt>((attempt, event) => step(attempt, event).attempt, row);
  return state.name === 'differs' && wanted === 'keep' ? [...events, { type: 'kept' }] : events;
}

function commonFacts(news: News, row: AttemptRow): Partial<AttemptFacts> {
  return { leg: news.leg, transactionNo: row.transactionNo ?? news.transactionNo };
}

function answerFacts({ status }: News, now: EpochMs): Partial<AttemptFacts> {
  return status === null ? {} : { answerAt: now, answerStatus: status };
}

function verdict(row: AttemptRow, news: readonly AttemptEvent[], facts: Partial<AttemptFacts>): Verdict {
  const events = keptBefore(row, news);
  const moves = events.some((event) => step(row, event).effect === 'moved');
  const learns =
    (facts.leg !== undefined && facts.leg !== row.leg) ||
    (facts.transactionNo !== undefined && facts.transactionNo !== row.transactionNo) ||
    facts.askNow === true;
  return { events, facts, isNews: moves || learns };
}
