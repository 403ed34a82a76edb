/** The practice gateway in an object of its own: shop and gateway meet inside the Worker, but share no storage. */
import { DurableObject } from 'cloudflare:workers';
import { makePracticeGateway, makeSend, type PracticeGateway } from '../setup/practice.ts';
import { deploymentOf, type Env } from './deployment.ts';
import { makeDurableSql } from './durable-sql.ts';
import { OneAlarm } from './one-alarm.ts';
import { realClock, realLog, realRandom, realTimers } from './real-ports.ts';

/** Its name: one for the whole deployment, as Pockyt is. */
export const PRACTICE_GATEWAY = 'practice';

/** Orders, codes, faults and what is still to happen: all in its storage. */
export class PracticeGatewayObject extends DurableObject<Env> {
  readonly #alarm = new OneAlarm({ storage: this.ctx.storage, clock: realClock, log: realLog });
  #gateway: PracticeGateway | null = null;

  /** Answers a call, or what plays the customers and the bad luck. */
  async fetch(request: Request): Promise<Response> {
    const gateway = this.#open();
    this.#alarm.rearm();
    return gateway.fetch(request);
  }

  /** Orders run out and webhooks are repeated, also where nobody calls. */
  async alarm(): Promise<void> {
    await this.#alarm.ring(() => this.#open().sim.wake());
  }

  #open(): PracticeGateway {
    if (this.#gateway !== null) return this.#gateway;
    const [{ name }] = deploymentOf(this.env).shops;
    const gateway = makePracticeGateway(
      {
        sql: makeDurableSql(this.ctx.storage),
        clock: realClock,
        random: realRandom,
        timers: realTimers,
        send: makeSend((url, init) => this.#webhook(url, init)),
        onNextDue: (at) => this.#alarm.want(at),
      },
      name,
    );
    this.#gateway = gateway;
    gateway.sim.start();
    return gateway;
  }

  /** To the shop's own object: practice has one shop. */
  #webhook(url: string, init: RequestInit): Promise<Response> {
    const [{ realm }] = deploymentOf(this.env).shops;
    return this.env.SHOP.getByName(realm).fetch(url, init);
  }
}
