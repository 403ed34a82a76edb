/** One sale as a till writes it: commit by commit, with the ledger's word between. Seeded. */
import { openAttempt } from '../../../src/core/attempt.ts';
import type { AttemptSnapshot } from '../../../src/core/attempt-snapshot.ts';
import { makeReference, makeSaleId, randomText, type SaleId } from '../../../src/core/ids.ts';
import type { Money } from '../../../src/core/money/money.ts';
import type { EpochMs, Random } from '../../../src/core/ports.ts';
import type { Refund } from '../../../src/core/refund.ts';
import type { SaleEvent } from '../../../src/core/sale.ts';
import type { Wallet } from '../../../src/core/wallet.ts';

/** What one commit of the till adds to the sale. */
export interface Write {
  readonly at: EpochMs;
  readonly events: readonly SaleEvent[];
}

/** A sale from its first commit to its last. */
export interface Story {
  readonly id: SaleId;
  readonly writes: readonly Write[];
}

/** What a sale begins with. */
export interface Opening {
  readonly number: string;
  readonly day: string;
  readonly amount: Money;
  readonly note: string;
  readonly wallet: Wallet;
}

/** Life of a code, ms. */
const LIFE_MS = 60_000;
/** The identities of the shop's ledger and of this till, as long as real ones. */
const [EPOCH, TILL] = ['zwpkxgvb6n0cvpqj', 'aewmxtvam5r7zwawrpbbz1tyxp'];

/** Tells one sale. Each call is one commit, as the till makes them. */
export class Telling implements Story {
  readonly id: SaleId;
  readonly writes: Write[] = [];
  readonly #random: Random;
  readonly #opening: Opening;
  #at: EpochMs;
  #snapshot: AttemptSnapshot;

  constructor(random: Random, at: EpochMs, opening: Opening) {
    this.id = makeSaleId(random);
    this.#random = random;
    this.#opening = opening;
    this.#at = at;
    this.#snapshot = this.#fresh();
    const { number, day, amount, note } = opening;
    this.#write(0, { type: 'sale-opened', number, day, amount, note }, this.#opened());
    this.#prefetch();
  }

  /** The code is read and sent. */
  read(): this {
    const { reference } = this.#snapshot;
    const { wallet } = this.#opening;
    this.#at += 6_000;
    const sendBy = this.#at + LIFE_MS;
    const read: SaleEvent = { type: 'code-read', reference, wallet, codeLifeMs: LIFE_MS, sendBy };
    this.#write(0, read, { type: 'pay-begun', reference });
    return this.news(300, { state: { name: 'sent' }, wallet, sentAt: this.#at, confirmBy: sendBy });
  }

  /** The ledger's word, `after` ms. */
  news(after: number, change: Partial<AttemptSnapshot>): this {
    this.#snapshot = { ...this.#snapshot, ...change, version: this.#snapshot.version + 1 };
    return this.#write(after, { type: 'news', snapshot: this.#snapshot });
  }

  /** Paid, with its receipt. */
  paid(after: number): this {
    const { amount } = this.#opening;
    const receiptToken = randomText(this.#random, LENGTH_OF_TOKEN);
    return this.#ended(after, { state: { name: 'paid' }, taken: amount, receiptToken });
  }

  /** Refused by the wallet; the next attempt opens. */
  declinedThenAgain(): this {
    this.#ended(900, { state: { name: 'declined', reason: 'funds' } });
    this.#snapshot = this.#fresh();
    this.#write(5_000, this.#opened());
    return this.#prefetch();
  }

  /** The customer pays cash, or goes: what is open is closed behind it. */
  settled(how: 'cash' | 'abandoned'): this {
    this.#write(8_000, { type: 'settled', how });
    this.#ended(200, { state: { name: 'closed', why: 'withdrawn' }, wanted: 'return' });
    return this.#write(50, { type: 'settle-told' });
  }

  /** The cashier cancels what waits. */
  cancelled(): this {
    const { reference } = this.#snapshot;
    this.#write(20_000, { type: 'cancel-asked', reference });
    this.news(100, { state: { name: 'cancelling', charged: false }, wanted: 'return', cancelAsked: true });
    this.#ended(1_500, { state: { name: 'closed', why: 'cancelled' } });
    return this.#write(4_000, { type: 'settled', how: 'abandoned' }, { type: 'settle-told' });
  }

  /** A part goes back, `after` ms. */
  refunded(after: number, amount: Money, reason: string): this {
    const { reference } = this.#snapshot;
    const askedAt = this.#at + after;
    this.#write(after, { type: 'refund-asked', reference, n: 1, amount, reason, sendBy: askedAt + 8_000 });
    const asked: Refund = { ...NO_REFUND_YET, amount, reason, askedAt };
    this.news(100, { refunds: [asked] });
    const sent: Refund = { ...asked, state: 'sent', sentAt: askedAt, tries: 1 };
    this.news(100, { refunds: [sent] });
    return this.news(3_000, { refunds: [{ ...sent, state: 'done', acceptedAt: askedAt }] });
  }

  /** `add` is asked for while the customer takes the phone out. */
  #prefetch(): this {
    this.news(20, { state: { name: 'opening' }, nextAskAt: this.#at + 3_000 });
    const transactionNo = this.#digits(18);
    return this.news(350, { state: { name: 'ready' }, transactionNo, nextAskAt: this.#at + 300_000 });
  }

  #ended(after: number, change: Partial<AttemptSnapshot>): this {
    return this.news(after, { ...change, endedAt: this.#at + after, nextAskAt: null });
  }

  #opened(): SaleEvent {
    return { type: 'attempt-opened', reference: this.#snapshot.reference };
  }

  #fresh(): AttemptSnapshot {
    const reference = makeReference(this.#random);
    const about = { reference, saleId: this.id, epoch: EPOCH, till: TILL, openedAt: this.#at };
    return { ...openAttempt(this.#opening.amount), ...NOTHING_YET, ...about };
  }

  #digits(length: number): string {
    return Array.from(this.#random.bytes(length), (byte) => String(byte % 10)).join('');
  }

  #write(after: number, ...events: SaleEvent[]): this {
    this.#at += after;
    this.writes.push({ at: this.#at, events });
    return this;
  }
}

const LENGTH_OF_TOKEN = 26;
const NO_REFUND_YET = {
  n: 1,
  by: 'manager',
  state: 'asked',
  sentAt: null,
  tries: 0,
  acceptedAt: null,
  refusedAt: null,
  absentAt: null,
} as const;
const NOTHING_YET = {
  version: 1,
  transactionNo: null,
  wallet: null,
  sentAt: null,
  endedAt: null,
  asked: 0,
  nextAskAt: null,
  confirmBy: null,
  extensionsLeft: 2,
  cancelAsked: false,
  mayOverrideAt: null,
  overridden: false,
  leg: 'ok',
  receiptToken: null,
} as const;
