/** The wallet page's side of /gateway/sim: shapes and calls. Every call rejects where the gateway cannot be reached. */

/** One wallet to choose. */
export interface WalletChoice {
  readonly id: string;
  readonly name: string;
  readonly lifeMs: number;
}

/** The code on the screen. Times are the gateway's epoch ms. */
export interface CodeView {
  readonly id: string;
  readonly code: string;
  readonly wallet: string;
  readonly behaviour: string;
  readonly state: 'ready' | 'expired' | 'asking' | 'working' | 'paid' | 'declined' | 'closed' | 'given-back';
  readonly expiresAt: number;
  readonly lifeMs: number;
  readonly now: number;
  readonly order: {
    readonly amount: string;
    readonly currency: string;
    readonly reason: string | null;
  } | null;
}

/** One order in the gateway's own book. */
export interface ChargeLine {
  readonly transactionNo: string;
  readonly reference: string | null;
  readonly amount: string;
  readonly currency: string;
  readonly status: string;
  readonly wallet: string | null;
  readonly reason: string | null;
  readonly codeTail: string | null;
  readonly charges: number;
  readonly givenBack: string;
  readonly createdAt: number;
}

/** The book. */
export interface Book {
  readonly charges: readonly ChargeLine[];
  readonly totals: readonly { currency: string; charges: number; kept: string; givenBack: string }[];
}

/** A fault in wait. */
export interface FaultLine {
  readonly kind: string;
  readonly call: string | null;
  readonly times: number;
}

/** What a code is asked for with. */
export interface Wish {
  readonly wallet: string;
  readonly behaviour: string;
  readonly form: 'bar' | 'qr';
  readonly lifeMs?: number | undefined;
  readonly afterMs?: number | undefined;
}

/** The calls the page makes. */
export interface Api {
  wallets(): Promise<{ shop: string; wallets: readonly WalletChoice[] }>;
  mint(wish: Wish): Promise<CodeView>;
  view(id: string): Promise<CodeView | null>;
  answer(id: string, key: 'confirm' | 'refuse'): Promise<CodeView>;
  book(): Promise<Book>;
  faults(): Promise<readonly FaultLine[]>;
  layFault(kind: string, call: string | null): Promise<readonly FaultLine[]>;
  clearFaults(): Promise<void>;
}

/** Calls the gateway through `send`, which is `fetch` under /gateway/sim. */
export function createApi(send: (path: string, init?: RequestInit) => Promise<Response>): Api {
  const ask = async <T>(path: string, method = 'GET', body?: unknown): Promise<T> => {
    const answer = await send(path, body === undefined ? { method } : { method, body: JSON.stringify(body) });
    // 409: confirm came too late; the view in the body says what became of it.
    if (!answer.ok && answer.status !== 409)
      throw new Error(`The practice gateway answered ${answer.status}.`);
    return (answer.status === 204 ? null : await answer.json()) as T;
  };
  return {
    wallets: () => ask('/wallets'),
    mint: (wish) => ask('/wallets/codes', 'POST', wish),
    view: async (id) => {
      const answer = await send(`/wallets/codes/${id}`);
      if (answer.status === 404) return null; // practice was started afresh
      if (!answer.ok) throw new Error(`The practice gateway answered ${answer.status}.`);
      return (await answer.json()) as CodeView;
    },
    answer: (id, key) => ask(`/wallets/codes/${id}/${key}`, 'POST'),
    book: () => ask('/charges'),
    faults: async () => (await ask<{ faults: FaultLine[] }>('/faults')).faults,
    layFault: async (kind, call) =>
      (await ask<{ faults: FaultLine[] }>('/faults', 'POST', { kind, call })).faults,
    clearFaults: () => ask('/faults', 'DELETE'),
  };
}
