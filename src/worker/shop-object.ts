/** One shop: its ledger, its ladder and its open streams in one object, around the very proxy of a shop's own machine. */
import { DurableObject } from 'cloudflare:workers';
import type { ShopSettings } from '../core/settings.ts';
import { createProxy, type Proxy } from '../proxy/create-proxy.ts';
import { isDeedPath, makeInvitation } from '../setup/control-deeds.ts';
import { CODE_DIRECTORY } from './code-directory.ts';
import { answerConsole } from './console.ts';
import { deploymentOf, type Env } from './deployment.ts';
import { makeDurableSql } from './durable-sql.ts';
import { OneAlarm } from './one-alarm.ts';
import { PRACTICE_GATEWAY } from './practice-gateway-object.ts';
import { makeRealLog, realClock, realLog, realRandom, realTimers } from './real-ports.ts';

/** Written by Cloudflare itself over whatever a client has sent (developers.cloudflare.com, HTTP headers). */
function addressOf(request: Request): string | null {
  return request.headers.get('cf-connecting-ip');
}

/** A code that is listed later than this is used by its link, ms. */
const LISTED_WITHIN_MS = 2_000;

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => realTimers.after(ms, resolve));
}

/** Where the object keeps which shop it is: an alarm brings no request that says so. */
const REALM = 'realm';

/**
 * The platform never says goodbye: an object that is put away, moved or replaced by a new version simply ends, as a
 * machine does on kill −9, and the next request or alarm builds another over the same storage.
 */
export class ShopObject extends DurableObject<Env> {
  readonly #alarm = new OneAlarm({ storage: this.ctx.storage, clock: realClock, log: realLog });
  #listing: Promise<void> = Promise.resolve();
  #open: { readonly proxy: Proxy; readonly settings: ShopSettings } | null = null;

  /** Answers a request of this shop. */
  async fetch(request: Request): Promise<Response> {
    const { proxy, settings } = this.#opened();
    this.#alarm.rearm();
    const listing = this.#listing;
    const isDeed = isDeedPath(new URL(request.url).pathname);
    const answer = isDeed ? this.#console(request, proxy, settings) : await proxy.app.fetch(request);
    // Who is told a code may type it at once; nobody else waits for the list.
    if (this.#listing !== listing) await Promise.race([this.#listing, pause(LISTED_WITHIN_MS)]);
    return answer;
  }

  /** The ladder goes on, also where nobody asks. */
  async alarm(): Promise<void> {
    await this.#alarm.ring(() => this.#opened().proxy.wake());
  }

  #opened(): { readonly proxy: Proxy; readonly settings: ShopSettings } {
    if (this.#open !== null) return this.#open;
    const settings = this.#settings();
    const proxy = this.#makeProxy(settings);
    proxy.start(); // one that cannot is not kept: the next request or alarm tries again
    this.#open = { proxy, settings };
    return this.#open;
  }

  /** Throws where the deployment has no such shop any more: its ledger then waits for its return. */
  #settings(): ShopSettings {
    const { kv } = this.ctx.storage;
    const realm = this.ctx.id.name ?? String(kv.get(REALM));
    const settings = deploymentOf(this.env).shops.find((shop) => shop.realm === realm);
    if (settings === undefined) throw new Error('This deployment has no such shop');
    if (kv.get(REALM) !== realm) kv.put(REALM, realm);
    return settings;
  }

  #makeProxy(settings: ShopSettings): Proxy {
    const { secret, isPractice, shops, logFrom, ratePerTill, version } = deploymentOf(this.env);
    const { sql } = this.ctx.storage;
    return createProxy({
      sql: makeDurableSql(this.ctx.storage),
      clock: realClock,
      timers: realTimers,
      random: realRandom,
      log: makeRealLog(logFrom),
      fetch: isPractice ? this.#fetchPractice : (input, init) => fetch(input, init),
      settings,
      secret,
      addressOf,
      rates: { till: { perSecond: ratePerTill, burst: 20 * ratePerTill } },
      about: { pling: version, runtime: 'Cloudflare Workers', ledgerBytes: () => sql.databaseSize },
      onNextWake: (at) => this.#alarm.want(at),
      ...(shops.length > 1 && { onPairingCode: this.#listCode }),
    });
  }

  readonly #fetchPractice: typeof fetch = (input, init) =>
    this.env.GATEWAY.getByName(PRACTICE_GATEWAY).fetch(new Request(input, init));

  /** A code that cannot be listed can still be used by its link, which names the shop. */
  readonly #listCode = (codeHash: string, expiresAt: number): void => {
    const { realm } = this.#settings();
    this.#listing = this.env.CODES.getByName(CODE_DIRECTORY)
      .remember(codeHash, realm, expiresAt)
      .catch((error: unknown) => realLog.warn('code-not-listed', { error: String(error) }));
  };

  #console(request: Request, proxy: Proxy, settings: ShopSettings): Response {
    const origin = settings.publicUrl ?? new URL(request.url).origin;
    return answerConsole(request, {
      kv: this.ctx.storage.kv,
      clock: realClock,
      secret: deploymentOf(this.env).secret,
      deeds: {
        shops: [settings],
        invite: (realm, letter) => makeInvitation(proxy.makePairingCode(letter), origin, realm),
        forgetPin: () => proxy.forgetPin(),
        revoke: (_realm, letter) => proxy.revokeTill(letter),
      },
    });
  }
}
