/** What the ledger does next about a refund that has not ended (law 10). Pure in the refund and the time. */
import type { EpochMs } from './ports.ts';
import type { Refund } from './refund.ts';

/** From a refund's leaving to the first question about it, and between two that came before it. */
export const REFUND_QUERY_MS = 3_000;
/** An answered question this long after it left that does not show it: the same refund may leave once more. */
export const REFUND_REPEAT_MS = 15_000;
/**
 * The same where two of it would fit into what was taken. Nothing published says that its id makes a refund idempotent,
 * so its first try must not be on its way any more.
 */
export const UNGUARDED_REPEAT_MS = 120_000;
/** Unproven for this long: a person's list. */
export const REFUND_OVERDUE_MS = 600_000;
/** Questions stay this close for a minute, then come every ten seconds. */
const FAST_MS = 60_000;
const SLOW_QUERY_MS = 10_000;

/** `refund-refused`: the gateway's no is final. `list-refund`: nobody knows for too long. */
export type RefundStep =
  | { readonly do: 'send-refund' | 'query' | 'refund-refused' | 'list-refund' }
  | { readonly do: 'wait'; readonly until: EpochMs };

/** What decides about a refund beside itself. */
export interface RefundFacts {
  /** When the gateway was last asked about the attempt. */
  readonly askedAt: EpochMs | null;
  /** When it last answered a question about the attempt. */
  readonly answeredAt: EpochMs | null;
  /** What the gateway may still hold beside this one, minor units: its own sum or more, and a second one would fit. */
  readonly leftMinor: number;
}

/** Says what to do about an unfinished refund at `now`. */
export function nextRefundStep(
  refund: Refund,
  { askedAt, answeredAt, leftMinor }: RefundFacts,
  now: EpochMs,
): RefundStep {
  const { sentAt, acceptedAt, refusedAt, absentAt } = refund;
  if (sentAt === null) return firstStep(refund, askedAt, answeredAt, now);
  // A refused repeat may mean "exists already": only a question that does not show it makes the no final.
  // And while the try before the repeat may still arrive, no question can tell.
  const tellsFrom = Math.max(refusedAt ?? 0, refund.tries > 1 ? sentAt + UNGUARDED_REPEAT_MS : 0);
  if (refusedAt !== null && absentAt !== null && absentAt >= tellsFrom) return { do: 'refund-refused' };
  // One that had to wait for its turn is counted from its leaving.
  const overdueAt = (refund.tries > 1 ? refund.askedAt : sentAt) + REFUND_OVERDUE_MS;
  if (now >= overdueAt) return { do: 'list-refund' };
  const isSilent = acceptedAt === null && refusedAt === null;
  const repeatMs = leftMinor >= refund.amount.minor ? UNGUARDED_REPEAT_MS : REFUND_REPEAT_MS;
  if (isSilent && absentAt !== null && absentAt >= sentAt + repeatMs) return { do: 'send-refund' };
  const every = now - sentAt > FAST_MS ? SLOW_QUERY_MS : REFUND_QUERY_MS;
  const at = Math.max(sentAt, askedAt ?? 0) + every;
  if (now >= at) return { do: 'query' };
  return { do: 'wait', until: Math.min(at, overdueAt) };
}

/**
 * Before it leaves for the first time the gateway shows what went back already: by the portal, or by a part of the record
 * that was lost in a restore.
 */
function firstStep(
  refund: Refund,
  askedAt: EpochMs | null,
  answeredAt: EpochMs | null,
  now: EpochMs,
): RefundStep {
  if (answeredAt !== null && answeredAt >= refund.askedAt) return { do: 'send-refund' };
  const at = askedAt === null || askedAt < refund.askedAt ? now : askedAt + REFUND_QUERY_MS;
  return now >= at ? { do: 'query' } : { do: 'wait', until: at };
}
