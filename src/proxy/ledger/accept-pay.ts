/** Accepts a code for an attempt: once a code in the whole shop, never late, never behind the fence (laws 5 and 6). */
import type { ProblemCode } from '../../contract/problem-codes.ts';
import { isFinal } from '../../core/attempt.ts';
import type { EpochMs } from '../../core/ports.ts';
import type { ShopSettings } from '../../core/settings.ts';
import type { Wallet } from '../../core/wallet.ts';
import { Refusal } from '../refusal.ts';
import type { AttemptRow } from './attempt-row.ts';
import type { Book } from './book.ts';
import { fence, type Claim } from './claim.ts';
import { overDayLimit } from './day-limits.ts';
import { openAttempt } from './open-attempt.ts';

/** A code that asks to be sent; the ledger sees only its keyed hash. */
export interface PayClaim extends Claim {
  readonly codeHash: string;
  readonly wallet: Wallet;
  readonly sendBy: EpochMs;
}

/**
 * `accepted`: send it now, once. `repeated`: the same request came before; answer with the present state.
 * `refused`: the code was not taken and the attempt is closed, which is committed, so the caller must not throw inside.
 */
export type PayOutcome =
  | { readonly kind: 'accepted' | 'repeated'; readonly row: AttemptRow }
  | { readonly kind: 'refused'; readonly code: ProblemCode; readonly detail?: string };

/** Judges a pay by the row as it is now. Throws a Refusal where nothing changes. */
export function acceptPay(book: Book, claim: PayClaim, settings: ShopSettings): PayOutcome {
  const row = openAttempt(book, claim, settings);
  if (row.codeHash === claim.codeHash) return { kind: 'repeated', row };
  if (row.codeHash !== null) throw new Refusal('mismatch', 'Another code was read for this attempt before.');
  if (isFinal(row.state)) throw new Refusal('attempt-closed');
  if (row.calledAt !== null) return { kind: 'repeated', row: remember(book, row, claim) };
  if (book.isCodeUsed(claim.codeHash)) return refuse(book, row, 'code-used');
  if (book.now >= claim.sendBy) return refuse(book, row, 'code-too-old');
  const detail = overDayLimit(book, claim, settings);
  if (detail !== null) return { ...refuse(book, row, 'over-day-limit'), detail };
  return { kind: 'accepted', row: accept(book, row, claim, settings) };
}

/** An attempt that counts as called (an offer, a restore) is only asked about; its code is used up all the same. */
function remember(book: Book, row: AttemptRow, { codeHash, wallet }: PayClaim): AttemptRow {
  return book.isCodeUsed(codeHash) ? row : book.apply(row, { facts: { codeHash, wallet } });
}

/** Where the order has its number the call is written in the same commit: one less on the way to the wallet. */
function accept(
  book: Book,
  row: AttemptRow,
  { codeHash, wallet, ...claim }: PayClaim,
  { codeLifeMs }: ShopSettings,
): AttemptRow {
  // A tablet whose wall has jumped may promise hours; no code lives longer than from now on (law 5).
  const sendBy = Math.min(claim.sendBy, book.now + codeLifeMs[wallet]);
  const calledAt = row.transactionNo === null ? null : book.now;
  return book.apply(row, {
    events: [{ type: 'pay-begun' }],
    facts: { codeHash, wallet, sendBy, sentAt: book.now, calledAt },
  });
}

function refuse<Code extends 'code-used' | 'code-too-old' | 'over-day-limit'>(
  book: Book,
  row: AttemptRow,
  code: Code,
): { readonly kind: 'refused'; readonly code: Code } {
  fence(book, row, code === 'code-too-old' ? 'expired' : 'refused');
  return { kind: 'refused', code };
}
