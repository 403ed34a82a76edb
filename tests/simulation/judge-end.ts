/** Laws 1, 3, 8 and 9 when everything has settled: by customer, by attempt, by what was promised, by what must not rest. */
import { refundedSum } from '../../src/core/refund.ts';
import { isProvenUnsent, isUnsent, type AttemptState } from '../../src/core/attempt.ts';
import type { Sale, TillAttempt } from '../../src/core/sale.ts';
import type { GatewayHouse, Line } from './gateway-house.ts';
import type { Ground } from './ground.ts';
import type { Laws } from './laws.ts';
import {
  brief,
  FINAL,
  isListed,
  isSettled,
  refundedBy,
  stateName,
  type LedgerRow,
  type Mirror,
} from './mirror.ts';
import type { Tablet } from './tablet.ts';

/** What the end is judged by. */
export interface EndDeps {
  readonly ground: Ground;
  readonly mirror: Mirror;
  readonly laws: Laws;
  readonly gateway: GatewayHouse;
  readonly tablets: readonly Tablet[];
  /** Everything that was logged and every row of the ledger, as text. */
  readonly written: () => string;
  /** Two servers were alive at once: what the one gives back the other never hears of (README, what no law can hold). */
  readonly hadTwo: boolean;
  /** References of the payments nobody is known to have asked for. */
  readonly strays: () => readonly string[];
}

/** Judges the end. */
export function judgeEnd(deps: EndDeps): void {
  judgeCustomers(deps);
  for (const [reference, row] of deps.mirror.rows) {
    if (!isSettled(row)) deps.laws.broke(3, 'an attempt has not ended at the ledger', { row: brief(row) });
    else if (!deps.hadTwo) judgeMoney(deps.laws, reference, row, deps.gateway.book().get(reference));
  }
  for (const tablet of deps.tablets) {
    judgeTill(deps, tablet);
    judgePromises(deps, tablet);
  }
  judgeSecrets(deps);
  judgeStrays(deps);
}

/** Law 3: what a webhook told of one of our refunds is no payment nobody asked for. */
function judgeStrays({ laws, mirror, strays }: EndDeps): void {
  if (mirror.wasSetBack) return;
  for (const reference of strays())
    if (mirror.rows.has(reference.replace(/-r\d+$/, '')))
      laws.broke(3, 'a webhook about our own lies among the strays', { reference });
}

/** Law 1: of what one customer owes, at most one charge is kept; any other is given back or listed. */
function judgeCustomers({ ground, mirror, laws, gateway }: EndDeps): void {
  const kept = new Map<number, string[]>();
  for (const line of gateway.book().values()) {
    const followed = ground.attempts.get(line.reference);
    if (!followed || line.keptMinor <= 0) continue;
    const row = mirror.rows.get(line.reference);
    if (row && isListed(row)) continue;
    kept.set(followed.customer, [...(kept.get(followed.customer) ?? []), line.reference]);
    if (row?.['wanted'] === 'return')
      laws.broke(1, 'an unwanted charge is kept and not listed', { row: brief(row) });
  }
  for (const [customer, references] of kept) {
    if (references.length > 1)
      laws.broke(1, 'two charges of one customer are kept', { customer, references });
    if (ground.cash.has(customer))
      laws.broke(1, 'a customer who paid in cash is charged as well', { customer, references });
  }
}

/** Law 3: till and ledger say the same of every attempt the till still answers for. */
export function judgeTill({ mirror, laws }: Pick<EndDeps, 'mirror' | 'laws'>, tablet: Tablet): void {
  if (isElsewhere(tablet)) return;
  for (const sale of tablet.store.sales.values()) {
    if (sale.takenAway) continue;
    for (const attempt of sale.attempts) {
      const { reference, state, giveBack, fenceOwed, contradiction } = attempt;
      const row = mirror.rows.get(reference);
      const facts = {
        till: tablet.place,
        reference,
        state,
        giveBack,
        fenceOwed,
        row: row ? brief(row) : null,
      };
      if (row === undefined) {
        // The ledger never heard of it: then nothing may have left, and nothing is owed.
        if ((state.name !== 'closed' || fenceOwed !== null) && !waitsForPerson(sale, attempt, mirror))
          laws.broke(3, 'the ledger never heard of an attempt', facts);
      } else if (contradiction && !(mirror.wasSetBackByHand && mayBeTakenBack(state, row)))
        laws.broke(3, 'a till contradicts the ledger', facts);
      else if (!isSameEnd(attempt, row, mirror) && !isListed(row))
        laws.broke(3, 'till and ledger differ', facts);
    }
  }
}

/** What a copy put back by hand had said before the first till spoke to it: paid, or unsent what then came back. */
function mayBeTakenBack(state: AttemptState, row: LedgerRow): boolean {
  return state.name === 'paid' || (isProvenUnsent(state) && stateName(row) === 'returned');
}

/** Never sent, and refused by a record that was set back while an earlier attempt of the sale is on a person's list. */
export function waitsForPerson(
  { attempts }: Sale,
  attempt: TillAttempt,
  { rows, wasSetBack }: Mirror,
): boolean {
  if (!wasSetBack || !isUnsent(attempt.state) || rows.has(attempt.reference)) return false;
  return attempts.slice(0, attempts.indexOf(attempt)).some(({ reference }) => {
    const row = rows.get(reference);
    return row !== undefined && isListed(row);
  });
}

/** Another shop answers at the address, and this tablet has unfinished sales there: it says so, and sells nothing here. */
export function isElsewhere({ page }: Tablet): boolean {
  return page?.till.view().trouble === 'other-realm';
}

/**
 * The same word; of a ledger that was set back, ends that say the same of the money: it may have ended it by another word.
 * A copy put back by hand may have given back what a till had shown paid before any till spoke to it: that is shown.
 */
export function isSameEnd(till: End, ledger: LedgerRow, mirror: Mirror): boolean {
  if (!mirror.wasSetBack)
    return till.state.name === stateName(ledger) && till.giveBack === ledger['giveBack'];
  if (till.contradiction && mirror.wasSetBackByHand && till.state.name === 'paid') return true;
  const refunded = refundedSum(till).minor >= till.amount.minor;
  const isRefunded = refundedBy(ledger) >= Number(ledger['amountMinor']);
  return (
    moneyOf(till.state.name, till.giveBack, refunded) ===
    moneyOf(stateName(ledger), ledger['giveBack'], isRefunded)
  );
}

/** A till's word on an attempt. */
type End = Pick<TillAttempt, 'state' | 'giveBack' | 'amount' | 'refunds' | 'contradiction'>;

function moneyOf(state: string, giveBack: unknown, isRefunded: boolean): string {
  if (!FINAL.has(state)) return state;
  if (giveBack === 'owed' || giveBack === 'listed') return giveBack;
  return state === 'paid' && giveBack === 'none' && !isRefunded ? 'kept' : 'not kept';
}

/** What the ledger says against the money that moved. */
function judgeMoney(laws: Laws, reference: string, row: LedgerRow, line: Line | undefined): void {
  if (isListed(row)) return;
  const [kept, charged] = [line?.keptMinor ?? 0, line?.chargedMinor ?? 0];
  const facts = {
    reference,
    state: row['state'],
    giveBack: row['giveBack'],
    refunds: row['refunds'],
    kept,
    charged,
  };
  const isKept = stateName(row) === 'paid' && row['giveBack'] === 'none';
  if (isKept && kept !== charged - refundedBy(row))
    laws.broke(3, 'the ledger and the gateway differ about what is kept', facts);
  // The after-watch still has a look at the day's end before it: that is no end yet.
  if (!isKept && kept > 0 && row['nextAt'] === null)
    laws.broke(3, 'the gateway keeps what the ledger does not say', facts);
  if (stateName(row) === 'returned' && charged === 0) laws.broke(3, 'returned and never charged', facts);
}

/** Law 8: what a tablet has promised to remember is there. Law 9: no code is held for ever. */
function judgePromises({ ground, laws }: EndDeps, tablet: Tablet): void {
  const promised = ground.promised.get(tablet.place);
  if (!promised) return;
  const { sales, entries, held } = tablet.store;
  const { place: till } = tablet;
  const there = new Set(
    [...sales.values()].flatMap(({ attempts }) => attempts.map((each) => each.reference)),
  );
  if (entries.length !== promised.entries)
    laws.broke(8, 'entries are missing', { till, has: entries.length, had: promised.entries });
  for (const id of promised.sales) if (!sales.has(id)) laws.broke(8, 'a sale is missing', { till, id });
  for (const reference of promised.references)
    if (!there.has(reference)) laws.broke(8, 'an attempt is missing', { till, reference });
  if (held.size > 0) laws.broke(9, 'a code is still held', { till, held: [...held.keys()] });
}

/** Law 9: no code rests anywhere but in the customers' own wallets. */
function judgeSecrets({ ground, laws, tablets, written }: EndDeps): void {
  const texts = tablets.map(({ store: { entries, sales, facts } }) =>
    JSON.stringify([entries, [...sales.values()], [...facts]]),
  );
  texts.push(written());
  for (const code of ground.codes.keys())
    if (texts.some((text) => text.includes(code))) laws.broke(9, 'a code rests where it must not', {});
}
