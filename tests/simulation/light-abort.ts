/** AbortController with what this house uses of one: no event target, no DOMException with its stack. */

/** The signal. */
export class LightSignal {
  aborted = false;
  reason: unknown = undefined;
  readonly #heard = new Set<() => void>();

  addEventListener(_type: 'abort', run: () => void): void {
    this.#heard.add(run);
  }

  removeEventListener(_type: 'abort', run: () => void): void {
    this.#heard.delete(run);
  }

  /** Aborts, once. */
  fire(): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = ABORTED;
    for (const run of [...this.#heard]) run();
    this.#heard.clear();
  }
}

const ABORTED = Object.assign(new Error('This operation was aborted'), { name: 'AbortError' });

/** The controller. */
export class LightAbortController {
  readonly signal = new LightSignal();

  abort(): void {
    this.signal.fire();
  }
}
