/** What the judge knows beside the machines: whose attempt is whose, what was shown and asked, by true time. */
import type { Reference, SaleId } from '../../src/core/ids.ts';
import type { Batch } from '../../src/journal/journal.ts';
import type { Story } from './trace.ts';

/** One attempt, followed from outside. */
export interface Followed {
  readonly reference: string;
  readonly saleId: string;
  readonly customer: number;
  readonly till: number;
  /** True time at which its code was first read; null: none was. */
  readAt: number | null;
  codeLifeMs: number;
  /** The gateway was asked to pay it. */
  wasAsked: boolean;
  /** A person has decided to keep a success with another amount. */
  wasKept: boolean;
  /** Its state at the till that last wrote it. */
  state: string;
}

/** What a tablet has promised to remember. */
export interface Promised {
  readonly sales: Set<SaleId>;
  readonly references: Set<Reference>;
  entries: number;
}

/** The judge's own record of a story. */
export class Ground {
  readonly attempts = new Map<string, Followed>();
  /** Code text → customer who showed it. */
  readonly codes = new Map<string, number>();
  /** Code text and record → how often it left for the gateway's pay. */
  readonly paid = new Map<string, number>();
  readonly saleCustomer = new Map<string, number>();
  /** Attempt and record → how often a code left for it. */
  readonly asked = new Map<string, number>();
  /** Attempt → the last question about it that was answered, and when by true time. */
  readonly answered = new Map<string, { readonly at: number; readonly text: string }>();
  /** Refund and record → when it last left. */
  readonly refundLeft = new Map<string, number>();
  /** The customer whose amount is being typed, by till. */
  readonly typing = new Map<number, number>();
  /** Customers who paid in cash. */
  readonly cash = new Set<number>();
  readonly promised = new Map<number, Promised>();
  readonly #story: Story;

  constructor(story: Story) {
    this.#story = story;
  }

  /** A tablet's disk has a batch. */
  committed(till: number, batch: Batch, now: number): void {
    const kept = this.promised.get(till) ?? { sales: new Set(), references: new Set(), entries: 0 };
    this.promised.set(till, kept);
    kept.entries += batch.entries.length;
    for (const { saleId, event } of batch.entries) {
      const attempt = 'reference' in event ? this.attempts.get(event.reference) : undefined;
      this.#story.count(`cell ${attempt?.state ?? 'none'} ${event.type}`);
      if (event.type === 'attempt-opened') this.#opened(till, saleId, event.reference);
      if (event.type === 'code-read') this.#read(event.reference, event.codeLifeMs, now);
      if (event.type === 'settled' && event.how === 'cash')
        this.cash.add(this.saleCustomer.get(saleId) ?? -1);
    }
    for (const sale of batch.sales) {
      kept.sales.add(sale.id);
      for (const { reference, state } of sale.attempts) {
        kept.references.add(reference);
        const followed = this.attempts.get(reference);
        if (followed) followed.state = state.name;
      }
    }
  }

  #opened(till: number, saleId: string, reference: string): void {
    const typed = this.typing.get(till);
    if (typed !== undefined) this.saleCustomer.set(saleId, typed);
    const customer = this.saleCustomer.get(saleId) ?? -1;
    this.attempts.set(reference, {
      reference,
      saleId,
      customer,
      till,
      readAt: null,
      codeLifeMs: 0,
      wasAsked: false,
      wasKept: false,
      state: 'opening',
    });
  }

  #read(reference: string, codeLifeMs: number, now: number): void {
    const attempt = this.attempts.get(reference);
    if (!attempt) return;
    attempt.readAt ??= now;
    attempt.codeLifeMs = codeLifeMs;
  }
}
