/** Which link of the chain is down: decided by real exchanges with the proxy; what the browser says is a hint. */
import type { GatewayLeg } from '../core/attempt-snapshot.ts';
import type { Random, Timers } from '../core/ports.ts';
import { PROBE_BACKOFF, waitBefore } from '../core/retry.ts';
import type { Result, Silence } from './transport.ts';

/** A link of the chain from tablet to wallet, in order. */
export const LEG_NAMES = ['wifi', 'internet', 'proxy', 'gateway', 'wallet'] as const;
/** One link. */
export type LegName = (typeof LEG_NAMES)[number];
/** What is known of a link. */
export type LegState = 'ok' | 'down' | 'silent' | 'unknown';
/** The chain; `broken` names the first link that does not answer, null when none is known to be. */
export interface Legs {
  readonly states: Readonly<Record<LegName, LegState>>;
  readonly broken: LegName | null;
}

/** What connectivity needs. `probe` is one cheap exchange; its result comes back through `heard`. */
export interface ConnectivityDeps {
  readonly probe: () => Promise<unknown>;
  readonly timers: Timers;
  readonly random: Random;
  /** The browser's hint: false only when it is sure to have no link at all. */
  readonly hasLink: () => boolean;
}

/** An idle till asks this often, so that the mark on the screen is true before the next customer comes. */
const IDLE_PROBE_MS = 30_000;
/** While a code's life runs down, no longer than this between two tries. */
const URGENT_PROBE_MS = 1_000;

/** The links as they are now. */
export class Connectivity {
  readonly #deps: ConnectivityDeps;
  readonly #listeners = new Set<() => void>();
  #last: 'ok' | Silence | 'never' | 'suspected' = 'never';
  #gateway: GatewayLeg = 'ok';
  #failures = 0;
  #isProbing = false;
  #isRunning = false;
  #isUrgent = false;
  #undo: () => void = () => undefined;

  constructor(deps: ConnectivityDeps) {
    this.#deps = deps;
  }

  /** Starts probing; once is enough. */
  start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.probe();
  }

  /** Stops probing. */
  stop(): void {
    this.#isRunning = false;
    this.#undo();
  }

  /** True when the last exchange was answered and nothing has spoken against it since. */
  isUp(): boolean {
    return this.#last === 'ok';
  }

  /** True when the last exchange was not answered: known to be down, not merely unknown. */
  isDown(): boolean {
    return !['ok', 'never', 'suspected'].includes(this.#last);
  }

  /** The chain. */
  legs(): Legs {
    const states = { ...this.#links(), ...this.#beyond() };
    const broken = LEG_NAMES.find((leg) => states[leg] === 'down' || states[leg] === 'silent');
    return { states, broken: broken ?? null };
  }

  /** Calls `listener` when a link changed; returns its undo. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Takes in the end of any exchange. */
  heard(result: Result<unknown>): void {
    if (result.kind === 'silent' && result.why === 'aborted') return;
    this.#failures = result.kind === 'silent' ? this.#failures + 1 : 0;
    this.#become(result.kind === 'silent' ? result.why : 'ok');
    this.#plan();
  }

  /** Takes in what the ledger says about the links behind it. */
  heardBeyond(leg: GatewayLeg): void {
    if (leg === this.#gateway) return;
    this.#gateway = leg;
    this.#tell();
  }

  /** A code is held: every second counts. */
  setUrgent(isUrgent: boolean): void {
    const isNews = isUrgent && !this.#isUrgent;
    this.#isUrgent = isUrgent;
    if (isNews && this.#last !== 'ok') this.#plan();
  }

  /** The live feed broke: perhaps only the feed, perhaps all. Nothing is believed until the probe has answered. */
  suspect(): void {
    if (this.#last === 'ok') this.#become('suspected');
    this.probe();
  }

  /** Probes now (focus, `online`, "Send now"). One at a time. */
  probe(): void {
    if (!this.#isRunning || this.#isProbing) return;
    this.#isProbing = true;
    this.#undo();
    // The probe reports through `heard`; it never rejects, but a rejection must not stop the next one.
    const done = (): void => {
      this.#isProbing = false;
      this.#plan();
    };
    this.#deps.probe().then(done, done);
  }

  #plan(): void {
    this.#undo();
    if (!this.#isRunning || this.#isProbing) return;
    const jitter = (this.#deps.random.bytes(1)[0] ?? 0) / 255;
    const growing = waitBefore(this.#failures, PROBE_BACKOFF, jitter);
    const downMs = this.#isUrgent ? Math.min(growing, URGENT_PROBE_MS) : growing;
    const waitMs = this.#last === 'ok' ? IDLE_PROBE_MS : downMs;
    this.#undo = this.#deps.timers.after(waitMs, () => this.probe());
  }

  #become(next: 'ok' | Silence | 'suspected'): void {
    if (next === this.#last) return;
    this.#last = next;
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  #links(): Pick<Legs['states'], 'wifi' | 'internet' | 'proxy'> {
    if (this.#last === 'ok') return { wifi: 'ok', internet: 'ok', proxy: 'ok' };
    if (!this.#deps.hasLink()) return { wifi: 'down', internet: 'unknown', proxy: 'unknown' };
    switch (this.#last) {
      case 'refused-to-connect':
        return { wifi: 'ok', internet: 'unknown', proxy: 'down' };
      case 'timeout':
        return { wifi: 'ok', internet: 'unknown', proxy: 'silent' };
      case 'garbage':
        // Somebody else answers in the proxy's place: a portal that wants a click, a router's page.
        return { wifi: 'ok', internet: 'down', proxy: 'unknown' };
      case 'never':
      case 'suspected':
      case 'aborted':
        return { wifi: 'unknown', internet: 'unknown', proxy: 'unknown' };
    }
  }

  #beyond(): Pick<Legs['states'], 'gateway' | 'wallet'> {
    if (this.#last !== 'ok') return { gateway: 'unknown', wallet: 'unknown' };
    if (this.#gateway === 'gateway-silent') return { gateway: 'silent', wallet: 'unknown' };
    return { gateway: 'ok', wallet: this.#gateway === 'wallet-silent' ? 'silent' : 'ok' };
  }
}
