/** Customers: each shows codes of a wallet and answers it in their own time, or never. */
import type { GatewayHouse } from './gateway-house.ts';
import type { Ground } from './ground.ts';
import type { SalePlan } from './people.ts';
import type { Scheduler } from './scheduler.ts';
import type { Story } from './trace.ts';

/** The wallet asks nothing yet: look again after this long, ms, this often. */
const LOOK_AGAIN_MS = 2_000;
const LOOKS = 25;

/** A phone shows a code for as long, then makes another, ms. */
const STILL_SHOWN_MS = 50_000;

/** What customers need. */
export interface CustomerDeps {
  readonly gateway: GatewayHouse;
  readonly scheduler: Scheduler;
  readonly ground: Ground;
  readonly story: Story;
}

/** All customers of a story. */
export class Customers {
  readonly #deps: CustomerDeps;
  /** Customer → what their phone showed last. */
  readonly #shown = new Map<number, { readonly code: string; readonly at: number }>();

  constructor(deps: CustomerDeps) {
    this.#deps = deps;
  }

  /** Shows a code, perhaps the one that is `still` on the screen; `tries` came before it, and a second wallet has the money the first had not. */
  show(plan: SalePlan, tries: number, still: boolean): string {
    const { scheduler, story } = this.#deps;
    const shown = this.#shown.get(plan.customer);
    if (still && shown && scheduler.now - shown.at < STILL_SHOWN_MS) {
      story.say(() => `customer ${plan.customer} shows the same code again`);
      return shown.code;
    }
    const code = this.#mint(plan, tries);
    this.#shown.set(plan.customer, { code, at: scheduler.now });
    return code;
  }

  #mint(plan: SalePlan, tries: number): string {
    const { gateway, ground, scheduler, story } = this.#deps;
    const isBroke = plan.behaviour === 'no-funds' || plan.behaviour === 'risk';
    const behaviour = tries > 0 && isBroke ? 'pay' : plan.behaviour;
    const afterMs = plan.answer === null ? null : Math.max(1_000, plan.answer.after);
    const { id, code } = gateway.sim.mint({ wallet: plan.wallet, behaviour, afterMs });
    ground.codes.set(code, plan.customer);
    story.say(() => `customer ${plan.customer} shows a code of ${plan.wallet} (${behaviour})`);
    const { answer } = plan;
    if (behaviour === 'confirm' && answer !== null)
      scheduler.after(answer.after, () => this.#answer(id, plan.customer, answer.yes, LOOKS));
    return code;
  }

  #answer(id: string, customer: number, yes: boolean, looks: number): void {
    const { gateway, scheduler, story } = this.#deps;
    if (gateway.sim.confirm(id, yes)) story.say(() => `customer ${customer} ${yes ? 'confirms' : 'refuses'}`);
    else if (looks > 0) scheduler.after(LOOK_AGAIN_MS, () => this.#answer(id, customer, yes, looks - 1));
  }
}
