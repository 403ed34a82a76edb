/** What an attacker finds and would like to have: a shop in the middle of its day, with everything it must not give away. */
import { openShops, SECRET, BESIDE, type Address, type Shop } from './shop.ts';

/** One attempt of the shop's, as a till of it would speak of it. */
export interface Known {
  readonly reference: string;
  readonly claim: {
    readonly saleId: string;
    readonly number: string;
    readonly amountMinor: number;
    readonly currency: string;
    readonly realm: string;
  };
}

/** A shop, what an attacker may know of it, and what it must never learn. */
export interface Victim {
  readonly name: string;
  readonly shop: Shop;
  /** The cookie of a till that was stolen, or has been talked into sending things. */
  readonly cookie: string;
  /** The cookie of a till that the shop has thrown out. */
  readonly oldCookie: string;
  /** paid, given back in part, waiting for its customer, in doubt, closed */
  readonly known: readonly Known[];
  readonly receiptToken: string;
  readonly pin: string;
  /** What no answer and no log may hold. */
  readonly secrets: readonly string[];
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** Opens a server and lets its shops sell for a while. What is played begins after a restart, with nothing in memory. */
export async function makeVictims(
  addresses: readonly [Address, ...Address[]],
  seed: number,
): Promise<Victim[]> {
  const victims: Victim[] = [];
  for (const shop of openShops(addresses, seed)) victims.push(await trade(shop, seed + victims.length));
  const [first] = victims;
  await first?.shop.server.restart();
  await first?.shop.server.time.settle();
  return victims;
}

async function trade(shop: Shop, seed: number): Promise<Victim> {
  const { server, settings } = shop;
  const [oldCookie, cookie] = [await pair(shop), await pair(shop)];
  const pin = String(80_317_264 + seed); // each shop has its own
  const till = new Seller(shop, cookie, seed);
  await till.post('/api/pin', { newPin: pin });
  const paid = await till.sell('pay');
  const refunded = await till.sell('pay');
  const known = [
    paid,
    refunded,
    await till.sell('confirm'),
    await till.sell('slow'),
    await till.sell('no-funds'),
  ];
  await till.post(`/api/attempts/${refunded.reference}/refunds`, {
    ...refunded.claim,
    n: 1,
    refundMinor: 100,
    reason: 'cold',
    pin,
    sendBy: server.time.clock.now() + 8_000,
  });
  const closed = till.claim();
  await till.post(`/api/attempts/${closed.reference}/close`, { ...closed.claim, why: 'withdrawn' });
  await server.time.advance(20_000);
  shop.ledger.run('DELETE FROM tills WHERE letter = ?', ['A']);
  const [row] = shop.ledger.all('SELECT receiptToken FROM attempts WHERE reference = ?', [paid.reference]);
  return {
    name: settings.mode,
    shop,
    cookie,
    oldCookie,
    known: [...known, closed],
    receiptToken: String(row?.['receiptToken']),
    pin,
    secrets: [
      // The practice gateway's token is no secret: it stands in the code, and no money moves there.
      ...(settings.mode === 'live' ? [settings.gateway.token] : []),
      pin,
      BESIDE,
      Buffer.from(SECRET).toString('hex'),
      Buffer.from(SECRET).toString('base64'),
      ...[oldCookie, cookie].map(tokenOf),
      ...till.codes,
    ],
  };
}

/** What is secret in a cookie: the shop's name before the dot is not. */
function tokenOf(cookie: string): string {
  return cookie.slice(cookie.lastIndexOf('.') + 1);
}

async function pair(shop: Shop): Promise<string> {
  const init = {
    method: 'POST',
    headers: JSON_TYPE,
    body: JSON.stringify({ code: shop.server.pling().makePairingCode(shop.settings.realm) }),
  };
  const answer = await shop.server.pling().fetch(new Request('http://127.0.0.1:8787/api/pair', init));
  if (!answer.ok) throw new Error(`Pairing failed: ${await answer.text()}`);
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

/** A till that sells by hand. */
class Seller {
  readonly codes: string[] = [];
  readonly #shop: Shop;
  readonly #cookie: string;
  readonly #seed: number;
  #count = 0;

  constructor(shop: Shop, cookie: string, seed: number) {
    this.#shop = shop;
    this.#cookie = cookie;
    this.#seed = seed;
  }

  /** A new sale of 12.50. */
  claim(): Known {
    this.#count += 1;
    const { realm, currency } = this.#shop.settings;
    const tail = `${this.#seed}x${this.#count}`;
    const claim = {
      saleId: `sale${tail}`,
      number: `B-${String(this.#count).padStart(4, '0')}`,
      amountMinor: 1250,
      currency,
      realm,
    };
    return { reference: `reference${tail}`, claim };
  }

  /** Charges a customer who does what `behaviour` says. */
  async sell(behaviour: string): Promise<Known> {
    const known = this.claim();
    const { code } = await this.#shop.server.sim('/wallets/codes', { wallet: 'alipay', behaviour });
    this.codes.push(String(code));
    const sendBy = this.#shop.server.time.clock.now() + 60_000;
    await this.post(`/api/attempts/${known.reference}/pay`, {
      ...known.claim,
      code,
      wallet: 'alipay',
      sendBy,
    });
    return known;
  }

  async post(path: string, body: object): Promise<void> {
    const headers = { ...JSON_TYPE, cookie: this.#cookie };
    const request = new Request(`http://127.0.0.1:8787${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    const asked = Promise.resolve(this.#shop.server.pling().fetch(request));
    await this.#shop.server.time.advance(6_000);
    const answer = await asked;
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  }
}
