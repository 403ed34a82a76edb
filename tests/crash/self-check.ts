/** Proof that the reckoning can fail: books with one planted fault each, none of which may pass. */
import { openAttempt } from '../../src/core/attempt.ts';
import { money } from '../../src/core/money/money.ts';
import type { Sale, TillAttempt } from '../../src/core/sale.ts';
import { referenceOf, saleAfter, sentSale } from '../fakes/sales.ts';
import { reckon, type Books, type Debtor, type Finding } from './account.ts';
import type { Movement } from './books.ts';

const CENTS = 1250;
const reference = referenceOf(1);
const other = referenceOf(2);

/** One customer who was charged once, and whom every book agrees about. */
function goodBooks(): { customer: Debtor; books: Books } {
  const sale = endedAs({ name: 'paid' });
  return {
    customer: { cents: CENTS, codes: [{ id: 'code' }], shown: new Set(['paid']) },
    books: {
      gateway: [charge(reference)],
      ledger: [{ reference, saleId: sale.id, state: 'paid', giveBack: 'none' }],
      sales: [sale],
    },
  };
}

function charge(of: string): Movement {
  return { reference: of, codeId: 'code', kind: 'charge', cents: CENTS };
}

function endedAs(state: TillAttempt['state']): Sale {
  const sale = sentSale(1);
  return { ...sale, attempts: sale.attempts.map((attempt) => ({ ...attempt, state })) };
}

/** What is planted, and what it must be called. */
function plantings(): [string, Finding['kind'], Partial<Books>][] {
  const { books } = goodBooks();
  const [line] = books.ledger;
  const ledger = line ? [...books.ledger, { ...line, reference: other }] : [];
  const cash = { ...endedAs({ name: 'paid' }), settled: 'cash' as const };
  return [
    ['a second charge', 'double', { gateway: [charge(reference), charge(other)], ledger }],
    ['cash beside a charge', 'double', { sales: [cash] }],
    ['a sale no journal knows', 'lost', { sales: [] }],
    ['a charge the ledger does not know', 'lost', { ledger: [] }],
    ['an attempt that was sent and not written', 'lost', { ledger }],
    ['a charge the till calls declined', 'lost', { sales: [endedAs({ name: 'declined', reason: 'funds' })] }],
    ['a paid sale without a charge', 'lost', { gateway: [] }],
    ['a sale that never ends', 'lost', { sales: [sentSale(1)] }],
    ['cash the ledger has not heard of', 'lost', { sales: [unheardCash()], gateway: [] }],
    ['an unsent sale that never ends', 'lost', { sales: [openSale()], gateway: [] }],
  ];
}

/** Paid as the ledger says, to be given back as the till says: it moves once the ledger has heard of the cash. */
function unheardCash(): Sale {
  const sale = endedAs({ name: 'paid' });
  const attempts = sale.attempts.map((one) => ({ ...one, wanted: 'return' as const }));
  return { ...sale, settled: 'cash', settleTold: false, attempts };
}

function openSale(): Sale {
  const sale = saleAfter([{ type: 'attempt-opened', reference }]);
  return { ...sale, attempts: sale.attempts.map((one) => ({ ...one, ...openAttempt(money(CENTS, 'USD')) })) };
}

/** Throws where the reckoning finds nothing in a planted fault, or something in good books. */
export function proveReckoning(): number {
  const { customer, books } = goodBooks();
  const found = reckon([customer], books);
  if (found.length > 0) throw new Error(`The reckoning finds fault with good books: ${found[0]?.text}`);
  for (const [what, kind, change] of plantings()) {
    const findings = reckon([customer], { ...books, ...change });
    if (!findings.some((finding) => finding.kind === kind)) throw new Error(`The reckoning misses ${what}.`);
  }
  return plantings().length;
}
