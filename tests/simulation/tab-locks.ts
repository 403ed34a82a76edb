/** Web Locks of one origin: one holder a name, the next in line when it lets go or its page dies. */
import type { Locks } from '../../src/sync/single-sender.ts';
import type { Page } from './tablet.ts';

interface Waiting {
  readonly page: () => Page;
  readonly begin: () => void;
}

/** The lock manager that all pages of a tablet share: one line of waiting a name, for each realm has its own. */
export class TabLocks {
  readonly #lines = new Map<string, Line>();

  /** The locks as one page sees them. */
  of(page: () => Page): Locks {
    return {
      request: (name, options, work) => this.#line(name).request(page, options, work),
    };
  }

  /** A page died: what it held is free, what it waited for is forgotten. */
  drop(page: Page): void {
    for (const line of this.#lines.values()) line.drop(page);
  }

  #line(name: string): Line {
    const line = this.#lines.get(name) ?? new Line();
    this.#lines.set(name, line);
    return line;
  }
}

/** One lock: who holds it, and who waits for it. */
class Line {
  #holder: Page | null = null;
  readonly #queue: Waiting[] = [];

  request(
    page: () => Page,
    { ifAvailable = false, signal }: Parameters<Locks['request']>[1],
    work: Parameters<Locks['request']>[2],
  ): Promise<void> {
    if (ifAvailable && this.#holder !== null) return work(null);
    return new Promise<void>((resolve, reject) => {
      const waiting: Waiting = {
        page,
        begin: () => {
          this.#holder = page();
          const end = (): void => this.#release(page());
          work({}).then(
            () => (end(), resolve()),
            (error: unknown) => (end(), reject(asError(error))),
          );
        },
      };
      signal?.addEventListener('abort', () => {
        const at = this.#queue.indexOf(waiting);
        if (at < 0) return;
        this.#queue.splice(at, 1);
        reject(new DOMException('aborted', 'AbortError'));
      });
      this.#queue.push(waiting);
      this.#next();
    });
  }

  drop(page: Page): void {
    const others = this.#queue.filter((waiting) => waiting.page() !== page);
    this.#queue.splice(0, this.#queue.length, ...others);
    this.#release(page);
  }

  #release(page: Page): void {
    if (this.#holder !== page) return;
    this.#holder = null;
    this.#next();
  }

  #next(): void {
    if (this.#holder === null) this.#queue.shift()?.begin();
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
