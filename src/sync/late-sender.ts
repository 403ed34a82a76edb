/** The sender, whose code is fetched once something is owed (DESIGN §7). */
import type { Sale } from '../core/sale.ts';
import { loadLate, loadOrTell } from './load-late.ts';
import type { Sender, SenderParts } from './sender.ts';
import type { SentDuty } from './verdict.ts';

const sending = loadLate(() => import('./sender.ts'));

/** Fetches it before anything is owed. Rejects as `import` does. */
export async function warmSending(): Promise<void> {
  await sending.load();
}

/** One per outbox. */
export class LateSender {
  readonly #parts: SenderParts;
  #sender: Sender | null = null;

  constructor(parts: SenderParts) {
    this.#parts = parts;
  }

  /** Sends as `Sender` does, in the same turn once the code is here. Where it cannot be fetched, what is owed stays owed. */
  async send(sale: Sale, duty: SentDuty, key: string): Promise<void> {
    const { deps, tries } = this.#parts;
    const code = sending.now() ?? (await loadOrTell(sending, deps.log, 'sender'));
    if (code === null) return tries.failed(key, deps.clock.monotonic());
    this.#sender ??= new code.Sender(this.#parts);
    await this.#sender.send(sale, duty, key);
  }
}
