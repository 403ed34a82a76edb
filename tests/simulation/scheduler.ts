/** One virtual true clock and one heap of what is to happen; things due together happen in an order drawn from the seed. */
import { Dice } from '../fakes/dice.ts';

interface Entry {
  readonly at: number;
  readonly tie: number;
  readonly run: () => void;
  isOff: boolean;
}

/** A story has about a thousand steps. */
const MOST_STEPS = 200_000;

/** The story's time. */
export class Scheduler {
  /** True time, ms since the story began; has fractions. */
  now = 0;
  /** Events run so far. */
  steps = 0;
  readonly #heap: Entry[] = [];
  readonly #ties: Dice;

  constructor(seed: number) {
    this.#ties = new Dice(seed);
  }

  /** Runs `run` after `ms` of true time; the returned undo may be called at any time. */
  after(ms: number, run: () => void): () => void {
    const entry: Entry = { at: this.now + Math.max(0, ms), tie: this.#ties.word(), run, isOff: false };
    this.#push(entry);
    return () => {
      entry.isOff = true;
    };
  }

  /** Runs everything due up to `end`, each followed by all that needs no time, then by `onstep`. */
  async runUntil(end: number, onstep: () => void): Promise<void> {
    await settle();
    onstep();
    for (let entry = this.#pop(end); entry !== null; entry = this.#pop(end)) {
      this.now = Math.max(this.now, entry.at);
      this.steps += 1;
      if (this.steps > MOST_STEPS) throw new Error('The story does not end: something goes round for ever');
      entry.run();
      await settle();
      onstep();
    }
    this.now = Math.max(this.now, end);
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let index = heap.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !isBefore(entry, above)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = entry;
  }

  /** The next entry that is still wanted, if it is due by `end`. */
  #pop(end: number): Entry | null {
    for (;;) {
      const first = this.#heap[0];
      if (first === undefined || (!first.isOff && first.at > end)) return null;
      this.#dropFirst();
      if (!first.isOff) return first;
    }
  }

  #dropFirst(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = index * 2 + 1;
      const left = heap[child];
      if (left === undefined) break;
      const right = heap[child + 1];
      if (right !== undefined && isBefore(right, left)) child += 1;
      const least = heap[child];
      if (least === undefined || !isBefore(least, last)) break;
      heap[index] = least;
      index = child;
    }
    heap[index] = last;
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.tie < b.tie);
}

/**
 * Resolves when nothing is left that needs no time. Node runs a next tick only after the last microtask, and nothing in
 * this house waits for a real timer or a real socket: measured, one tick is enough; the second is for a tick set by one.
 */
export function settle(): Promise<void> {
  return new Promise((resolve) => {
    process.nextTick(() => process.nextTick(resolve));
  });
}
