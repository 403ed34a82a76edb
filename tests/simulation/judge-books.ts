/** Laws 1, 3 and 4 while the story runs: the gateway's book, the ledgers' rows and the tills' faces against each other. */
import type { TillAttempt } from '../../src/core/sale.ts';
import type { Batch } from '../../src/journal/journal.ts';
import type { TillView } from '../../src/till/view.ts';
import type { GatewayHouse } from './gateway-house.ts';
import type { Ground } from './ground.ts';
import type { Laws } from './laws.ts';
import { brief, FINAL, isListed, stateName, type LedgerRow, type Mirror } from './mirror.ts';
import type { Tablet } from './tablet.ts';

/**
 * From an answered question to the cancel it allows, ms (DESIGN §3, the ladder), what a fraction of one may add, and the
 * second by which a wall that is set back is followed (proxy/steady-clock.ts).
 */
const CANCEL_WITHIN_MS = 4_001;
/** What no order comes back to from its end. */
const STILL_RUNNING: ReadonlySet<string> = new Set(['init', 'dealing', 'pending']);

/** Judges the books as they change. */
export class BookJudge {
  readonly #ground: Ground;
  readonly #laws: Laws;
  readonly #gateway: GatewayHouse;
  readonly #mirrors: () => readonly Mirror[];

  constructor(ground: Ground, laws: Laws, gateway: GatewayHouse, mirrors: () => readonly Mirror[]) {
    this.#ground = ground;
    this.#laws = laws;
    this.#gateway = gateway;
    this.#mirrors = mirrors;
  }

  /** The gateway's book has changed: never two kept charges of one customer with nobody at work on either (law 1). */
  bookChanged(): void {
    const over = new Map<number, string[]>();
    for (const line of this.#gateway.book().values()) {
      if (line.charges > 1) this.#laws.broke(1, 'an order was charged twice', { reference: line.reference });
      const customer = this.#ground.attempts.get(line.reference)?.customer;
      if (customer === undefined || line.keptMinor <= 0 || !this.#isDoneWith(line.reference)) continue;
      over.set(customer, [...(over.get(customer) ?? []), line.reference]);
    }
    for (const [customer, references] of over)
      if (references.length > 1)
        this.#laws.broke(1, 'two kept charges and nobody at work', { customer, references });
  }

  /** A ledger has written a row (law 3: ends never move; law 4: a cancel that left is never paid). */
  rowWritten(mirror: Mirror, before: LedgerRow | null, after: LedgerRow, now: number): void {
    const reference = String(after['reference']);
    const followed = this.#ground.attempts.get(reference);
    if (followed && after['kept'] === 1) followed.wasKept = true;
    const hasMoved = before !== null && FINAL.has(stateName(before)) && before['state'] !== after['state'];
    if (hasMoved && !isReopened(before, after))
      this.#laws.broke(3, 'a final state moved', { before: brief(before), after: brief(after) });
    if (before?.['wanted'] === 'return' && after['wanted'] !== 'return')
      this.#laws.broke(3, 'a return was taken back', { before: brief(before), after: brief(after) });
    this.#isRightlyWritten(mirror, before, after, now);
    if (stateName(after) !== 'paid' || (before !== null && stateName(before) === 'paid')) return;
    if (mirror.cancelled.has(reference))
      this.#laws.broke(4, 'paid after its cancel had left', { after: brief(after) });
    this.#isTrulyPaid(reference, 'the ledger says paid');
  }

  /** A till has written its journal: the next attempt opens when the earlier are over (law 7), and ends agree (law 3). */
  tillWrote({ entries, sales }: Batch): void {
    if (!this.#mirrors().some(({ wasSetBack }) => wasSetBack))
      for (const { reference, state, contradiction } of sales.flatMap(({ attempts }) => attempts))
        if (contradiction)
          this.#laws.broke(3, 'a till hears another end than it has told', { reference, state });
    for (const { saleId, event } of entries) {
      if (event.type !== 'attempt-opened') continue;
      const attempts = sales.find(({ id }) => id === saleId)?.attempts ?? [];
      const running = attempts
        .slice(0, -1)
        .find((each) => !FINAL.has(each.state.name) && !isOverridden(each));
      if (running)
        this.#laws.broke(7, 'a till opens an attempt while another runs', { reference: running.reference });
    }
  }

  /** What one row shows by itself, or beside the others of its sale: lists, late codes, cancels on silence, a second attempt. */
  #isRightlyWritten(mirror: Mirror, before: LedgerRow | null, after: LedgerRow, now: number): void {
    if (isListed(after) && after['listed'] !== 1)
      this.#laws.broke(3, 'what needs a person is on no list', { after: brief(after) });
    const isAccepted = before !== null && before['codeHash'] === null && typeof after['sendBy'] === 'number';
    if (isAccepted && Number(after['sentAt']) > Number(after['sendBy']))
      this.#laws.broke(5, 'a code was taken after its sendBy', { after: brief(after) });
    const isCancelled = Number(after['cancelTries']) > Number(before?.['cancelTries'] ?? 0);
    if (
      isCancelled &&
      before?.['wanted'] === 'keep' &&
      after['giveBack'] === 'none' &&
      after['calledAt'] !== null
    )
      this.#hasAsked(after, now);
    const isDeclined = stateName(after) === 'declined' && before?.['state'] !== after['state'];
    if (isDeclined && STILL_RUNNING.has(this.#gateway.book().get(String(after['reference']))?.status ?? ''))
      this.#laws.broke(4, 'declined while the gateway still waits for the wallet', { after: brief(after) });
    // A ledger that was set back, or has another one beside it, also takes in what tills offer.
    const isOffered = mirror.wasSetBack || this.#mirrors().length > 1;
    const isFirst = before === null && !FINAL.has(stateName(after)) && !isOffered;
    const running = mirror.ofSale(after['saleId']).find((row) => row !== after && mayStillRun(row));
    if (isFirst && running)
      this.#laws.broke(7, 'the ledger opens an attempt while another runs', { running: brief(running) });
  }

  /** A cancel of what is wanted leaves within 3 s of an answered question that is no success: silence never cancels. */
  #hasAsked(row: LedgerRow, now: number): void {
    const answer = this.#ground.answered.get(String(row['reference']));
    if (answer === undefined || now - answer.at > CANCEL_WITHIN_MS)
      this.#laws.broke(4, 'a cancel left on silence', {
        row: brief(row),
        askedMs: answer && now - answer.at,
      });
  }

  /** A till's face has changed (law 4). */
  viewChanged(tablet: Tablet, { counter, roll }: TillView): void {
    if (counter.name === 'paid') this.#saleIsPaid(tablet, counter.saleId);
    if (counter.name === 'closed' && isNotCharged(counter.why)) this.#isUncharged(tablet, counter.saleId);
    for (const line of roll.lines) {
      if (line.state === 'paid') this.#saleIsPaid(tablet, line.saleId);
      if (line.state === 'not-charged') this.#isUncharged(tablet, line.saleId);
    }
  }

  /** Nobody will do anything about this charge any more: every ledger that knows it holds it for ended. */
  #isDoneWith(reference: string): boolean {
    const rows = this.#rowsOf(reference);
    return rows.length > 0 && rows.every(isOver);
  }

  /** The attempt's row in every ledger that has one. */
  #rowsOf(reference: string): LedgerRow[] {
    return this.#mirrors()
      .map(({ rows }) => rows.get(reference))
      .filter((row) => row !== undefined);
  }

  #saleIsPaid(tablet: Tablet, saleId: string): void {
    const paid = tablet.attemptsOf(saleId).filter(({ state }) => state.name === 'paid');
    for (const { reference } of paid) this.#isTrulyPaid(reference, 'a till shows paid');
    if (paid.length === 0) this.#laws.broke(4, 'a till shows paid without a paid attempt', { saleId });
  }

  #isTrulyPaid(reference: string, where: string): void {
    const line = this.#gateway.book().get(reference);
    const rows = this.#rowsOf(reference);
    const wasChosen = this.#ground.attempts.get(reference)?.wasKept === true;
    const isEqual =
      line !== undefined && rows.every((row) => Number(row['amountMinor']) === line.chargedMinor);
    if (!line || line.charges === 0 || !(isEqual || wasChosen))
      this.#laws.broke(4, `${where} and the gateway does not`, { reference, line: line ?? null });
  }

  /** "Not charged" is said of the latest attempt only where the gateway was never asked to pay it. */
  #isUncharged(tablet: Tablet, saleId: string): void {
    const attempt = tablet.attemptsOf(saleId).at(-1);
    if (!attempt || this.#ground.attempts.get(attempt.reference)?.wasAsked !== true) return;
    const { reference, state } = attempt;
    // No copy put back by hand knows a call that only its lost part had made (README, what no law can hold).
    const isLost = this.#rowsOf(reference).some(
      (row) => (row['calledAt'] === null || row['doubted'] === 1) && stateName(row) !== 'paid',
    );
    if (isLost && this.#mirrors().some(({ wasSetBackByHand }) => wasSetBackByHand)) return;
    this.#laws.broke(4, 'a till shows not charged and the gateway was asked', { reference, state });
  }
}

/** Neither ended nor overridden by a manager. */
function mayStillRun(row: LedgerRow): boolean {
  return !FINAL.has(stateName(row)) && row['overridden'] !== 1;
}

function isOverridden({ ledger }: TillAttempt): boolean {
  return ledger?.overridden === true;
}

function isOver(row: LedgerRow): boolean {
  return FINAL.has(stateName(row)) && row['giveBack'] === 'none' && row['nextAt'] === null;
}

function isNotCharged(why: string): boolean {
  return why === 'expired' || why === 'withdrawn' || why === 'refused';
}

/** An unsent end of a record that was set back, and a till's offer says that the code had left: it enters as sent. */
function isReopened(before: LedgerRow, after: LedgerRow): boolean {
  const isSentNow = stateName(after) === 'sent' && typeof after['calledAt'] === 'number';
  const isGuess = before['doubted'] === 1 && Number(before['calledAt']) >= Number(before['endedAt']);
  return (before['calledAt'] === null || isGuess) && isSentNow;
}
