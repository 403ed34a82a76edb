/** The practice gateway as its customers and an auditor see it, over HTTP and past every cutter. */

/** A code a wallet shows. */
export interface WalletCode {
  readonly id: string;
  readonly code: string;
  readonly lifeMs: number;
}

/** One order in the gateway's own book. */
export interface Charge {
  readonly reference: string;
  readonly amount: string;
  readonly status: string;
  readonly charges: number;
  readonly givenBack: string;
}

/** Totals of the gateway's own book. */
export interface Totals {
  readonly charges: number;
  readonly charged: string;
  readonly givenBack: string;
  readonly kept: string;
}

/** What a customer's wallet is asked to do. */
export interface Wish {
  readonly wallet?: 'alipay' | 'alipay-plus' | 'wechat' | 'unionpay' | 'paypal' | 'venmo' | 'cashapp';
  readonly behaviour?: 'pay' | 'confirm' | 'no-funds' | 'risk' | 'slow' | 'late';
  readonly form?: 'bar' | 'qr';
  readonly lifeMs?: number;
  readonly afterMs?: number;
}

/** The practice gateway under `base` (`http://127.0.0.1:PORT/gateway`). */
export class Gateway {
  readonly #base: string;

  constructor(base: string) {
    this.#base = base;
  }

  async code(wish: Wish = {}): Promise<WalletCode> {
    return this.#call<WalletCode>('POST', '/sim/wallets/codes', {
      wallet: 'alipay',
      behaviour: 'pay',
      ...wish,
    });
  }

  /** Confirm is pressed on the phone; false where the wallet asks nothing (any more). */
  async confirm(id: string): Promise<boolean> {
    return (await fetch(`${this.#base}/sim/wallets/codes/${id}/confirm`, { method: 'POST' })).ok;
  }

  /** Changes what the gateway does where nobody knows. */
  async set(settings: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#call('POST', '/sim/settings', settings);
  }

  /** One-shot fault. */
  async fault(fault: { kind: string; call?: string; ms?: number; times?: number }): Promise<void> {
    await this.#call('POST', '/sim/faults', fault);
  }

  async book(): Promise<{ charges: Charge[]; totals: Totals[] }> {
    return this.#call('GET', '/sim/charges');
  }

  /** How many charges were ever booked, and what was kept of them. */
  async kept(): Promise<{ charges: number; kept: string }> {
    const { totals } = await this.book();
    return { charges: totals[0]?.charges ?? 0, kept: totals[0]?.kept ?? '0.00' };
  }

  async #call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.#base}${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }
}
