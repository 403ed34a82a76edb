/** The reckoning: gateway, ledger and tills laid side by side, customer by customer (laws 1 and 3). Pure. */
import { refundedSum } from '../../src/core/refund.ts';
import { isSettleOwed, isUnfinished, saleState } from '../../src/core/sale-state.ts';
import type { Sale, Settled, TillAttempt } from '../../src/core/sale.ts';
import type { LedgerLine, Movement } from './books.ts';
import type { Customer } from './customers.ts';

/** What the reckoning needs. */
export interface Books {
  readonly gateway: readonly Movement[];
  readonly ledger: readonly LedgerLine[];
  /** every sale of every till, as its journal has it */
  readonly sales: readonly Sale[];
}

/** The part of a customer that is reckoned with. */
export type Debtor = Pick<Customer, 'cents'> & {
  readonly codes: readonly { readonly id: string }[];
  readonly shown: ReadonlySet<string>;
};

/** One thing that is wrong. `lost`: a sale or a charge somebody does not know of; `double`: money kept that is not owed. */
export interface Finding {
  readonly kind: 'lost' | 'double';
  readonly text: string;
}

/** Reckons everything; empty when all is well. Every sale must have ended or be on a person's list by then. */
export function reckon(customers: readonly Debtor[], books: Books): Finding[] {
  const kept = keptByReference(books.gateway);
  return [
    ...customers.flatMap((customer) => reckonCustomer(customer, books, kept)),
    ...books.gateway.filter(({ kind }) => kind === 'charge').flatMap((charge) => reckonCharge(charge, books)),
    ...books.ledger.flatMap((line) => reckonLine(line, books)),
    ...books.sales.flatMap((sale) => reckonSale(sale, books)),
  ];
}

/** True when nothing of the sale moves by itself any more: it ended, or it is on a person's list. */
export function isOver(sale: Sale): boolean {
  // A ledger that has not heard of the cash keeps what it takes.
  return !isUnfinished(sale) || (!isSettleOwed(sale) && sale.attempts.every(isOverOrListed));
}

function isOverOrListed({ state, giveBack, refunds, refundAsked }: TillAttempt): boolean {
  if (giveBack === 'owed' || refundAsked !== null) return false;
  if (refunds.some((refund) => refund.state === 'asked' || refund.state === 'sent')) return false;
  return ['paid', 'declined', 'returned', 'closed', 'unresolved', 'differs'].includes(state.name);
}

/** Cents kept of every attempt that was ever charged. */
function keptByReference(movements: readonly Movement[]): Map<string, number> {
  const kept = new Map<string, number>();
  for (const { reference, kind, cents } of movements)
    kept.set(reference, (kept.get(reference) ?? 0) + (kind === 'charge' ? cents : -cents));
  return kept;
}

function reckonCustomer(debtor: Debtor, books: Books, kept: ReadonlyMap<string, number>): Finding[] {
  const { cents, codes, shown } = debtor;
  const ids = new Set(codes.map(({ id }) => id));
  const charges = books.gateway.filter(({ codeId, kind }) => kind === 'charge' && ids.has(codeId));
  const mine = books.sales.filter((sale) => sale.amount.minor === cents);
  const facts: Facts = {
    cents,
    shown,
    mine,
    keptCharges: charges.filter(({ reference }) => (kept.get(reference) ?? 0) > 0),
    keptCents: charges.reduce((sum, { reference }) => sum + (kept.get(reference) ?? 0), 0),
    isPaid: mine.some((sale) => saleState(sale) === 'paid'),
    isListed: mine.some((sale) => sale.attempts.some(isListedAttempt)),
    settled: mine.find((sale) => sale.settled === 'cash' || sale.settled === 'abandoned')?.settled ?? null,
  };
  const say = (kind: Finding['kind'], texts: string[]): Finding[] =>
    texts.map((text) => ({ kind, text: `the customer who owes ${cents} ${text}` }));
  return [...say('double', doublesOf(facts)), ...say('lost', lossesOf(facts))];
}

/** What all books say of one customer. */
interface Facts {
  readonly cents: number;
  readonly shown: ReadonlySet<string>;
  readonly mine: readonly Sale[];
  readonly keptCharges: readonly Movement[];
  readonly keptCents: number;
  readonly isPaid: boolean;
  readonly isListed: boolean;
  readonly settled: Settled | null;
}

/** Law 1: of what one customer owes, at most one charge is kept, and none where somebody took cash. */
function doublesOf({ cents, keptCharges, settled, isListed, mine }: Facts): string[] {
  return [
    ...(keptCharges.length > 1 ? [`was charged ${keptCharges.length} times and got nothing back`] : []),
    ...(keptCharges.some((charge) => charge.cents !== cents) ? ['was charged another amount'] : []),
    ...(settled && keptCharges.length > 0 && !isListed
      ? [`settled (${settled}) and was charged as well: ${mine.map(storyOf).join('; ')}`]
      : []),
  ];
}

/** Law 3: what was on a screen is in a journal, and "paid" there is money at the gateway, and the other way round. */
function lossesOf(facts: Facts): string[] {
  const { cents, shown, mine, keptCharges, keptCents, isPaid, isListed, settled } = facts;
  const seen = [...shown].join(', ');
  const owed =
    cents - mine.flatMap(({ attempts }) => attempts).reduce((sum, one) => sum + refundedByHand(one), 0);
  const isUnknown = !isPaid && keptCharges.length > 0 && !isListed && !settled;
  return [
    ...(shown.size > 0 && mine.length === 0 ? [`was on the screen (${seen}) and no journal knows it`] : []),
    ...(isPaid && !isListed && keptCents !== owed
      ? [`is "paid" for ${owed}, the gateway keeps ${keptCents}`]
      : []),
    ...(isUnknown ? [`has paid, and the till does not say so (${wordsOf(mine)})`] : []),
    ...(shown.has('paid') && !isPaid && !settled
      ? [`was shown "Paid" and no longer is: ${mine.map(storyOf).join('; ')}`]
      : []),
  ];
}

/** What the journal says of a sale, in one line: for the person who reads a finding. */
export function storyOf({ number, settled, attempts }: Sale): string {
  const each = attempts.map(({ reference, state, wanted, giveBack, cancelAsked, ledger, refunds }) => {
    const back = refunds.map(({ state: name, by, amount }) => `${name} ${amount.minor} by ${by}`).join(', ');
    const asked = cancelAsked ? ', cancel asked' : '';
    return `${reference}: ${state.name}, ${wanted}, give-back ${giveBack}${asked}, version ${ledger?.version ?? 0}, refunds [${back}]`;
  });
  return `${number} (${settled ?? 'not settled'}) ${each.join(' | ')}`;
}

/** Cents of a paid attempt that a manager gave back. */
function refundedByHand(attempt: TillAttempt): number {
  return attempt.state.name === 'paid' && attempt.wanted === 'keep' ? refundedSum(attempt).minor : 0;
}

function isListedAttempt({ state, giveBack, refunds }: TillAttempt): boolean {
  if (refunds.some((refund) => refund.state === 'listed')) return true;
  return state.name === 'unresolved' || state.name === 'differs' || giveBack === 'listed';
}

function wordsOf(sales: readonly Sale[]): string {
  return sales.flatMap(({ attempts }) => attempts.map(({ state }) => state.name)).join(', ') || 'no sale';
}

/** Every charge is known to the ledger and to a till. */
function reckonCharge({ reference, cents }: Movement, { ledger, sales }: Books): Finding[] {
  const lost = (who: string): Finding[] => [
    { kind: 'lost', text: `a charge of ${cents} (${reference}) that ${who} does not know` },
  ];
  if (!ledger.some((line) => line.reference === reference)) return lost('the ledger');
  const isKnown = sales.some(({ attempts }) => attempts.some((attempt) => attempt.reference === reference));
  return isKnown ? [] : lost('any till');
}

/** Law 2: a till has written every attempt before it left, so the ledger has none that no journal knows. */
function reckonLine({ reference, state }: LedgerLine, { sales }: Books): Finding[] {
  const isKnown = sales.some(({ attempts }) => attempts.some((attempt) => attempt.reference === reference));
  return isKnown
    ? []
    : [{ kind: 'lost', text: `the ledger has ${reference} (${state}), and no till knows it` }];
}

/** Every sale has ended, and the ledger says the same of each of its attempts. */
function reckonSale(sale: Sale, { ledger }: Books): Finding[] {
  const findings: Finding[] = [];
  if (!isOver(sale)) findings.push({ kind: 'lost', text: `never ended: ${storyOf(sale)}` });
  for (const { reference, state, fenceOwed } of sale.attempts) {
    const line = ledger.find((one) => one.reference === reference);
    // An attempt that was withdrawn before it was ever heard of is nobody's business but the till's.
    const isSame = line ? line.state === state.name : state.name === 'closed' && fenceOwed === null;
    if (!isSame && isOver(sale))
      findings.push({
        kind: 'lost',
        text: `${sale.number}: the till says ${state.name}, the ledger ${line?.state ?? 'nothing'} (${reference})`,
      });
  }
  return findings;
}
