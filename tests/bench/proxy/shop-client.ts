/** Tablets of a measured server: they pair, charge and ask over kept-alive connections. */
import { Pool } from 'undici';
import { sign } from '../../../src/proxy/gateway/signature.ts';

/** The account of the measured shop. */
export const ACCOUNT = { merchantNo: '200043', storeNo: '300014', token: 'bench-token' };

/** A charge that was made. */
export interface Charged {
  readonly reference: string;
  readonly transactionNo: string;
  readonly cookie: string;
}

interface AttemptAnswer {
  readonly attempt: { readonly transactionNo: string | null; readonly state: { readonly name: string } };
}

/** One server and its paired tablets. */
export class ShopClient {
  readonly origin: string;
  readonly #pool: Pool;
  readonly #cookies: string[] = [];
  #realm = '';
  #count = 0;

  constructor(origin: string, connections: number) {
    this.origin = origin;
    this.#pool = new Pool(origin, { connections });
  }

  get realm(): string {
    return this.#realm;
  }

  get tills(): readonly string[] {
    return this.#cookies;
  }

  /** Pairs one more tablet. */
  async pair(code: string): Promise<void> {
    const { statusCode, headers, body } = await this.#pool.request({
      path: '/api/pair',
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
    });
    const shop = (await body.json()) as { realm: string };
    if (statusCode !== 200) throw new Error(`Pairing answered ${statusCode}`);
    this.#realm = shop.realm;
    this.#cookies.push(String(headers['set-cookie']).split(';')[0] ?? '');
  }

  /** A whole sale: one request, in which the proxy opens the order and hands over the code. `waits`: the customer confirms later. */
  async sell(waits = false): Promise<Charged> {
    const id = this.#nextId();
    const cookie = this.#cookieOf(this.#count);
    const claim = { saleId: `s${id}`, number: `A-${String(this.#count % 10_000).padStart(4, '0')}` };
    const answer = await this.#ask<AttemptAnswer>('POST', `/api/attempts/r${id}/pay`, cookie, {
      ...claim,
      amountMinor: 1250,
      currency: 'USD',
      realm: this.#realm,
      code: `28${String(this.#count).padStart(15, '0')}${waits ? '7' : '1'}`,
      wallet: 'alipay',
      sendBy: Date.now() + 60_000,
    });
    const { transactionNo, state } = answer.attempt;
    if (transactionNo === null || state.name !== (waits ? 'waiting' : 'paid'))
      throw new Error(`The sale is ${state.name}`);
    return { reference: `r${id}`, transactionNo, cookie };
  }

  /** The real status route, with its question to the gateway. */
  async ask({ reference, cookie }: Charged): Promise<void> {
    await this.#ask('GET', `/api/attempts/${reference}?ask=1`, cookie);
  }

  /** The gateway's webhook: the customer has confirmed. */
  async confirm({ reference, transactionNo }: Charged): Promise<void> {
    const money = { amount: '12.50', currency: 'USD', settleCurrency: 'USD' };
    const fields = { ...money, reference, transactionNo, status: 'success', transactionType: 'payment' };
    const { statusCode, body } = await this.#pool.request({
      path: `/webhooks/pockyt/${this.#realm}`,
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ ...fields, verifySign: sign(fields, ACCOUNT.token) }).toString(),
    });
    await body.dump();
    if (statusCode !== 200) throw new Error(`The webhook was answered ${statusCode}`);
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }

  async #ask<T>(method: 'GET' | 'POST', path: string, cookie: string, body?: object): Promise<T> {
    const answer = await this.#pool.request({
      path,
      method,
      headers: { cookie, 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const json = await answer.body.json();
    if (answer.statusCode !== 200)
      throw new Error(`${path} answered ${answer.statusCode}: ${JSON.stringify(json)}`);
    return json as T;
  }

  #nextId(): string {
    this.#count += 1;
    return `${process.pid.toString(36)}x${this.#count.toString(36)}`;
  }

  #cookieOf(turn: number): string {
    return this.#cookies[turn % this.#cookies.length] ?? '';
  }
}
