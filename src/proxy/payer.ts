/** Hands accepted codes to the gateway: each once, from memory, as soon as the order has its number. */
import type { Reference } from '../core/ids.ts';
import type { Log } from '../core/ports.ts';
import type { Wallet } from '../core/wallet.ts';
import type { GatewayClient } from './gateway/client.ts';
import { judgePay } from './ladder/answers.ts';
import { isNeverCalled } from './ladder/next-step.ts';
import type { AttemptRow } from './ledger/attempt-row.ts';
import { waitFor, type WatchDeps } from './watch.ts';

/** What the payer is made of. */
export interface PayerDeps extends WatchDeps {
  readonly client: GatewayClient;
  readonly log: Log;
}

/** Makes the one sender of codes. A code is held by the running call alone and dies with it (law 9). */
export class Payer {
  readonly #deps: PayerDeps;
  readonly #paying = new Map<Reference, Promise<void>>();

  constructor(deps: PayerDeps) {
    this.#deps = deps;
  }

  /** Starts the one `pay` of a row the ledger has just accepted; resolves when its answer is written. Never rejects. */
  begin(accepted: AttemptRow, code: string, wallet: Wallet): Promise<void> {
    const { reference } = accepted;
    const paying = this.#send(accepted, code, wallet)
      .catch((error: unknown) => this.#deps.log.error('pay-failed', { reference, error: String(error) }))
      .finally(() => this.#paying.delete(reference));
    this.#paying.set(reference, paying);
    return paying;
  }

  /** The `pay` on its way for this attempt; resolved where there is none. */
  joined(reference: Reference): Promise<void> {
    return this.#paying.get(reference) ?? Promise.resolve();
  }

  /** Waits for the calls on their way; they must have been ended (GatewayClient.stop). */
  async stop(): Promise<void> {
    await Promise.all(this.#paying.values());
  }

  async #send(accepted: AttemptRow, code: string, wallet: Wallet): Promise<void> {
    const { ledger, client, stopped } = this.#deps;
    const { reference } = accepted;
    const row = accepted.calledAt !== null ? accepted : await this.#whenOrdered(reference);
    if (row === null) return;
    const answer = await client.pay(row, code, wallet);
    if (!stopped.aborted) ledger.change(reference, (current, now) => judgePay(current, answer, now));
  }

  /**
   * Waits until the order has its number and writes that the call begins. Null where the attempt was fenced or the
   * code grew too old first: the row then says so, and the code was provably never sent.
   */
  async #whenOrdered(reference: Reference): Promise<AttemptRow | null> {
    const { ledger, stopped } = this.#deps;
    const isDecided = (row: AttemptRow): boolean => row.transactionNo !== null || row.state.name !== 'sent';
    await waitFor(this.#deps, reference, isDecided);
    if (stopped.aborted) return null;
    let mayCall = false;
    const row = ledger.change(reference, (current, now) => {
      mayCall = isNeverCalled(current) && current.transactionNo !== null && now <= (current.sendBy ?? 0);
      return mayCall ? { facts: { calledAt: now } } : null;
    });
    return mayCall ? row : null;
  }
}
