/** One attempt as the ledger keeps it: the machine's part, what the gateway was asked, what a person asked for. */
import * as v from 'valibot';
import {
  attemptStateSchema,
  currencySchema,
  moneySchema,
  referenceSchema,
  refundSchema,
  saleIdSchema,
  walletSchema,
} from '../../contract/shapes.ts';
import type { Attempt } from '../../core/attempt.ts';
import { money } from '../../core/money/money.ts';
import type { EpochMs } from '../../core/ports.ts';
import type { SqlRow, SqlValue } from '../../sql/sql.ts';

const time = v.pipe(v.number(), v.integer());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const flag = v.pipe(
  v.picklist([0, 1]),
  v.transform((value) => value === 1),
);

/** One entry a column, under the column's own name. All times are the ledger's clock. */
const columns = v.object({
  reference: referenceSchema,
  saleId: saleIdSchema,
  /** `A-0017`, as the till wrote it */
  number: v.string(),
  /** id of the till that opened it */
  till: v.string(),
  version: count,
  amountMinor: count,
  currency: currencySchema,
  state: v.pipe(v.string(), v.parseJson(), attemptStateSchema),
  wanted: v.picklist(['keep', 'return']),
  giveBack: v.picklist(['none', 'owed', 'done', 'listed']),
  /** what the gateway says it took; null while no success was heard of */
  taken: v.nullable(v.pipe(v.string(), v.parseJson(), moneySchema)),
  refunds: v.pipe(v.string(), v.parseJson(), v.array(refundSchema), v.readonly()),
  /** only a person can end it: it stands on the manager's list */
  listed: flag,
  openedAt: time,
  endedAt: v.nullable(time),
  /** the shop's midnight after the end of an attempt that was sent and ended unpaid: the after-watch's last question */
  midnightAt: v.nullable(time),
  receiptToken: v.nullable(v.string()),
  /** when the ledger does something by itself again */
  nextAt: v.nullable(time),
  transactionNo: v.nullable(v.string()),
  wallet: v.nullable(walletSchema),
  /** keyed hash of the accepted code; null while none was */
  codeHash: v.nullable(v.string()),
  /** when `pay` was accepted by the ledger */
  sentAt: v.nullable(time),
  /** the accepted code must not reach the gateway later than this */
  sendBy: v.nullable(time),
  /** written just before the gateway's `pay` is called: null proves that it never was */
  calledAt: v.nullable(time),
  /** when the order closes by itself at the gateway */
  orderEndsAt: time,
  addSentAt: v.nullable(time),
  addTries: count,
  /** answers "no record" since the last add */
  addMissing: count,
  /** an unpaid order may lie at the gateway behind this closed attempt */
  orderLeft: flag,
  asked: count,
  askedAt: v.nullable(time),
  /** a restart, a bad answer to `pay` or a webhook: ask at once */
  askNow: flag,
  answerAt: v.nullable(time),
  answerStatus: v.nullable(v.picklist(['init', 'pending', 'success', 'other'])),
  extensions: count,
  cancelAsked: flag,
  cancelSentAt: v.nullable(time),
  cancelTries: count,
  cancelAcceptedAt: v.nullable(time),
  cancelRefusedAt: v.nullable(time),
  /** when the first cancel left: what law 7's two minutes count from */
  cancelFirstAt: v.nullable(time),
  /** a person has decided to keep it: a cancel that comes late asks no more */
  kept: flag,
  /** since when the gateway calls a charge that is known closed, without a "success" or the money shown in between */
  closedSeenAt: v.nullable(time),
  /** the record was set back: no clock cancels it (core/ladder.ts) */
  doubted: flag,
  /** a manager has let the next attempt open over this one */
  overridden: flag,
  /** a manager's words where a person's word stands for the gateway's */
  byHand: v.nullable(v.string()),
  /** nothing is done about the attempt before this */
  restUntil: v.nullable(time),
  leg: v.picklist(['ok', 'gateway-silent', 'wallet-silent']),
});

type Columns = v.InferOutput<typeof columns>;

/** The row, with its amount as Money. */
export type AttemptRow = Readonly<Omit<Columns, 'amountMinor' | 'currency'>> & Attempt;

/** What only the ledger itself sets: identity, the machine's part, and what follows from a change. */
type Kept =
  | 'reference'
  | 'saleId'
  | 'number'
  | 'version'
  | 'openedAt'
  | 'endedAt'
  | 'midnightAt'
  | 'listed'
  | 'nextAt'
  | keyof Attempt;

/** What a change may set beside the machine's events. */
export type AttemptFacts = Omit<AttemptRow, Kept>;

/** Names of the columns, in the order in which writeRow gives their values. */
export const ATTEMPT_COLUMNS: readonly string[] = Object.keys(columns.entries);

/** Facts of an attempt nothing has happened to. */
export function freshFacts(orderEndsAt: EpochMs): Omit<AttemptFacts, 'till'> {
  return {
    receiptToken: null,
    transactionNo: null,
    wallet: null,
    codeHash: null,
    sentAt: null,
    sendBy: null,
    calledAt: null,
    orderEndsAt,
    addSentAt: null,
    addTries: 0,
    addMissing: 0,
    orderLeft: false,
    asked: 0,
    askedAt: null,
    askNow: false,
    answerAt: null,
    answerStatus: null,
    extensions: 0,
    cancelAsked: false,
    ...freshCancel(),
    kept: false,
    doubted: false,
    overridden: false,
    byHand: null,
    restUntil: null,
    leg: 'ok',
  };
}

/** No cancel has left: also what a give-back starts from, whatever an earlier cancel was answered. */
export function freshCancel() {
  return {
    cancelFirstAt: null,
    closedSeenAt: null,
    cancelSentAt: null,
    cancelTries: 0,
    cancelAcceptedAt: null,
    cancelRefusedAt: null,
  };
}

/** Reads a row of the database. Throws (valibot) where it is damaged. */
export function readRow(row: SqlRow): AttemptRow {
  const { amountMinor, currency, ...rest } = v.parse(columns, row);
  return { ...rest, amount: money(amountMinor, currency) };
}

/** The row's values, in the order of ATTEMPT_COLUMNS. */
export function writeRow({ amount, ...rest }: AttemptRow): SqlValue[] {
  const flat: Readonly<Record<string, unknown>> = {
    ...rest,
    amountMinor: amount.minor,
    currency: amount.currency,
  };
  return ATTEMPT_COLUMNS.map((name) => writeValue(flat[name]));
}

function writeValue(value: unknown): SqlValue {
  if (typeof value === 'boolean') return Number(value);
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  return JSON.stringify(value);
}
