/** What the ledger tells a till about an attempt, and how the till takes it in. */
import {
  isFinal,
  isProvenUnsent,
  isUnsent,
  type Attempt,
  type AttemptState,
  type AttemptStateName,
} from './attempt.ts';
import type { SaleId, Reference } from './ids.ts';
import type { EpochMs } from './ports.ts';
import type { Wallet } from './wallet.ts';

/** Which link of the chain is silent, as far as the proxy can tell. */
export type GatewayLeg = 'ok' | 'gateway-silent' | 'wallet-silent';

/** The ledger's row of an attempt, as it is at `version`. All times are the ledger's clock. */
export interface AttemptSnapshot extends Attempt {
  readonly reference: Reference;
  readonly saleId: SaleId;
  /** The ledger's identity: versions of another epoch say nothing about those of this one. */
  readonly epoch: string;
  /** id of the till the sale belongs to: the one that opened it, or took it over. */
  readonly till: string;
  /** Grows with every change of the row; an older one is never applied over a newer one. */
  readonly version: number;
  /** The gateway's 18-digit number; null until add has answered. */
  readonly transactionNo: string | null;
  readonly wallet: Wallet | null;
  readonly openedAt: EpochMs;
  /** When pay was written down; null while none was accepted. */
  readonly sentAt: EpochMs | null;
  /** When the state became final. */
  readonly endedAt: EpochMs | null;
  /** How often the gateway was asked, and when it will be asked next. */
  readonly asked: number;
  readonly nextAskAt: EpochMs | null;
  /** End of the window in which the customer may confirm; null before pay. */
  readonly confirmBy: EpochMs | null;
  /** Times the window may still be lengthened. */
  readonly extensionsLeft: number;
  /** True once a cancel has been asked for, by a person or by the ladder. */
  readonly cancelAsked: boolean;
  /** When a manager may open the next attempt over this one (law 7); null while there is no reason to. */
  readonly mayOverrideAt: EpochMs | null;
  /** A manager has: this one no longer stands in the way. */
  readonly overridden: boolean;
  readonly leg: GatewayLeg;
  /** Path token of the public receipt; null unless paid. */
  readonly receiptToken: string | null;
}

/** How a till takes a snapshot in. `contradiction`: both say final and differ; the till's state stays and says so. */
export interface Adoption {
  readonly state: AttemptState;
  readonly verdict: 'taken' | 'kept' | 'contradiction';
}

/** How far along a state is. The ledger never holds a code, so its `opening`/`ready` stand before the till's `holding`. */
const RANK: Readonly<Record<AttemptStateName, number>> = {
  opening: 0,
  ready: 1,
  holding: 2,
  sent: 3,
  waiting: 4,
  cancelling: 5,
  differs: 5,
  unresolved: 5,
  paid: 6,
  declined: 6,
  returned: 6,
  closed: 6,
};

/**
 * Judges the ledger's state against the till's own. The ledger has the gateway's word, so it is taken wherever it is
 * at least as far along; a till that has begun `pay` stays `sent` while the ledger has not seen it.
 */
export function adopt(local: AttemptState, ledger: AttemptState): Adoption {
  if (isFinal(local)) {
    if (!isFinal(ledger) || sameEnd(local, ledger)) return { state: local, verdict: 'kept' };
    return { state: local, verdict: 'contradiction' };
  }
  if (isUnsent(ledger) && !isUnsent(local)) return { state: local, verdict: 'kept' };
  // The list is a ledger's, not the till's: one that answers in its place may still be asking the gateway.
  const known = local.name === 'unresolved' ? local.before : local;
  return RANK[ledger.name] >= RANK[known.name]
    ? { state: ledger, verdict: 'taken' }
    : { state: local, verdict: 'kept' };
}

/**
 * Ends that say the same about the customer's money: kept or not. A ledger that was set back may learn another way of
 * the same. Only "Not charged" against "given back" is none: there was a charge.
 */
function sameEnd(a: AttemptState, b: AttemptState): boolean {
  if (a.name === 'paid' || b.name === 'paid') return a.name === b.name;
  const isReturned = a.name === 'returned' || b.name === 'returned';
  return !(isReturned && (isProvenUnsent(a) || isProvenUnsent(b)));
}

/** True for news this till has had already. Versions count within one epoch: a restored ledger begins anew. */
export function isOlderNews(
  news: Pick<AttemptSnapshot, 'epoch' | 'version'>,
  known: Pick<AttemptSnapshot, 'epoch' | 'version'>,
): boolean {
  return news.epoch === known.epoch && news.version <= known.version;
}
