/** The two legs as their ends know them: a page's fetch, the proxy's fetch, the gateway's webhooks. */
import type { GatewayHouse } from './gateway-house.ts';
import type { Followed, Ground } from './ground.ts';
import type { WireJudge } from './judge-wire.ts';
import { makeResponse, makeStreamResponse, readAnswer, type Arrived, type Asked } from './light-http.ts';
import { LiveLine } from './live-line.ts';
import type { Life } from './machine.ts';
import type { Network } from './network.ts';
import type { ProxyHouse } from './proxy-house.ts';
import type { Route } from './route.ts';
import type { Plan } from './schedule.ts';
import type { Scheduler } from './scheduler.ts';
import { ORIGIN, type Page, type Tablet } from './tablet.ts';
import type { Story } from './trace.ts';

/** What both legs share. */
export interface LegDeps {
  readonly plan: Plan;
  readonly scheduler: Scheduler;
  readonly story: Story;
  readonly ground: Ground;
  readonly network: Network;
  readonly route: Route;
  readonly gateway: GatewayHouse;
  readonly wire: WireJudge;
}

/** Between tablets and proxy. */
export class TillLeg {
  readonly #deps: LegDeps;

  constructor(deps: LegDeps) {
    this.#deps = deps;
  }

  /** One request of a page. A page that died hears nothing more. */
  async fetch(tablet: Tablet, page: Page, url: string, init: RequestInit): Promise<Response> {
    const { network, route, wire } = this.#deps;
    const asked = toAsked(tablet, url, init);
    const { call, reference } = readPath(asked);
    wire.tillSends(tablet, call, reference);
    if (call === 'live') return this.#listen(tablet, page, asked, init.signal ?? null);
    const letter = { leg: 'till', till: tablet.place, call } as const;
    const arrived = await network.exchange(letter, () => route.house().knock(asked));
    return this.#deliver(tablet, page, () => {
      tablet.cookie = arrived.setCookie?.split(';')[0] ?? tablet.cookie;
      return makeResponse(arrived);
    });
  }

  #deliver(tablet: Tablet, page: Page, make: () => Response): Promise<Response> {
    return new Promise((resolve) => {
      tablet.machine.whenAwake(() => {
        if (page.life.isAlive) resolve(make());
      });
    });
  }

  /** Opens the live feed. */
  async #listen(tablet: Tablet, page: Page, asked: Asked, signal: AbortSignal | null): Promise<Response> {
    const { network, route, scheduler } = this.#deps;
    const till = tablet.place;
    let line: LiveLine | null = null;
    const house = route.house();
    const open = async (response: Response): Promise<Arrived> => {
      const isStream = response.headers.get('content-type')?.includes('event-stream') === true;
      if (!isStream || !response.body) return readAnswer(response);
      line = new LiveLine({
        server: response.body.getReader(),
        way: () => (network.downOf('till', till) === null ? network.latency('till') : null),
        later: (ms, run) => void scheduler.after(ms, () => tablet.machine.whenAwake(run)),
      });
      return { status: 200, contentType: 'text/event-stream', text: '', setCookie: null };
    };
    const answer = await network.exchange({ leg: 'till', till, call: 'live' }, () => {
      const found = house.ask(asked);
      return found && { life: found.life, answer: found.answer.then(open) };
    });
    return this.#deliver(tablet, page, () => this.#connected(house, page, answer, line, signal));
  }

  #connected(
    house: ProxyHouse,
    page: Page,
    answer: Arrived,
    line: LiveLine | null,
    signal: AbortSignal | null,
  ): Response {
    if (line === null) return makeResponse(answer);
    const cut = (): void => {
      page.streams.delete(cut);
      house.streams.delete(cut);
      page.lines.delete(line);
      line.cut();
    };
    page.streams.add(cut);
    house.streams.add(cut);
    page.lines.add(line);
    if (signal?.aborted === true) cut();
    else signal?.addEventListener('abort', cut);
    return makeStreamResponse(line.reader);
  }
}

/** Between proxy and gateway, both ways. */
export class GatewayLeg {
  readonly #deps: LegDeps;

  constructor(deps: LegDeps) {
    this.#deps = deps;
  }

  /** One call of a proxy. A process that died hears nothing more. */
  async send(house: ProxyHouse, life: Life, call: string, body: string): Promise<Response> {
    const { network, gateway, wire, scheduler, story } = this.#deps;
    const fields = JSON.parse(body) as Record<string, string>;
    const ageOf = (attempt: Followed): number | null => this.#lateness(house, attempt);
    const wall = house.machine.jumpedAt === -Infinity ? house.machine.wall() : null;
    wire.proxySends(house.mirror, call, fields, { now: scheduler.now, wall, ageOf });
    if (call === 'pay') story.count('charges');
    const letter = { leg: 'gateway', till: null, call } as const;
    const about = house.mirror.referenceOf(fields);
    const arrived = await network.exchange(letter, () => gateway.knock(call, body));
    return new Promise((resolve) => {
      if (!life.isAlive) return;
      if (call === 'tran-query') wire.questionAnswered(about, arrived.text, scheduler.now);
      resolve(makeResponse(arrived));
    });
  }

  /** One delivery of a webhook. */
  async hook(url: string, body: string): Promise<{ status: number; text: string }> {
    const { network, route } = this.#deps;
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return network.exchange({ leg: 'hook', till: null, call: 'webhook' }, () =>
      route.house().knock({ method: 'POST', url, headers, body }),
    );
  }

  /** By how much a code outlived its life, by true time; null where a clock was set meanwhile. */
  #lateness(house: ProxyHouse, { readAt, codeLifeMs, till }: Followed): number | null {
    const { plan, scheduler } = this.#deps;
    if (readAt === null || plan.tills[till] === undefined) return null;
    const isHonest = house.machine.jumpedAt === -Infinity && this.tillJumpedAt(till) === -Infinity;
    return isHonest ? scheduler.now - readAt - codeLifeMs : null;
  }

  /** Set by the world: when a tablet's wall was last set. */
  tillJumpedAt: (till: number) => number | null = () => null;
}

function toAsked(tablet: Tablet, url: string, init: RequestInit): Asked {
  const given = init.headers as Record<string, string> | undefined;
  return {
    method: init.method ?? 'GET',
    url: url.startsWith('/') ? ORIGIN + url : url,
    headers: { ...given, ...(tablet.cookie === '' ? {} : { cookie: tablet.cookie }) },
    body: typeof init.body === 'string' ? init.body : '',
  };
}

/** A request's name, as faults and laws name it, and the attempt it is about. */
export function readPath({ method, url, body }: Asked): { call: string; reference: string | null } {
  const path = url.slice(ORIGIN.length).split('?')[0] ?? '';
  const [, , area = '', id = '', verb = ''] = path.split('/');
  if (area !== 'attempts') return { call: verb || area, reference: null };
  if (id === '') return { call: 'open', reference: (JSON.parse(body) as { reference: string }).reference };
  return { call: verb || (method === 'GET' ? 'ask' : 'open'), reference: id };
}
