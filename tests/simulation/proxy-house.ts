/** The shop's server: the real proxy on a database that outlives it; killed, started again, set back to a backup. */
import type { Log } from '../../src/core/ports.ts';
import type { ShopSettings } from '../../src/core/settings.ts';
import { createProxy, type Proxy } from '../../src/proxy/create-proxy.ts';
import { renewEpoch } from '../../src/proxy/ledger/schema.ts';
import type { Sql } from '../../src/sql/sql.ts';
import { copyTables, pasteTables, type Backup } from './backup.ts';
import { makeRandom, seedFor } from '../fakes/dice.ts';
import { makeRequest, readAnswer, type Asked } from './light-http.ts';
import type { Life, Machine } from './machine.ts';
import { Mirror, type LedgerRow } from './mirror.ts';
import type { Knock } from './network.ts';
import type { Scheduler } from './scheduler.ts';
import type { Story } from './trace.ts';
import { watchSql } from './watched-sql.ts';

/** What the house is made of. */
export interface HouseDeps {
  readonly name: string;
  readonly machine: Machine;
  readonly seed: number;
  readonly scheduler: Scheduler;
  readonly sql: Sql;
  readonly settings: ShopSettings;
  readonly story: Story;
  readonly log: Log;
  /** Sends one call to the gateway for this life. */
  readonly gateway: (house: ProxyHouse, life: Life, call: string, body: string) => Promise<Response>;
  readonly wrote: (mirror: Mirror, before: LedgerRow | null, after: LedgerRow) => void;
  readonly ondeath: (life: Life) => void;
}

const TABLES: ReadonlySet<string> = new Set(['attempts']);
const SECRET = new Uint8Array(32).fill(9);

/** One server. */
export class ProxyHouse {
  /** What its ledger says. */
  readonly mirror = new Mirror();
  /** Streams of the run; called, they end. */
  readonly streams = new Set<() => void>();
  readonly #deps: HouseDeps;
  #life: Life | null = null;
  #proxy: Proxy | null = null;
  #lives = 0;
  /** Calls of a port left until the process dies; 0: it lives on. */
  #doom = 0;
  #downMs = 0;
  #backup: Backup | null = null;

  constructor(deps: HouseDeps) {
    this.#deps = deps;
  }

  /** The database itself, for those who judge. */
  get sql(): Sql {
    return this.#deps.sql;
  }

  /** The machine it runs on. */
  get machine(): Machine {
    return this.#deps.machine;
  }

  /** The process starts; nothing happens where it runs already. */
  start(): void {
    if (this.#life !== null) return;
    const { machine, seed, settings, log, name } = this.#deps;
    const life = machine.begin();
    this.#life = life;
    this.#lives += 1;
    try {
      const proxy = createProxy({
        sql: this.#watched(life),
        clock: life.clock,
        timers: this.#timers(life),
        random: makeRandom(seedFor(seed, `${name} ${this.#lives}`)),
        log,
        fetch: this.#fetch(life),
        settings,
        secret: SECRET,
      });
      if (life.isAlive) this.#proxy = proxy;
      proxy.start();
    } catch (error) {
      // Killed while it started, perhaps told by an error of the ledger's own.
      if (life.isAlive) throw error;
    }
  }

  /** Dies at its `n`-th call of a port from now, and starts again `downMs` later; 0: it lives on. */
  doom(n: number, downMs: number): void {
    this.#doom = n;
    this.#downMs = downMs;
  }

  /** Dies now. */
  kill(): void {
    const life = this.#life;
    if (life === null) return;
    const { story, ondeath, name } = this.#deps;
    story.say(() => `${name} killed`);
    life.isAlive = false;
    this.#life = null;
    this.#proxy = null;
    this.#doom = 0;
    for (const end of [...this.streams]) end();
    this.streams.clear();
    ondeath(life);
  }

  /** Keeps a copy of everything as it is now. */
  backUp(): void {
    this.#backup = copyTables(this.#deps.sql);
  }

  /** Dies and starts from the copy. `isSaid`: by the command, which gives a new epoch; else somebody copied the file. */
  restore(isSaid: boolean): void {
    const { story, seed, name } = this.#deps;
    if (this.#backup === null) return;
    this.kill();
    story.say(() => `${name} is set back to its backup${isSaid ? '' : ' by hand'}`);
    this.takeIn(this.#backup, isSaid ? seedFor(seed, `restore ${name} ${this.#lives}`) : null);
    this.start();
  }

  /** Puts a copy in place of everything; `epochSeed`: with a new epoch. */
  takeIn(backup: Backup, epochSeed: number | null): void {
    const { sql } = this.#deps;
    pasteTables(sql, backup);
    if (epochSeed !== null) sql.transaction(() => renewEpoch(sql, makeRandom(epochSeed)));
    this.mirror.reset(sql.all('SELECT * FROM attempts'), epochSeed !== null);
  }

  /** The copy it has kept. */
  get backup(): Backup | null {
    return this.#backup;
  }

  /** A request arrives; null: nobody is there. */
  knock(asked: Asked): ReturnType<Knock> {
    const found = this.ask(asked);
    return found && { life: found.life, answer: found.answer.then(readAnswer) };
  }

  /** The raw answer of a request, for streams; null: nobody is there. */
  ask(asked: Asked): { readonly life: Life; readonly answer: Promise<Response> } | null {
    const [life, proxy] = [this.#life, this.#proxy];
    if (life === null || proxy === null) return null;
    return { life, answer: Promise.resolve(proxy.app.fetch(makeRequest(asked))) };
  }

  /** Somebody is there. */
  get isUp(): boolean {
    return this.#proxy !== null;
  }

  /** A pairing code; throws where nobody is there. */
  makePairingCode(): string {
    if (this.#proxy === null) throw new Error('The proxy is down.');
    // A person asks for it; the process does not die of that.
    const doom = this.#doom;
    this.#doom = 0;
    const code = this.#proxy.makePairingCode();
    this.#doom = doom;
    return code;
  }

  #watched(life: Life): Sql {
    const { scheduler, wrote, story, name } = this.#deps;
    return watchSql(this.#deps.sql, life, TABLES, {
      touch: () => this.#touch(life),
      wrote: (_table, row) => {
        const change = this.mirror.wrote(row, scheduler.now);
        if (change === null) return;
        const { after } = change;
        story.say(
          () =>
            `${name} writes ${String(after['reference']).slice(0, 6)} ${String(after['state'])} ${String(after['wanted'])} ${String(after['giveBack'])}`,
        );
        wrote(this.mirror, change.before, after);
      },
    });
  }

  #timers(life: Life): Life['timers'] {
    return {
      after: (ms, run) => {
        this.#touch(life);
        return life.isAlive ? life.timers.after(ms, run) : () => undefined;
      },
    };
  }

  /** The way to the gateway: it may die before a call leaves, or right after. */
  #fetch(life: Life): typeof fetch {
    const send = async (url: unknown, init?: RequestInit): Promise<Response> => {
      this.#touch(life);
      if (!life.isAlive) return new Promise(() => undefined);
      const call = String(url).split('/').at(-1) ?? '';
      const answer = this.#deps.gateway(this, life, call, typeof init?.body === 'string' ? init.body : '');
      this.#touch(life);
      return answer;
    };
    return send;
  }

  #touch(life: Life): void {
    if (!life.isAlive || this.#doom === 0) return;
    this.#doom -= 1;
    if (this.#doom > 0) return;
    const { story, scheduler } = this.#deps;
    story.count('fault proxy-kill');
    const downMs = this.#downMs;
    this.kill();
    scheduler.after(downMs, () => this.start());
  }
}
