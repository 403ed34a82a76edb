/** Cashiers: each serves the customers of one till as the plan says, by what the screen offers, and tells no lies. */
import type { Till } from '../../src/till/till.ts';
import { Dice, seedFor } from '../fakes/dice.ts';
import { actionsOf, doDeed, type Served, type Shift } from './deeds.ts';
import type { Act, SalePlan } from './people.ts';

/** More unfinished sales of one sum than there are customers. */
const MOST_QUESTIONS = 15;
/** The counter is not free: look again after this long, ms, this often. */
const RETRY_MS = 1_500;
const RETRIES = 40;
/** What the cashier of another till does with a sale that was taken over. */
const AFTER_TAKING: readonly Act[] = [
  { after: 3_000, do: 'finish' },
  { after: 15_000, do: 'finish' },
  { after: 40_000, do: 'finish' },
];

/** The cashier of one till. */
export class Cashier {
  readonly #shift: Shift;
  #isHome = false;

  constructor(shift: Shift) {
    this.#shift = shift;
  }

  /** The customer stands at the counter. `owes`: looked at before every try, for nobody charges what is paid. */
  serve(plan: SalePlan, retries = RETRIES, owes = (): boolean => true): void {
    const { seed, scheduler } = this.#shift;
    if (this.#isHome) return;
    const again = (): void => {
      if (retries > 0) scheduler.after(RETRY_MS, () => this.serve(plan, retries - 1, owes));
    };
    const isAtWork = this.#do(async (till) => {
      if (!owes()) return;
      const dice = new Dice(seedFor(seed, `served ${plan.customer}`));
      const served: Served = { plan, dice, saleId: null, lastCode: null, tries: 0, hasLeft: false };
      if (!(await this.#clear(till)) || !(await this.#charge(till, served))) return again();
      for (const act of plan.acts) this.#plan(served, act);
    });
    if (!isAtWork) again();
  }

  /** Goes on with a sale another till had begun. */
  goOnWith(served: Served): void {
    const { scheduler, story, tablet } = this.#shift;
    const { saleId } = served;
    if (saleId === null) return;
    this.#do(async (till) => {
      story.count('deed take');
      story.say(() => `till ${tablet.place} takes over the sale of customer ${served.plan.customer}`);
      await till.takeOver(saleId);
      scheduler.after(0, () => undefined);
      for (const act of AFTER_TAKING) this.#plan({ ...served, lastCode: null, hasLeft: false }, act);
    });
  }

  /** The shop closes: nobody begins anything any more. */
  goHome(): void {
    this.#isHome = true;
  }

  #plan(served: Served, act: Act): void {
    const { scheduler, tablet, story } = this.#shift;
    scheduler.after(act.after, () => {
      if (this.#isHome) return;
      if (act.do === 'again') return this.#serveAgain(served);
      if (act.do !== 'reload') {
        this.#do((till) => doDeed(this.#shift, till, served, act.do));
        return;
      }
      story.count('deed reload');
      if (tablet.page === null) return;
      tablet.close('front');
      tablet.open();
    });
  }

  /** The customer owes still, and the cashier begins anew with the same amount: the till has to ask. */
  #serveAgain({ plan, saleId }: Served): void {
    const { tablet, story, ground } = this.#shift;
    const owes = (): boolean => {
      // Whoever took the cash remembers it, whatever the line says of a charge that is going back.
      if (ground.cash.has(plan.customer)) return false;
      const lines = tablet.page?.till.view().roll.lines ?? [];
      const line = lines.find((each) => each.saleId === saleId);
      story.say(() => `till ${tablet.place}: the line says ${line?.state ?? 'nothing'}`);
      // One that was begun anew a moment ago and paid is remembered, too; a sale two tills have had is this one's here.
      const isTheirs = (id: string): boolean =>
        id === saleId || ground.saleCustomer.get(id) === plan.customer;
      const isPaid = lines.some((each) => isTheirs(each.saleId) && DONE.has(each.state));
      return line !== undefined && !isPaid;
    };
    if (!owes()) return;
    story.count('deed again');
    const acts = plan.acts.filter((act) => act.do === 'scan' || act.do === 'finish');
    this.serve({ ...plan, acts }, 3, owes);
  }

  /** Uses the till if its page is there; a command that fails is a broken rule of ours. False: nobody can use it now. */
  #do(work: (till: Till) => Promise<void>): boolean {
    const { tablet, oncrash } = this.#shift;
    const { page } = tablet;
    if (!page?.isReady || tablet.machine.isAsleep()) return false;
    work(page.till).catch((error: unknown) => {
      if (page.life.isAlive) oncrash(error);
    });
    return true;
  }

  /** Makes the counter free for the next customer; false where that has to wait. */
  async #clear(till: Till): Promise<boolean> {
    for (let step = 0; step < 4; step += 1) {
      const { counter } = till.view();
      if (counter.name === 'amount') return true;
      const actions = actionsOf(counter);
      if (counter.name === 'paid') await till.nextSale();
      else if (actions.includes('next-customer')) await till.nextCustomer();
      else if (actions.includes('back')) await till.back();
      else if (actions.includes('abandon')) await till.abandon(counter.saleId);
      else return false;
    }
    return till.view().counter.name === 'amount';
  }

  /** By the truth, one question after the other: one that is left standing would be answered for somebody else. */
  async #answer(till: Till, plan: SalePlan): Promise<void> {
    const { ground, tablet, story } = this.#shift;
    for (let asked = 0; asked < MOST_QUESTIONS; asked += 1) {
      const { question } = till.view();
      if (!question) return;
      const isSame = ground.saleCustomer.get(question.saleId) === plan.customer;
      story.count(`answer ${isSame ? 'same customer' : 'another customer'}`);
      story.say(() => `till ${tablet.place}: ${isSame ? 'same' : 'another'} customer as ${question.number}`);
      await till.answerSameCustomer(isSame);
    }
  }

  /** Types the amount and presses Charge, now and then twice. */
  async #charge(till: Till, served: Served): Promise<boolean> {
    const { ground, tablet, story } = this.#shift;
    const { plan } = served;
    ground.typing.set(tablet.place, plan.customer);
    try {
      till.pressKey('clear');
      for (const digit of String(plan.amountMinor)) till.pressKey(digit as '0');
      const taps = [till.charge()];
      if (plan.acts.some((act) => act.do === 'double-charge')) taps.push(till.charge());
      await Promise.all(taps);
      await this.#answer(till, plan);
    } finally {
      ground.typing.delete(tablet.place);
    }
    const { counter } = till.view();
    if (counter.name === 'amount' || ground.saleCustomer.get(counter.saleId) !== plan.customer) return false;
    served.saleId = counter.saleId;
    story.count('sales');
    story.say(
      () => `till ${tablet.place} charges customer ${plan.customer}: ${counter.number} ${counter.saleId}`,
    );
    return true;
  }
}

/** Words on a line after which the customer owes nothing more, or somebody else has it. */
const DONE: ReadonlySet<string> = new Set([
  'paid',
  'cash',
  'abandoned',
  'trust',
  'owed',
  'refunding',
  'refunded-partly',
  'refunded',
  'taken-over',
  'differs',
  'paid-after-all',
]);
