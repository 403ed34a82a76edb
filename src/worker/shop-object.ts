/** One shop: its ledger, its ladder and its open streams in one object, around the very proxy of a shop's own machine. */
import { DurableObject } from 'cloudflare:workers';
import type { ShopSettings } from '../core/settings.ts';
import { createProxy, type Proxy } from '../proxy/create-proxy.ts';
import { LedgerRefused } from '../proxy/ledger/schema.ts';
import { problemResponse } from '../proxy/problem-response.ts';
import { isDeedPath, makeInvitation } from '../setup/control-deeds.ts';
import { House, type OpenShops, type Startable } from '../setup/house.ts';
import { isMovePath } from '../setup/moving-deeds.ts';
import { addressOf } from './address-of.ts';
import { CODE_DIRECTORY } from './code-directory.ts';
import { answerConsole, takeWord, type OneWordDeps } from './console.ts';
import { deploymentOf, type Env } from './deployment.ts';
import { makeDurableSql } from './durable-sql.ts';
import { answerMove } from './moving.ts';
import { OneAlarm } from './one-alarm.ts';
import { practiceKeyAt } from './practice-key.ts';
import { PRACTICE_GATEWAY } from './practice-gateway-object.ts';
import { makeRealLog, realClock, realLog, realRandom, realTimers } from './real-ports.ts';

/** A code that is listed later than this is used by its link, ms. */
const LISTED_WITHIN_MS = 2_000;

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => realTimers.after(ms, resolve));
}

/** The shop while it is open. */
interface RunningShop extends Startable {
  readonly proxy: Proxy;
  readonly settings: ShopSettings;
}

/** So often it looks whether it is back, ms. */
const REMOVED_REST_MS = 6 * 3_600_000;

/** Where the object keeps which shop it is: an alarm brings no request that says so. */
const REALM = 'realm';

/**
 * The platform never says goodbye: an object that is put away, moved or replaced by a new version simply ends, as a
 * machine does on kill −9, and the next request or alarm builds another over the same storage.
 */
export class ShopObject extends DurableObject<Env> {
  readonly #alarm = new OneAlarm({ storage: this.ctx.storage, clock: realClock, log: realLog });
  readonly #sql = makeDurableSql(this.ctx.storage);
  #listing: Promise<void> = Promise.resolve();
  #house: House<RunningShop> | null = null;

  /** Answers a request of this shop; where its record may not be used, by name: the next version may. */
  async fetch(request: Request): Promise<Response> {
    try {
      return await this.#answer(request);
    } catch (error) {
      if (!(error instanceof LedgerRefused)) throw error;
      realLog.error('ledger-refused', { why: error.why });
      return problemResponse('ledger-unwell', realClock, error.message);
    }
  }

  async #answer(request: Request): Promise<Response> {
    const house = this.#opened();
    this.#alarm.rearm();
    const listing = this.#listing;
    const { pathname } = new URL(request.url);
    if (isMovePath(pathname)) return this.#move(request, house);
    const answer = await (isDeedPath(pathname) ? this.#console(request, house.pling) : house.fetch(request));
    // Who is told a code may type it at once; nobody else waits for the list.
    if (this.#listing !== listing) await Promise.race([this.#listing, pause(LISTED_WITHIN_MS)]);
    return answer;
  }

  /** The ladder goes on, also where nobody asks. */
  async alarm(): Promise<void> {
    await this.#alarm.ring(() => (this.#isConfigured() ? this.#opened().pling.proxy.wake() : this.#rest()));
  }

  /** A shop that was taken out of the deployment: somebody should know, but not every half a minute. */
  #rest(): Promise<void> {
    realLog.warn('shop-not-configured');
    this.#alarm.want(realClock.now() + REMOVED_REST_MS);
    return Promise.resolve();
  }

  #opened(): House<RunningShop> {
    if (this.#house !== null) return this.#house;
    const house = new House({ open: this.#openShop, timers: realTimers });
    house.start(); // one that cannot is not kept: the next request or alarm tries again
    this.#house = house;
    return house;
  }

  /** Also after a rest: what the shop before waited for is not waited for any more. */
  readonly #openShop = (): OpenShops<RunningShop> => {
    this.#alarm.want(null);
    const settings = this.#settings();
    const proxy = this.#makeProxy(settings);
    const pling: RunningShop = {
      proxy,
      settings,
      fetch: (request) => proxy.app.fetch(request),
      start: () => proxy.start(),
      stop: () => proxy.stop(),
      endStreams: () => proxy.endStreams(),
    };
    return { pling, close: () => undefined };
  };

  /** Throws where the deployment has no such shop any more: its ledger then waits for its return. */
  #settings(): ShopSettings {
    const { kv } = this.ctx.storage;
    const realm = this.#realm();
    const settings = deploymentOf(this.env).shops.find((shop) => shop.realm === realm);
    if (settings === undefined) throw new Error('This deployment has no such shop');
    if (kv.get(REALM) !== realm) kv.put(REALM, realm);
    return settings;
  }

  #realm(): string {
    return this.ctx.id.name ?? String(this.ctx.storage.kv.get(REALM));
  }

  #isConfigured(): boolean {
    return deploymentOf(this.env).shops.some((shop) => shop.realm === this.#realm());
  }

  #makeProxy(settings: ShopSettings): Proxy {
    const { secret, isPractice, shops, logFrom, ratePerTill, version } = deploymentOf(this.env);
    const { sql } = this.ctx.storage;
    return createProxy({
      sql: this.#sql,
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

  #console(request: Request, { proxy, settings }: RunningShop): Response | Promise<Response> {
    const origin = settings.publicUrl ?? new URL(request.url).origin;
    const walletKey = practiceKeyAt(request, deploymentOf(this.env));
    return answerConsole(request, {
      ...this.#wordDeps(),
      deeds: {
        shops: [settings],
        invite: (realm, letter) =>
          makeInvitation(proxy.makePairingCode(letter), origin, { realm, walletKey }),
        forgetPin: () => proxy.forgetPin(),
        revoke: (_realm, letter) => proxy.revokeTill(letter),
        flushed: () => proxy.flushed(),
      },
    });
  }

  async #move(request: Request, house: House<RunningShop>): Promise<Response> {
    const words = this.#wordDeps();
    const { realm } = this.#settings();
    return (
      takeWord(request, words) ??
      answerMove(request, {
        sql: this.#sql,
        realm,
        secret: words.secret,
        random: realRandom,
        clock: realClock,
        atRest: (work) => this.#atRest(house, work),
        unseal: () => house.pling.proxy.unseal(),
        run: () => house.pling,
      })
    );
  }

  /** A shop that could not be opened after it is tried again by the next request. */
  async #atRest(house: House<RunningShop>, work: () => void): Promise<void> {
    try {
      await house.atRest(work);
    } finally {
      if (!house.isOpen && this.#house === house) this.#house = null;
    }
  }

  #wordDeps(): OneWordDeps {
    return { kv: this.ctx.storage.kv, clock: realClock, secret: deploymentOf(this.env).secret };
  }
}
