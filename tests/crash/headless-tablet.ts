/** A tablet without a screen: the real till over a journal in memory and Node's own fetch. */
import { randomBytes } from 'node:crypto';
import { silentLog, type Clock, type Random, type Timers } from '../../src/core/ports.ts';
import type { Sale } from '../../src/core/sale.ts';
import { emptyStore, openMemoryJournal } from '../../src/journal/memory-journal.ts';
import type { Fetch } from '../../src/sync/transport.ts';
import { createTill } from '../../src/till/create-till.ts';
import type { Till } from '../../src/till/till.ts';
import type { Action } from '../../src/till/view.ts';
import type { Look, Workplace } from './cashier.ts';
import { PIN } from './manager.ts';

const clock: Clock = { now: () => Date.now(), monotonic: () => performance.now() };
const random: Random = { bytes: (count) => new Uint8Array(randomBytes(count)) };

/** One such tablet. */
export class HeadlessTablet implements Workplace {
  readonly #origin: string;
  readonly #store = emptyStore();
  readonly #shelf = new Map<string, string>();
  /** Codes of the proxy's refusals, in order. */
  readonly refusals: string[] = [];
  #cookie = '';
  #till: Till;
  #die: () => void = () => undefined;

  private constructor(origin: string) {
    this.#origin = origin;
    this.#till = this.#boot();
  }

  /** A paired tablet on the keypad. */
  static async pair(origin: string, code: string): Promise<HeadlessTablet> {
    const tablet = new HeadlessTablet(origin);
    await tablet.#till.start();
    await tablet.#till.pair(code);
    if (tablet.#till.view().pairing.name !== 'paired') throw new Error('The tablet could not be paired.');
    return tablet;
  }

  /** What stands on the counter, for people. */
  get state(): string {
    const { counter, trouble } = this.#till.view();
    return trouble ?? counter.name;
  }

  /** The journal's sales. */
  sales(): Sale[] {
    return [...this.#store.sales.values()];
  }

  /** Chooses the shop's PIN; every tablet of these rounds knows it. */
  async choosePin(): Promise<void> {
    const outcome = await this.#till.setPin(null, PIN);
    if (!outcome.isDone) throw new Error(`The PIN could not be set: ${outcome.code}`);
  }

  /** A manager says that the shop's old machine is off: the shop is open at the one that answers. */
  async openShop(): Promise<void> {
    const outcome = await this.#till.openShop(PIN);
    if (!outcome.isDone) throw new Error(`The shop could not be opened: ${outcome.code}`);
  }

  /** A manager gives `cents` of a paid sale back. Whatever comes of it is in the journal. */
  async refund(sale: Sale, cents: number): Promise<void> {
    await this.#till.refund(sale.id, cents, { reason: 'Wrong item', pin: PIN });
  }

  /** The page dies without a goodbye, and another opens on the same tablet. */
  async reload(): Promise<void> {
    this.#die();
    this.#till = this.#boot();
    await this.#till.start();
  }

  /** Ends the page. */
  async stop(): Promise<void> {
    this.#die();
    await this.#till.stop();
  }

  async look(): Promise<Look> {
    const { counter, roll } = this.#till.view();
    return {
      name: counter.name,
      cents: counter.amount.minor,
      roll: roll.lines.map(({ amount }) => amount.minor),
    };
  }

  async charge(cents: number): Promise<void> {
    this.#till.pressKey('clear');
    for (const digit of String(cents)) this.#till.pressKey(digit as '0');
    await this.#till.charge();
  }

  async scan(code: string): Promise<void> {
    await this.#till.readCode(code, 'camera');
  }

  async press(action: Action): Promise<void> {
    const { counter } = this.#till.view();
    if (counter.name === 'amount' || !counter.actions.includes(action)) return;
    const { saleId } = counter;
    switch (action) {
      case 'cancel':
        return this.#till.cancel(saleId);
      case 'cash':
        return this.#till.tookCash(saleId);
      case 'scan-again':
        return this.#till.scanAgain();
      case 'next-customer':
        return this.#till.nextCustomer();
      case 'next-sale':
        return this.#till.nextSale();
      case 'keep':
        return void (await this.#till.decide(saleId, 'keep'));
      case 'give-back':
        return void (await this.#till.decide(saleId, 'return'));
      default:
        throw new Error(`No cashier of these rounds presses ${action}.`);
    }
  }

  /** A page that was killed hears nothing more: no answer and no timer reaches it. */
  #boot(): Till {
    let isDead = false;
    const streams = new AbortController();
    this.#die = () => {
      isDead = true;
      streams.abort();
    };
    const timers: Timers = {
      after: (ms, run) => {
        const timer = setTimeout(() => (isDead ? undefined : run()), ms);
        return () => clearTimeout(timer);
      },
    };
    const request: Fetch = async (url, init) => {
      const signal = AbortSignal.any([streams.signal, ...(init.signal ? [init.signal] : [])]);
      const answer = await fetch(url, { ...init, signal, headers: this.#withCookie(init.headers) });
      if (isDead) return new Promise(() => undefined);
      this.#keepCookie(answer);
      if (answer.status >= 400) this.refusals.push(await codeOf(answer.clone()));
      return answer;
    };
    return createTill({
      journal: async () => openMemoryJournal(this.#store),
      keep: {
        get: (key) => this.#shelf.get(key) ?? null,
        set: (key, value) => void (value === null ? this.#shelf.delete(key) : this.#shelf.set(key, value)),
      },
      fetch: request,
      origin: this.#origin,
      clock,
      timers,
      random,
      log: silentLog,
    });
  }

  #withCookie(headers: RequestInit['headers']): Headers {
    const all = new Headers(headers);
    if (this.#cookie !== '') all.set('cookie', this.#cookie);
    return all;
  }

  #keepCookie(answer: Response): void {
    const [cookie] = answer.headers.getSetCookie();
    if (cookie !== undefined) this.#cookie = cookie.split(';')[0] ?? '';
  }
}

/** The code of a refusal (contract/problem.ts). */
async function codeOf(answer: Response): Promise<string> {
  const problem: unknown = await answer.json();
  return typeof problem === 'object' && problem !== null && 'code' in problem ? String(problem.code) : '';
}
