/** What the wallet page shows: one wallet, its code that rotates, and what became of it. */
import type { AddressWish } from './address.ts';
import type { Api, CodeView, WalletChoice } from './api.ts';

/** What the page reaches for. */
export interface WalletDeps {
  readonly api: Api;
  /** Monotonic ms. */
  now(): number;
  every(ms: number, run: () => void): unknown;
  /** Holds the id of the code over a reload: a customer who is asked must still be able to answer. */
  readonly memory: { getItem(key: string): string | null; setItem(key: string, value: string): void };
  readonly start: AddressWish;
}

const MEMORY_KEY = 'pling-practice-code';
const POLL_MS = 1_000;
const TICK_MS = 250;

/** The page's state; asks the gateway once a second. */
export class PracticeWallet {
  readonly api: Api;
  readonly #deps: WalletDeps;
  #shop = $state('');
  #wallets = $state.raw<readonly WalletChoice[]>([]);
  #view = $state.raw<CodeView | null>(null);
  #seenAt = $state(0);
  #ticked = $state(0);
  #isOffline = $state(false);
  #behaviour = $state('pay');
  #wallet = $state<string | null>(null);
  #isMinting = false;

  constructor(deps: WalletDeps) {
    this.#deps = deps;
    this.api = deps.api;
    this.#behaviour = deps.start.behaviour;
    this.#wallet = deps.start.wallet;
    deps.every(TICK_MS, () => (this.#ticked = deps.now()));
    deps.every(POLL_MS, () => void this.#poll());
    void this.#begin();
  }

  get shop(): string {
    return this.#shop;
  }
  get wallets(): readonly WalletChoice[] {
    return this.#wallets;
  }
  /** The chosen wallet, or null: choose one. */
  get wallet(): WalletChoice | null {
    return this.#wallets.find((one) => one.id === this.#wallet) ?? null;
  }
  get behaviour(): string {
    return this.#behaviour;
  }
  get view(): CodeView | null {
    return this.#view;
  }
  /** True while the practice gateway does not answer. */
  get isOffline(): boolean {
    return this.#isOffline;
  }
  /** Life left, ms, counted from the gateway's own clock. */
  get leftMs(): number {
    if (this.#view === null) return 0;
    return Math.max(0, this.#view.expiresAt - this.#view.now - Math.max(0, this.#ticked - this.#seenAt));
  }

  /** Takes a wallet in hand; null goes back to the choice. */
  choose(wallet: string | null): void {
    this.#wallet = wallet;
    this.#view = null;
    if (wallet !== null) void this.fresh();
  }
  /** Another customer: the next code behaves so, and an unread one is replaced. */
  behave(behaviour: string): void {
    this.#behaviour = behaviour;
    if (this.#view === null || isUnread(this.#view)) void this.fresh();
  }
  /** Confirms or refuses what the wallet asks. */
  async answer(key: 'confirm' | 'refuse'): Promise<void> {
    const id = this.#view?.id;
    if (id !== undefined) await this.#try(async () => this.#show(await this.api.answer(id, key)));
  }
  /** Shows a new code. */
  async fresh(): Promise<void> {
    const wallet = this.#wallet;
    if (wallet === null) return;
    this.#isMinting = true;
    const { form, lifeMs, afterMs } = this.#deps.start;
    const wish = { wallet, behaviour: this.#behaviour, form, lifeMs, afterMs };
    await this.#try(async () => {
      const view = await this.api.mint(wish);
      // chosen anew while this one was made: the later choice makes its own
      if (wish.wallet === this.#wallet && wish.behaviour === this.#behaviour) this.#show(view);
    });
    this.#isMinting = false;
  }

  async #begin(): Promise<void> {
    await this.#try(async () => {
      const { shop, wallets } = await this.api.wallets();
      this.#shop = shop;
      this.#wallets = wallets;
      const kept = this.#deps.memory.getItem(MEMORY_KEY);
      const view = kept === null ? null : await this.api.view(kept);
      if (view !== null && (view.state === 'asking' || view.state === 'working')) {
        this.#wallet = view.wallet;
        this.#show(view);
      } else if (this.wallet !== null) await this.fresh();
    });
  }
  async #poll(): Promise<void> {
    if (this.#wallets.length === 0) return this.#begin();
    const shown = this.#view;
    if (this.#isMinting || this.#wallet === null) return;
    if (shown === null) return this.fresh();
    await this.#try(async () => {
      const view = await this.api.view(shown.id);
      if (this.#view?.id !== shown.id) return; // another code was shown meanwhile
      if (view === null || view.state === 'expired') await this.fresh();
      else this.#show(view);
    });
  }
  #show(view: CodeView): void {
    this.#view = view;
    this.#seenAt = this.#ticked = this.#deps.now();
    this.#deps.memory.setItem(MEMORY_KEY, view.id);
  }
  /** The gateway may be away for a while (a killed server is part of practice): said on the screen, asked again. */
  async #try(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.#isOffline = false;
    } catch {
      this.#isOffline = true;
    }
  }
}

function isUnread(view: CodeView): boolean {
  return view.state === 'ready' || view.state === 'expired';
}
