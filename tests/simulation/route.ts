/** Who answers at the proxy's address: the shop's server, for a while a second one beside it, or another shop's. */
import { makeRealm, type ShopSettings } from '../../src/core/settings.ts';
import { openSchema } from '../../src/proxy/ledger/schema.ts';
import type { Sql } from '../../src/sql/sql.ts';
import { emptyTables } from './backup.ts';
import { Dice, makeRandom, seedFor } from '../fakes/dice.ts';
import { ProxyHouse, type HouseDeps } from './proxy-house.ts';

/** Databases for the others; opened only when one is needed. */
export interface SpareDatabases {
  readonly second: () => Sql;
  readonly stranger: () => Sql;
}

/** The address of the proxy. */
export class Route {
  /** The server whose ledger counts in the end. */
  main: ProxyHouse;
  readonly houses: ProxyHouse[];
  readonly #deps: HouseDeps;
  readonly #spare: SpareDatabases;
  readonly #dice: Dice;
  #second: ProxyHouse | null = null;
  #stranger: ProxyHouse | null = null;

  constructor(deps: HouseDeps, spare: SpareDatabases) {
    this.#deps = deps;
    this.#spare = spare;
    this.#dice = new Dice(seedFor(deps.seed, 'route'));
    this.main = new ProxyHouse(deps);
    this.houses = [this.main];
  }

  /** Who answers the next request. */
  house(): ProxyHouse {
    if (this.#stranger !== null) return this.#stranger;
    return this.#second !== null && this.#dice.chance(0.5) ? this.#second : this.main;
  }

  /** A second server starts from the main one's copy; both answer until the first is gone. */
  startSecond(): void {
    const { backup } = this.main;
    if (backup === null || this.houses.length > 1) return;
    const { seed, settings } = this.#deps;
    const sql = this.#spare.second();
    openSchema(sql, settings.realm, makeRandom(seed));
    this.#second = new ProxyHouse({ ...this.#deps, sql, name: 'second proxy' });
    this.#second.takeIn(backup, seedFor(seed, 'second epoch'));
    this.houses.push(this.#second);
    this.#second.start();
  }

  /** The first server is gone for good; the second is the shop's. */
  endFirst(): void {
    if (this.#second === null) return;
    this.main.kill();
    this.main = this.#second;
    this.#second = null;
  }

  /** Another shop answers at this address: it knows the same tablets, and nothing else. */
  startStranger(): void {
    if (this.#stranger !== null) return;
    const { seed, settings } = this.#deps;
    const other = otherShop(settings);
    const sql = this.#spare.stranger();
    openSchema(sql, other.realm, makeRandom(seed));
    emptyTables(sql, ['meta']);
    const tills = this.main.sql.all('SELECT id, letter, name, tokenHash, pairedAt FROM tills');
    for (const { id, letter, name, tokenHash, pairedAt } of tills)
      sql.run('INSERT INTO tills (id, letter, name, tokenHash, pairedAt) VALUES (?, ?, ?, ?, ?)', [
        id ?? null,
        letter ?? null,
        name ?? null,
        tokenHash ?? null,
        pairedAt ?? null,
      ]);
    this.#stranger = new ProxyHouse({ ...this.#deps, sql, settings: other, name: 'stranger' });
    this.#stranger.start();
  }

  /** The right shop is back. */
  endStranger(): void {
    this.#stranger?.kill();
    this.#stranger = null;
  }
}

function otherShop(settings: ShopSettings): ShopSettings {
  const gateway = { ...settings.gateway, storeNo: '999999' };
  return { ...settings, gateway, realm: makeRealm(gateway.baseUrl, gateway.merchantNo, gateway.storeNo) };
}
