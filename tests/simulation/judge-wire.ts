/** Laws 2, 5, 6, 7 and 10, at the moment a request leaves: what must be written is written, no code goes twice or late. */
import type { TillAttempt } from '../../src/core/sale.ts';
import type { Followed, Ground } from './ground.ts';
import type { Laws } from './laws.ts';
import { brief, FINAL, refundsOf, stateName, type LedgerRow, type Mirror } from './mirror.ts';
import type { Tablet } from './tablet.ts';

/**
 * A code's age by true time may exceed its life by this much, ms: the till takes the server's time as `serverTime` plus
 * half a round trip, and an answer is believed up to 8 s after it was asked for, so the estimate is off by 4 s at most.
 */
const AGE_TOLERANCE_MS = 4_100;

/** When a call leaves. */
export interface Moment {
  /** True time. */
  readonly now: number;
  /** The ledger's clock; null where its wall was set while it ran, for then nobody outside can tell. */
  readonly wall: number | null;
  /** How much older than its life a code is, by true time, ms; null where no honest clock could tell. */
  readonly ageOf: (attempt: Followed) => number | null;
}

type Fields = Readonly<Record<string, string>>;

/** Judges requests as they leave. */
export class WireJudge {
  readonly #ground: Ground;
  readonly #laws: Laws;
  readonly #records = new Map<Mirror, number>();

  constructor(ground: Ground, laws: Laws) {
    this.#ground = ground;
    this.#laws = laws;
  }

  /** A till's request leaves: its disk must have it (law 2). */
  tillSends(tablet: Tablet, call: string, reference: string | null): void {
    if (reference === null) return;
    const attempt = tablet.findAttempt(reference);
    if (call !== 'decide' && (attempt === null || !isOwed(call, attempt)))
      this.#laws.broke(2, `till sends ${call} before it is written`, { reference });
    const how = call === 'pay' ? tablet.settledHow(reference) : null;
    if (how === 'cash' || how === 'abandoned')
      this.#laws.broke(1, `a code leaves the till after ${how}`, { reference });
  }

  /** The proxy calls the gateway: its ledger must have it. */
  proxySends(mirror: Mirror, call: string, fields: Fields, when: Moment): void {
    const reference = mirror.referenceOf(fields);
    const row = reference === null ? undefined : mirror.rows.get(reference);
    if (reference === null || row === undefined) {
      this.#laws.broke(2, `proxy sends ${call} of an attempt it has not written`, { reference });
      return;
    }
    const isWritten = isCounted(mirror, call, reference, fields, row, when.now);
    if (!isWritten)
      this.#laws.broke(2, `proxy sends ${call} before it is written`, { reference, row: brief(row) });
    if (call === 'cancel' && row['calledAt'] !== null) mirror.cancelled.add(reference);
    if (call === 'pay') this.#pays(mirror, reference, row, fields['paymentBarcode'] ?? '', when);
    if (call === 'refund') this.#refunds(mirror, reference, row, fields['refundReference'] ?? '', when.now);
  }

  /** A question was answered, and the proxy that asked has heard it. */
  questionAnswered(reference: string | null, text: string, now: number): void {
    if (reference !== null && text.startsWith('{') && text.includes('"ret_code":'))
      this.#ground.answered.set(reference, { at: now, text });
  }

  #pays(mirror: Mirror, reference: string, row: LedgerRow, code: string, { wall, ageOf }: Moment): void {
    const followed = this.#ground.attempts.get(reference);
    if (followed) followed.wasAsked = true;
    const by = this.#recordOf(mirror);
    // A record that was set back has lost the hashes of what its lost part had sent, and no till may keep one; the wallet
    // takes its code once whoever sends it. What an attempt or a refund had sent is told by tills, and counts on.
    const sent = `${code} ${by} ${mirror.copies}`;
    const times = (this.#ground.paid.get(sent) ?? 0) + 1;
    this.#ground.paid.set(sent, times);
    if (times > 1) this.#laws.broke(6, 'a code went to the gateway twice', { reference, times });
    const asked = (this.#ground.asked.get(`${reference} ${by}`) ?? 0) + 1;
    this.#ground.asked.set(`${reference} ${by}`, asked);
    if (asked > 1) this.#laws.broke(6, 'an attempt went to the gateway twice', { reference, asked });
    if (wall !== null && wall > Number(row['sendBy']))
      this.#laws.broke(5, 'a code left after its sendBy', { reference });
    const late = followed ? ageOf(followed) : null;
    if (late !== null && late > AGE_TOLERANCE_MS)
      this.#laws.broke(5, 'a code left after its life', { reference, lateMs: Math.round(late) });
    for (const other of mirror.ofSale(row['saleId'])) {
      const isOver = FINAL.has(stateName(other)) || other['calledAt'] === null || other['overridden'] === 1;
      if (other['reference'] !== reference && !isOver)
        this.#laws.broke(7, 'two attempts of a sale can be charged', { reference, other: brief(other) });
    }
  }

  /**
   * Whose memory a call leaves from. Of two servers alive, and of a copy put back by hand, the one cannot know what the
   * other has just sent where no till has heard of it either; the gateway takes a code once whoever sends it.
   */
  #recordOf(mirror: Mirror): string {
    const known = this.#records.get(mirror) ?? this.#records.size;
    this.#records.set(mirror, known);
    return mirror.wasSetBackByHand ? `${known} ${mirror.copies}` : String(known);
  }

  /** Law 10: one unfinished refund a sale, an id of its own, never more than was taken. */
  #refunds(mirror: Mirror, reference: string, row: LedgerRow, id: string, now: number): void {
    const left = `${id} ${this.#recordOf(mirror)}`;
    const leftAt = this.#ground.refundLeft.get(left);
    const answer = this.#ground.answered.get(reference);
    const isAbsent = answer !== undefined && answer.at > (leftAt ?? now) && isShownWithout(id, answer.text);
    if (leftAt !== undefined && !isAbsent)
      this.#laws.broke(10, 'a refund leaves again, and no question has shown that it is not there', { id });
    this.#ground.refundLeft.set(left, now);
    const refund = refundsOf(row).find(({ n }) => id === `${reference}-r${n}`);
    if (!refund) this.#laws.broke(10, 'a refund without its own id', { reference, id });
    const unfinished = mirror
      .ofSale(row['saleId'])
      .flatMap(refundsOf)
      .filter(({ state }) => state === 'sent');
    if (unfinished.length > 1) this.#laws.broke(10, 'two refunds of a sale are unfinished', { reference });
    const asked = refundsOf(row).filter(({ state }) => state !== 'refused');
    const sum = asked.reduce((total, { amount }) => total + amount.minor, 0);
    if (sum > takenOf(row)) this.#laws.broke(10, 'more is refunded than was taken', { reference, sum });
  }
}

function isCounted(
  mirror: Mirror,
  call: string,
  reference: string,
  fields: Fields,
  row: LedgerRow,
  now: number,
): boolean {
  switch (call) {
    case 'add':
      return mirror.hasCounted('addTries', reference, now);
    case 'pay':
      return typeof row['calledAt'] === 'number' && row['codeHash'] !== null && row['nextAt'] !== null;
    case 'cancel':
      return mirror.hasCounted('cancelTries', reference, now);
    case 'refund':
      return mirror.hasCounted('refund', fields['refundReference'] ?? '', now);
    default:
      return true;
  }
}

/** The order was shown, and this refund was not. */
function isShownWithout(id: string, text: string): boolean {
  return text.includes('"ret_code":"000100"') && !text.includes(id);
}

function takenOf(row: LedgerRow): number {
  const taken = row['taken'];
  return typeof taken === 'string'
    ? (JSON.parse(taken) as { minor: number }).minor
    : Number(row['amountMinor']);
}

function isOwed(call: string, attempt: TillAttempt): boolean {
  switch (call) {
    case 'pay':
      return attempt.payBegunAt !== null;
    case 'cancel':
      return attempt.cancelAsked;
    case 'extend':
      return attempt.extensionsAsked > 0;
    case 'refunds':
      return attempt.refundAsked !== null;
    default:
      return true;
  }
}
