/** A refund whose answer was lost: only a look that began after it, and was answered without it, says that it was not sent. */
import type { Reference, SaleId } from '../core/ids.ts';
import type { Sale } from '../core/sale.ts';
import type { OutboxEvents } from './outbox-deps.ts';
import type { Writer } from './writer.ts';

/** The refunds that are being asked for, and what looks say of them. */
export class RefundLooks {
  readonly #events: Pick<OutboxEvents, 'refundLost'>;
  readonly #write: Writer;
  readonly #underWay = new Set<Reference>();

  constructor(events: Pick<OutboxEvents, 'refundLost'>, write: Writer) {
    this.#events = events;
    this.#write = write;
  }

  /** A request leaves; returns what to call when it has ended, however. */
  begin(reference: Reference): () => void {
    this.#underWay.add(reference);
    return () => void this.#underWay.delete(reference);
  }

  /** True while a request is under way. */
  isUnderWay(reference: Reference): boolean {
    return this.#underWay.has(reference);
  }

  /** The number of the refund a look beginning now can decide about; null: none. */
  askedIn(sale: Sale, reference: Reference): number | null {
    if (this.#underWay.has(reference)) return null;
    return sale.attempts.find((attempt) => attempt.reference === reference)?.refundAsked?.n ?? null;
  }

  /** The look was answered and its news taken in: a refund that is still only asked for is not there. */
  async answered(id: SaleId, reference: Reference, n: number): Promise<void> {
    let isLost = false;
    const after = await this.#write(id, (sale) => {
      const attempt = sale?.attempts.find((each) => each.reference === reference);
      isLost = attempt?.refundAsked?.n === n && !this.#underWay.has(reference);
      return isLost ? { events: [{ type: 'refund-dropped', reference, n }] } : null;
    });
    if (after && isLost) this.#events.refundLost(after);
  }
}
