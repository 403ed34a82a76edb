/** What a cashier or a manager does about one sale: each deed by what the screen offers for it. */
import type { SaleId } from '../../src/core/ids.ts';
import type { ManagersWord, Till } from '../../src/till/till.ts';
import type { Action, Counter } from '../../src/till/view.ts';
import type { Customers } from './customers.ts';
import type { Dice } from '../fakes/dice.ts';
import type { GatewayHouse } from './gateway-house.ts';
import type { Followed, Ground } from './ground.ts';
import type { Deed, SalePlan } from './people.ts';
import type { Scheduler } from './scheduler.ts';
import type { Tablet } from './tablet.ts';
import type { Story } from './trace.ts';

/** What a cashier works with. */
export interface Shift {
  readonly seed: number;
  readonly scheduler: Scheduler;
  readonly tablet: Tablet;
  readonly customers: Customers;
  readonly gateway: GatewayHouse;
  readonly ground: Ground;
  readonly story: Story;
  /** A command of the till rejected, which none may. */
  readonly oncrash: (error: unknown) => void;
  /** Asks another till to go on with a sale. */
  readonly handOver: (from: number, served: Served) => void;
}

/** One customer being served. */
export interface Served {
  readonly plan: SalePlan;
  readonly dice: Dice;
  saleId: SaleId | null;
  lastCode: string | null;
  tries: number;
  /** The customer has gone to another till: here nobody pays any more. */
  hasLeft: boolean;
}

/** The manager's word of every story. */
export const WORD: ManagersWord = { reason: 'seen in the portal', pin: '4711' };

/** Times a customer is asked for another code. */
const MOST_TRIES = 3;

/** Nobody does these behind the back of a customer who stands at another till. */
const NEEDS_CUSTOMER: ReadonlySet<Deed> = new Set(['scan', 'scan-other', 'cash', 'trust', 'finish']);

/** What the counter offers. */
export function actionsOf(counter: Counter): readonly Action[] {
  return counter.name === 'amount' ? [] : counter.actions;
}

/** Does one deed about the sale, if it has a place now. */
export async function doDeed(shift: Shift, till: Till, served: Served, deed: Deed): Promise<void> {
  const { counter } = till.view();
  const { saleId, plan } = served;
  if (saleId === null) return;
  if (NEEDS_CUSTOMER.has(deed) && (served.hasLeft || hasPaidNextDoor(shift, served))) return;
  // An amount nobody had paid was taken back and typed anew: the sale is the next customer's.
  if (shift.ground.saleCustomer.get(saleId) !== plan.customer) return;
  const isHere = counter.name !== 'amount' && counter.saleId === saleId;
  const { story, tablet } = shift;
  story.say(
    () => `till ${tablet.place} customer ${plan.customer}: ${deed} (${isHere ? counter.name : 'elsewhere'})`,
  );
  story.count(`deed ${deed}`);
  switch (deed) {
    case 'scan':
      return isHere && counter.name === 'ready' ? scan(shift, till, served) : undefined;
    case 'scan-other':
      return isHere ? scan(shift, till, served) : undefined;
    case 'scan-again':
      return isHere ? till.scanAgain() : undefined;
    case 'scan-same':
      return isHere && served.lastCode !== null ? till.readCode(served.lastCode, 'wedge') : undefined;
    case 'back':
      return isHere ? till.back() : undefined;
    case 'next':
      return isHere ? till.nextCustomer() : undefined;
    case 'cancel':
      return till.cancel(saleId);
    case 'extend':
      return till.extend(saleId);
    case 'send-now':
      return till.sendNow();
    case 'finish':
      return finish(shift, till, served, isHere ? counter : null);
    case 'take':
      // Who has paid in cash, or begun anew here, does not pay the old sale at the next till.
      if (shift.ground.cash.has(plan.customer) || isServedElsewhere(shift, till, served)) return;
      shift.handOver(tablet.place, served);
      served.hasLeft = true;
      return;
    case 'cash':
    case 'trust':
      return isServedElsewhere(shift, till, served) ? undefined : choose(till, saleId, deed);
    case 'abandon':
    case 'keep':
    case 'give-back':
    case 'override':
      return choose(till, saleId, deed);
    case 'by-hand':
      return closeByHand(shift, till, saleId);
    case 'refund':
      return refund(shift, till, served, saleId);
    case 'again':
    case 'double-charge':
    case 'reload':
      return;
  }
}

/** The customer shows a code, and the scanner reads it. */
async function scan({ customers }: Shift, till: Till, served: Served): Promise<void> {
  const code = customers.show(served.plan, served.tries, served.dice.chance(0.25));
  served.tries += 1;
  served.lastCode = code;
  await till.readCode(code, 'camera');
}

/** What is offered for a sale, on the counter or in its detail. */
async function offered(till: Till, saleId: SaleId): Promise<readonly Action[]> {
  const { counter } = till.view();
  if (counter.name !== 'amount' && counter.saleId === saleId) return counter.actions;
  await till.showSale(saleId);
  const actions = till.view().detail?.actions ?? [];
  till.hideSale();
  return actions;
}

/** The customer's debt stands on another line of this till by now: nobody settles an old one with open eyes. */
function isServedElsewhere({ ground }: Shift, till: Till, { plan, saleId }: Served): boolean {
  const { roll, counter } = till.view();
  const others = [
    ...roll.lines.map((line) => line.saleId),
    counter.name === 'amount' ? null : counter.saleId,
  ];
  return others.some(
    (other) => other !== null && other !== saleId && ground.saleCustomer.get(other) === plan.customer,
  );
}

/** Who has seen "Paid" at another till shows no code here, where a sale was begun anew meanwhile. */
function hasPaidNextDoor({ ground, tablet }: Shift, { plan, saleId }: Served): boolean {
  const isTheirs = (each: Followed): boolean => each.customer === plan.customer && each.saleId !== saleId;
  return [...ground.attempts.values()].some(
    (each) => isTheirs(each) && each.till !== tablet.place && each.state === 'paid',
  );
}

type Choice = 'cash' | 'abandon' | 'trust' | 'keep' | 'give-back' | 'override';

/** Only what the screen offers: nobody pays twice with open eyes. */
async function choose(till: Till, saleId: SaleId, choice: Choice): Promise<void> {
  if (!(await offered(till, saleId)).includes(choice)) return;
  switch (choice) {
    case 'cash':
      return till.tookCash(saleId);
    case 'abandon':
      return till.abandon(saleId);
    case 'trust':
      return till.letGo(saleId);
    case 'keep':
    case 'give-back':
      await till.decide(saleId, choice === 'keep' ? 'keep' : 'return');
      return;
    case 'override':
      await till.override(saleId, WORD);
  }
}

/** The manager looks into the portal, and says that nothing is kept only where nothing is. */
async function closeByHand({ gateway, tablet }: Shift, till: Till, saleId: SaleId): Promise<void> {
  const attempt = tablet.attemptsOf(saleId).at(-1);
  if (!attempt || (gateway.book().get(attempt.reference)?.keptMinor ?? 0) > 0) return;
  await till.closeByHand(attempt.reference, WORD);
}

/** A part or all of it goes back to the customer. */
async function refund({ story }: Shift, till: Till, served: Served, saleId: SaleId): Promise<void> {
  const line = till.view().roll.lines.find((each) => each.saleId === saleId);
  if (line?.state !== 'paid' && line?.state !== 'refunded-partly') return;
  const { amountMinor } = served.plan;
  const part = served.dice.chance(0.5) ? amountMinor : Math.ceil(amountMinor / served.dice.between(2, 4));
  story.count('refunds');
  await till.refund(saleId, part, WORD);
}

/** Looks at how it stands and does the natural thing. */
async function finish(shift: Shift, till: Till, served: Served, counter: Counter | null): Promise<void> {
  const { saleId, dice } = served;
  if (counter === null || counter.name === 'amount' || saleId === null) return;
  switch (counter.name) {
    case 'paid':
      return till.nextSale();
    case 'ready':
      return scan(shift, till, served);
    case 'declined':
    case 'closed':
    case 'returned':
      if (served.tries >= MOST_TRIES || dice.chance(0.3))
        return choose(
          till,
          saleId,
          dice.chance(0.5) && !isServedElsewhere(shift, till, served) ? 'cash' : 'abandon',
        );
      await till.scanAgain();
      return scan(shift, till, served);
    case 'differs':
      return choose(till, saleId, dice.chance(0.5) ? 'keep' : 'give-back');
    case 'in-doubt':
    case 'waiting':
      if (dice.chance(0.25)) return till.cancel(saleId);
      return dice.chance(0.3) ? till.nextCustomer() : undefined;
    default:
      return dice.chance(0.2) ? till.nextCustomer() : undefined;
  }
}
