/** One tablet: its disk, its cookie and its pages outlive each other in the order a real one's do. */
import type { Log } from '../../src/core/ports.ts';
import type { TillAttempt } from '../../src/core/sale.ts';
import type { Batch } from '../../src/journal/journal.ts';
import { emptyStore, type MemoryStore } from '../../src/journal/memory-journal.ts';
import { createTill } from '../../src/till/create-till.ts';
import type { Keep } from '../../src/till/deps.ts';
import type { Till } from '../../src/till/till.ts';
import { makeRandom, seedFor } from '../fakes/dice.ts';
import { Disk } from './disk.ts';
import type { LiveLine } from './live-line.ts';
import type { Life, Machine } from './machine.ts';
import type { Scheduler } from './scheduler.ts';
import { TabLocks } from './tab-locks.ts';
import type { Story } from './trace.ts';

/** What a tablet is made of. */
export interface TabletDeps {
  readonly place: number;
  readonly seed: number;
  readonly hasLocks: boolean;
  /** The shop's own. */
  readonly realm: string;
  readonly machine: Machine;
  readonly scheduler: Scheduler;
  readonly story: Story;
  readonly log: Log;
  /** Sends one request of a page. */
  readonly fetch: (tablet: Tablet, page: Page, url: string, init: RequestInit) => Promise<Response>;
  readonly wrote: (tablet: Tablet, batch: Batch) => void;
  /** A command rejected, which none may. */
  readonly oncrash: (error: unknown) => void;
}

/** One page of the till, from opening to its death. */
export interface Page {
  readonly life: Life;
  readonly till: Till;
  /** Its open streams; called, they break. */
  readonly streams: Set<() => void>;
  /** The same, as lines that can stall. */
  readonly lines: Set<LiveLine>;
  /** The view may have changed since it was last looked at. */
  isStale: boolean;
  /** It takes digits. */
  isReady: boolean;
}

/** The origin of the shop's proxy. */
export const ORIGIN = 'http://till.test';

/** One tablet. The page a person looks at is the one opened last. */
export class Tablet {
  readonly place: number;
  readonly machine: Machine;
  readonly disk: Disk;
  cookie = '';
  readonly pages: Page[] = [];
  readonly #deps: TabletDeps;
  readonly #shelf = new Map<string, string>();
  readonly #locks = new TabLocks();
  /** What lies here of other shops, by realm; nobody judges it. */
  readonly #others = new Map<string, Disk>();
  #opened = 0;
  /** Touches of the disk until the pages die; 0: they live on. */
  #doom = 0;
  #downMs = 0;

  constructor(deps: TabletDeps) {
    this.#deps = deps;
    this.place = deps.place;
    this.machine = deps.machine;
    this.disk = new Disk(deps.scheduler, emptyStore());
  }

  /** What is on its disk. */
  get store(): MemoryStore {
    return this.disk.store;
  }

  /** The page in front. */
  get page(): Page | null {
    return this.pages.at(-1) ?? null;
  }

  /** A sale's attempts as they are on the disk. */
  attemptsOf(saleId: string): readonly TillAttempt[] {
    for (const sale of this.store.sales.values()) if (sale.id === saleId) return sale.attempts;
    return [];
  }

  /** How the sale of an attempt was settled, as it is on the disk. */
  settledHow(reference: string): string | null {
    for (const { attempts, settled } of this.store.sales.values())
      if (attempts.some((attempt) => attempt.reference === reference)) return settled;
    return null;
  }

  /** An attempt as it is on the disk, of whatever shop. */
  findAttempt(reference: string): TillAttempt | null {
    for (const { store } of [this.disk, ...this.#others.values()])
      for (const { attempts } of store.sales.values())
        for (const attempt of attempts) if (attempt.reference === reference) return attempt;
    return null;
  }

  /** Opens a page in front of the others. */
  open(): void {
    this.page?.till.setVisible(false);
    const page = this.#makePage();
    this.pages.push(page);
    page.till.subscribe(() => {
      page.isStale = true;
    });
    page.till.start().then(
      () => {
        page.isReady = true;
      },
      (error: unknown) => {
        if (page.life.isAlive) this.#deps.oncrash(error);
      },
    );
  }

  /** One page is closed without a goodbye: the one in front, or the one behind. */
  close(which: 'front' | 'behind'): void {
    const page = which === 'front' ? this.pages.pop() : this.pages.shift();
    if (page) this.#end(page);
    this.page?.till.setVisible(true);
  }

  /** All pages die. */
  kill(): void {
    this.#deps.story.say(() => `till ${this.place} killed`);
    this.#doom = 0;
    for (const page of this.pages.splice(0)) this.#end(page);
  }

  /** Dies at the `n`-th touch of the disk from now, and is opened again `downMs` later; 0: it lives on. */
  doom(n: number, downMs: number): void {
    this.#doom = n;
    this.#downMs = downMs;
  }

  #end(page: Page): void {
    page.life.isAlive = false;
    for (const cut of [...page.streams]) cut();
    page.streams.clear();
    this.#locks.drop(page);
  }

  #makePage(): Page {
    const { machine, seed, fetch, hasLocks, log } = this.#deps;
    const life = machine.begin();
    this.#opened += 1;
    const till = createTill({
      keep: this.#keep(life),
      fetch: (url, init) =>
        life.isAlive ? fetch(this, page, url, init) : new Promise<never>(() => undefined),
      origin: ORIGIN,
      clock: life.clock,
      timers: life.timers,
      random: makeRandom(seedFor(seed, `till ${this.place} ${this.#opened}`)),
      log,
      journal: async (realm) => {
        const disk = this.#diskOf(realm);
        const wrote = (batch: Batch): void =>
          disk === this.disk ? this.#deps.wrote(this, batch) : undefined;
        return disk.open({ isAlive: () => life.isAlive, touch: () => this.#touch(), wrote });
      },
      locks: hasLocks ? this.#locks.of(() => page) : undefined,
    });
    const page: Page = { life, till, streams: new Set(), lines: new Set(), isStale: false, isReady: false };
    return page;
  }

  #diskOf(realm: string): Disk {
    const { scheduler, realm: own } = this.#deps;
    const disk = realm === own ? this.disk : (this.#others.get(realm) ?? new Disk(scheduler, emptyStore()));
    if (realm !== own) this.#others.set(realm, disk);
    return disk;
  }

  #keep(life: Life): Keep {
    return {
      get: (key) => this.#shelf.get(key) ?? null,
      set: (key, value) => {
        if (!life.isAlive) return;
        if (value === null) this.#shelf.delete(key);
        else this.#shelf.set(key, value);
      },
    };
  }

  #touch(): void {
    if (this.#doom === 0) return;
    this.#doom -= 1;
    if (this.#doom > 0) return;
    const { story, scheduler } = this.#deps;
    const downMs = this.#downMs;
    story.count('fault till-kill');
    this.kill();
    scheduler.after(downMs, () => {
      if (this.page === null) this.open();
    });
  }
}
