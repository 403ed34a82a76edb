/** A whole shop over virtual time: tills, proxy, gateway, people and bad luck, wired through the network. */
import './light-platform.ts';
import './warm.ts';
import type { Sql } from '../../src/sql/sql.ts';
import { Cashier } from './cashiers.ts';
import { Customers } from './customers.ts';
import { Luck } from './luck.ts';
import { GatewayHouse } from './gateway-house.ts';
import { Ground } from './ground.ts';
import { BookJudge } from './judge-books.ts';
import { WireJudge } from './judge-wire.ts';
import { Laws } from './laws.ts';
import { Machine } from './machine.ts';
import { Network } from './network.ts';
import type { Served } from './deeds.ts';
import { stateName, type Mirror } from './mirror.ts';
import { Route, type SpareDatabases } from './route.ts';
import type { Plan } from './schedule.ts';
import { Scheduler } from './scheduler.ts';
import { Tablet } from './tablet.ts';
import { seedFor } from '../fakes/dice.ts';
import { TillLeg, GatewayLeg } from './legs.ts';
import { describeError, makeLog, makeSettings } from './shop.ts';
import { Story } from './trace.ts';

/** The databases of a story, empty. */
export interface Databases extends SpareDatabases {
  readonly ledger: Sql;
  readonly gateway: Sql;
}

/** Everything of one story. */
export interface World {
  readonly plan: Plan;
  readonly scheduler: Scheduler;
  readonly story: Story;
  readonly laws: Laws;
  readonly ground: Ground;
  readonly route: Route;
  readonly gateway: GatewayHouse;
  readonly tablets: readonly Tablet[];
  readonly cashiers: readonly Cashier[];
  readonly luck: Luck;
  /** What was logged. */
  readonly logged: string[];
  /** After every step: whatever has changed is judged. */
  readonly judge: () => void;
}

/** Builds the world of a plan; nothing has happened yet. */
export function makeWorld(plan: Plan, databases: Databases, isTold: boolean): World {
  const { seed } = plan;
  const scheduler = new Scheduler(seedFor(seed, 'ties'));
  const story = new Story(scheduler, isTold);
  const laws = new Laws(story);
  const ground = new Ground(story);
  const network = new Network(scheduler, seed, story);
  const oncrash = (error: unknown): void =>
    laws.broke(0, 'an error nobody caught', { error: describeError(error) });
  const machine = (skewMs: number, bootedMs: number): Machine =>
    new Machine(scheduler, plan.startAt, { skewMs, bootedMs }, oncrash);
  const logged: string[] = [];
  const log = makeLog(logged, story);
  const gateway: GatewayHouse = new GatewayHouse({
    machine: machine(0, 0),
    seed,
    sql: databases.gateway,
    settings: plan.gateway,
    hook: (url, body) => gatewayLeg.hook(url, body),
  });
  const settings = makeSettings(plan);
  const wire = new WireJudge(ground, laws);
  const route: Route = new Route(
    {
      name: 'proxy',
      machine: machine(plan.proxySkewMs, 1_000.25),
      seed,
      scheduler,
      sql: databases.ledger,
      settings,
      story,
      log,
      gateway: (house, life, call, body) => gatewayLeg.send(house, life, call, body),
      wrote: (mirror, before, after) => {
        books.rowWritten(mirror, before, after, scheduler.now);
        if (before?.['state'] !== after['state'])
          story.count(`ledger ${before ? stateName(before) : 'none'} ${stateName(after)}`);
      },
      ondeath: (life) => network.drop(life),
    },
    databases,
  );
  const mirrors = (): Mirror[] => route.houses.map(({ mirror }) => mirror);
  const books = new BookJudge(ground, laws, gateway, mirrors);
  const shared = { scheduler, story, ground, network, route, gateway, wire, plan };
  const gatewayLeg: GatewayLeg = new GatewayLeg(shared);
  const tillLeg = new TillLeg(shared);
  const tablets = plan.tills.map(
    ({ skewMs, hasLocks }, place) =>
      new Tablet({
        place,
        seed,
        hasLocks,
        realm: settings.realm,
        machine: machine(skewMs, 5_000.125 * (place + 1)),
        scheduler,
        story,
        log,
        fetch: (tablet, page, url, init) => tillLeg.fetch(tablet, page, url, init),
        oncrash,
        wrote: (tablet, batch) => {
          ground.committed(tablet.place, batch, scheduler.now);
          books.tillWrote(batch);
          story.say(
            () => `till ${tablet.place} wrote ${batch.entries.map(({ event }) => event.type).join(', ')}`,
          );
        },
      }),
  );
  gatewayLeg.tillJumpedAt = (till) => tablets[till]?.machine.jumpedAt ?? null;
  const customers = new Customers({ gateway, scheduler, ground, story });
  const handOver = (from: number, served: Served): void => {
    if (tablets.length > 1) cashiers[(from + 1) % tablets.length]?.goOnWith(served);
  };
  const shift = { seed, scheduler, customers, gateway, ground, story, oncrash, handOver };
  const cashiers = tablets.map((tablet) => new Cashier({ ...shift, tablet }));
  const luck = new Luck({ plan, scheduler, network, route, gateway, tablets, story });
  const judge = makeJudge(books, gateway, tablets);
  return { plan, scheduler, story, laws, ground, route, gateway, tablets, cashiers, luck, logged, judge };
}

/** After every step: what has changed is judged, and only that. */
function makeJudge(books: BookJudge, gateway: GatewayHouse, tablets: readonly Tablet[]): () => void {
  let book = gateway.book();
  return () => {
    if (gateway.book() !== book) {
      book = gateway.book();
      books.bookChanged();
    }
    for (const tablet of tablets) {
      // What a hidden tab, or one that says that another tab sells, would show is seen by nobody.
      const { page } = tablet;
      if (!page?.isStale) continue;
      page.isStale = false;
      const view = page.till.view();
      if (view.trouble !== 'other-tab') books.viewChanged(tablet, view);
    }
  };
}
