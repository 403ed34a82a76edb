/** Bad luck at work: starts each fault of the plan at its time, and ends all of them when calm comes. */
import type { Fault, SimFault } from './faults.ts';
import type { GatewayHouse } from './gateway-house.ts';
import type { Down, Leg, Network } from './network.ts';
import type { Plan } from './schedule.ts';
import type { Route } from './route.ts';
import type { Scheduler } from './scheduler.ts';
import { cutStreams, isOfTablet, TabletLuck } from './tablet-luck.ts';
import type { Tablet } from './tablet.ts';
import type { Story } from './trace.ts';

/** After the trouble somebody looks at every tablet for so long, ms. */
const REPAIR_LOOKS_MS = 30_000;

/** What it can reach. */
export interface LuckDeps {
  readonly plan: Plan;
  readonly scheduler: Scheduler;
  readonly network: Network;
  readonly route: Route;
  readonly gateway: GatewayHouse;
  readonly tablets: readonly Tablet[];
  readonly story: Story;
}

/** The faults of one story. */
export class Luck {
  readonly #deps: LuckDeps;
  readonly #tablets: TabletLuck;
  #isCalm = false;

  constructor(deps: LuckDeps) {
    this.#deps = deps;
    this.#tablets = new TabletLuck({ ...deps, isCalm: () => this.#isCalm });
  }

  /** Plans every fault. */
  begin(): void {
    const { plan, scheduler } = this.#deps;
    for (const fault of plan.faults) scheduler.after(fault.at - scheduler.now, () => this.#strike(fault));
  }

  /** The network is back, everybody is alive and awake. */
  calm(): void {
    const { network, route, tablets, story, gateway, scheduler } = this.#deps;
    story.say(() => 'calm');
    this.#isCalm = true;
    network.calm();
    gateway.sim.clearFaults();
    route.endStranger();
    route.endFirst();
    route.main.doom(0, 0);
    route.main.start();
    for (const tablet of tablets) {
      tablet.disk.calm();
      tablet.doom(0, 0);
      while (tablet.pages.length > 1) tablet.close('behind');
      if (tablet.page === null) tablet.open();
      tablet.machine.wake();
      tablet.page?.till.setVisible(true);
      tablet.page?.till.hintOnline();
      // Who finds the tablet asking for it pairs it: what stands now may have forgotten the pairing.
      for (let after = 0; after <= REPAIR_LOOKS_MS; after += 5_000)
        scheduler.after(after, () => this.#tablets.pairAgain(tablet));
    }
  }

  #strike(fault: Fault): void {
    if (this.#isCalm) return;
    const { network, route, story, gateway } = this.#deps;
    const { kind, ms, n } = fault;
    story.say(() => `luck: ${JSON.stringify(fault)}`);
    const [who = '', what = '', how = ''] = kind.split('-');
    if (what === 'outage') return this.#cut(who as Leg, fault, how as Down);
    if (who === 'sim') return this.#layAtGateway(fault);
    switch (kind) {
      case 'proxy-kill':
        return route.main.doom(n, ms);
      case 'proxy-clock':
        story.count(`fault ${kind}`);
        return route.main.machine.jump(ms);
      case 'proxy-restore':
      case 'proxy-two':
      case 'proxy-realm':
        return this.#strikeServer(fault);
      case 'hook-forged':
        return this.#tellLies();
      case 'hook-replayed':
        for (const reference of gateway.book().keys())
          if (gateway.sim.replay(reference)) story.count(`fault ${kind}`);
        return;
      default:
        if (isOfTablet(kind)) for (const tablet of this.#struck(fault)) this.#tablets.strike(tablet, fault);
        else network.lay(fault);
    }
  }

  #struck({ till }: Fault): readonly Tablet[] {
    const { tablets } = this.#deps;
    return till === null ? tablets : tablets.filter(({ place }) => place === till);
  }

  #cut(leg: Leg, { kind, till, ms }: Fault, how: Down): void {
    const { network, story, tablets } = this.#deps;
    story.count(`fault ${kind}`);
    network.cut(leg, leg === 'till' ? till : null, how, ms);
    if (leg !== 'till' || how !== 'refused') return;
    for (const tablet of tablets) if (till === null || tablet.place === till) cutStreams(tablet);
  }

  #layAtGateway({ kind, call, times, ms }: Fault): void {
    const { gateway, story } = this.#deps;
    const name = kind.slice('sim-'.length) as SimFault;
    story.count(`fault ${kind}`);
    const isOfCall = name === 'ret-code' || name === 'unknown-status' || name === 'crossed';
    gateway.sim.layFault({
      kind: name,
      times,
      ms: Math.min(ms, 60_000),
      ...(isOfCall && call !== null && SIM_CALLS.has(call) ? { call: call as 'pay' } : {}),
    });
  }

  #strikeServer({ kind, ms, n }: Fault): void {
    const { route, scheduler, story } = this.#deps;
    story.count(`fault ${kind}`);
    const later = (after: number, run: () => void): void =>
      void scheduler.after(after, () => (this.#isCalm ? undefined : run()));
    if (kind === 'proxy-realm') {
      route.startStranger();
      return later(ms, () => route.endStranger());
    }
    route.main.backUp();
    if (kind === 'proxy-restore') return later(ms, () => route.main.restore(n % 2 === 1));
    later(ms / 2, () => route.startSecond());
    later(ms, () => route.endFirst());
  }

  /** Somebody without the token says that everything is paid, and that everything is closed. */
  #tellLies(): void {
    const { gateway, story } = this.#deps;
    for (const reference of gateway.book().keys())
      for (const status of ['success', 'closed'] as const) {
        story.count('fault hook-forged');
        gateway.sim.forge({ reference, status, signed: false });
      }
  }
}

const SIM_CALLS: ReadonlySet<string> = new Set(['add', 'pay', 'tran-query', 'cancel', 'refund']);
