/** Lets a new version in, but never in the middle of a sale. */
import type { Timers } from '../../core/ports.ts';
import type { Till } from '../../till/till.ts';
import type { TillView } from '../../till/view.ts';

/** How often an open page asks whether there is a new version: a till runs for weeks without a reload. */
const LOOK_EVERY_MS = 60 * 60_000;

/** The part of workbox-window that is used here. */
export interface WorkerRegistration {
  addEventListener(type: 'waiting' | 'controlling', listener: () => void): void;
  register(): Promise<unknown>;
  messageSkipWaiting(): void;
  update(): Promise<void>;
}

/** What updating needs. */
export interface UpdateDeps {
  readonly till: Pick<Till, 'view' | 'subscribe'>;
  readonly timers: Timers;
  readonly reload: () => void;
  /** Called with what went wrong; the app works without a service worker. */
  readonly onfailure: (error: unknown) => void;
}

/** True when a reload takes nothing from anybody: all is final, the amount is empty, nothing lies open. */
export function mayReload(view: TillView): boolean {
  const isEmpty =
    view.counter.name === 'amount' && view.counter.amount.minor === 0 && view.counter.note === '';
  return !view.busy && isEmpty && view.detail === null && view.receipt === null;
}

/** A waiting version, as a rune. */
export class Update {
  readonly #deps: UpdateDeps;
  #worker: WorkerRegistration | null = null;
  #isWaiting = $state.raw(false);
  #isAsked = false;

  constructor(deps: UpdateDeps) {
    this.#deps = deps;
  }

  /** True while a new version waits for the counter to be free. */
  get isWaiting(): boolean {
    return this.#isWaiting;
  }

  /** Registers the service worker and watches for a new one. Never rejects. */
  async start(worker: WorkerRegistration): Promise<void> {
    this.#worker = worker;
    worker.addEventListener('waiting', () => {
      this.#isWaiting = true;
      this.#letInWhenFree();
    });
    // The first worker takes control too: only the one that was asked in may reload the page.
    worker.addEventListener('controlling', () => {
      if (this.#isAsked) this.#deps.reload();
    });
    this.#deps.till.subscribe(() => this.#letInWhenFree());
    await this.#try(() => worker.register());
    this.#lookLater();
  }

  #letInWhenFree(): void {
    if (!this.#isWaiting || this.#isAsked || !mayReload(this.#deps.till.view())) return;
    this.#isAsked = true;
    this.#worker?.messageSkipWaiting();
  }

  #lookLater(): void {
    this.#deps.timers.after(LOOK_EVERY_MS, () => {
      void this.#try(() => this.#worker?.update() ?? Promise.resolve());
      this.#lookLater();
    });
  }

  async #try(act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.#deps.onfailure(error);
    }
  }
}
