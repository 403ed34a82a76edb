/** Bad luck: every kind of it, when it strikes and how often, as plain data. Who applies it reads it here. */
import type { Dice } from '../fakes/dice.ts';
import type { SalePlan } from './people.ts';

/** What can become of one letter between till and proxy, or between proxy and gateway. */
export const LETTER_FAULTS = [
  'request-lost',
  'answer-lost',
  'late-request',
  'late-answer',
  'twice',
  'refused',
  'error-after',
  'garbage',
] as const;
/** One of them. */
export type LetterFault = (typeof LETTER_FAULTS)[number];

/** Faults of the practice gateway (gateway-sim/fault-kinds.ts) that the network does not play already. */
export const SIM_FAULTS = [
  'ret-code',
  'unknown-status',
  'crossed',
  'not-yet',
  'stale-query',
  'success-after-closed',
  'other-amount',
  'cancel-refused',
  'cancel-lies',
  'refund-refused',
  'refund-lies',
  'refund-slow',
  'webhook-early',
  'webhook-late',
  'webhook-twice',
  'webhook-never',
  'webhook-forged',
] as const;
/** One of them. */
export type SimFault = (typeof SIM_FAULTS)[number];

/** Everything that can go wrong, by who suffers it. */
export type FaultKind =
  | `till-${LetterFault}`
  | `gateway-${LetterFault}`
  /** a leg is down for `ms`: refused, silent, or somebody else answers */
  | 'till-outage-refused'
  | 'till-outage-silent'
  | 'till-outage-portal'
  | 'gateway-outage-refused'
  | 'gateway-outage-silent'
  | 'stream-cut'
  | 'stream-stall'
  | 'hook-request-lost'
  | 'hook-answer-lost'
  | 'hook-late-request'
  | 'hook-twice'
  | 'hook-forged'
  /** a webhook that was delivered comes once more, as it was */
  | 'hook-replayed'
  /** what the practice gateway itself plays */
  | `sim-${SimFault}`
  /** the proxy dies at its `n`-th call of a port from then on and comes back after `ms` */
  | 'proxy-kill'
  /** it is set back to a copy taken `ms` before; by the command, or (n even) by hand, without a new epoch */
  | 'proxy-restore'
  /** a second one, made from a copy, lives beside it for `ms`, and then alone */
  | 'proxy-two'
  /** for `ms` another shop answers at the same address */
  | 'proxy-realm'
  | 'till-kill'
  | 'till-sleep'
  | 'till-hidden'
  /** a second tab is opened and one of the two is closed after `ms` */
  | 'till-tab'
  /** the page is loaded anew as soon as the till is not busy */
  | 'till-update'
  /** somebody signs the tablet out, which is refused while anything is unfinished, and pairs it again after `ms` */
  | 'till-leaves'
  | 'till-clock'
  | 'proxy-clock'
  | 'store-full'
  | 'store-slow';

/** One piece of bad luck. `till`, `call` null: whichever comes first. */
export interface Fault {
  readonly kind: FaultKind;
  /** From then on, true ms since the beginning. */
  readonly at: number;
  readonly till: number | null;
  readonly call: string | null;
  /** How many letters it strikes. */
  readonly times: number;
  /** How long or how much, ms. */
  readonly ms: number;
  /** Which one of several: the n-th call. */
  readonly n: number;
}

/** What faults are drawn for. */
export interface FaultGround {
  readonly sales: readonly SalePlan[];
  readonly tillCount: number;
  readonly calmAt: number;
}

const WEIGHTS: Readonly<Record<FaultKind, number>> = {
  'till-request-lost': 4,
  'till-answer-lost': 8,
  'till-late-request': 5,
  'till-late-answer': 4,
  'till-twice': 4,
  'till-refused': 3,
  'till-error-after': 4,
  'till-garbage': 2,
  'gateway-request-lost': 4,
  'gateway-answer-lost': 8,
  'gateway-late-request': 5,
  'gateway-late-answer': 5,
  'gateway-twice': 2,
  'gateway-refused': 2,
  'gateway-error-after': 4,
  'gateway-garbage': 3,
  'till-outage-refused': 4,
  'till-outage-silent': 5,
  'till-outage-portal': 1,
  'gateway-outage-refused': 2,
  'gateway-outage-silent': 4,
  'stream-cut': 3,
  'stream-stall': 2,
  'hook-request-lost': 1,
  'hook-answer-lost': 1,
  'hook-late-request': 2,
  'hook-twice': 1,
  'hook-forged': 2,
  'hook-replayed': 1,
  'sim-ret-code': 2,
  'sim-unknown-status': 2,
  'sim-crossed': 2,
  'sim-not-yet': 3,
  'sim-stale-query': 3,
  'sim-success-after-closed': 5,
  'sim-other-amount': 2,
  'sim-cancel-refused': 4,
  'sim-cancel-lies': 2,
  'sim-refund-refused': 2,
  'sim-refund-lies': 1,
  'sim-refund-slow': 2,
  'sim-webhook-early': 2,
  'sim-webhook-late': 1,
  'sim-webhook-twice': 1,
  'sim-webhook-never': 1,
  'sim-webhook-forged': 1,
  'proxy-kill': 6,
  'proxy-restore': 2,
  'proxy-two': 1,
  'proxy-realm': 1,
  'till-kill': 8,
  'till-sleep': 2,
  'till-hidden': 1,
  'till-tab': 2,
  'till-update': 1,
  'till-leaves': 1,
  'till-clock': 3,
  'proxy-clock': 2,
  'store-full': 2,
  'store-slow': 2,
};

/** Every kind, for the table of coverage. */
export const FAULT_KINDS = Object.keys(WEIGHTS) as FaultKind[];

const TILL_CALLS = [
  ...['open', 'pay', 'pay', 'pay', 'ask', 'cancel', 'close', 'settle', 'refunds', 'decide', 'take', 'live'],
  null,
] as const;
const GATEWAY_CALLS = ['add', 'pay', 'pay', 'tran-query', 'cancel', 'cancel', 'refund', null] as const;

/** Draws more than one fault a sale, most of them while somebody is served. */
export function drawFaults(dice: Dice, ground: FaultGround): Fault[] {
  const count = ground.sales.length + dice.between(1, ground.sales.length + 1);
  // Every story has its own bad weather: what strikes more than once meets its own consequences.
  const weather = [dice.weigh(WEIGHTS), dice.weigh(WEIGHTS)];
  return Array.from({ length: count }, (_, index) => {
    const sale = index < ground.sales.length ? ground.sales[index] : dice.pick(ground.sales);
    const kind = dice.chance(0.35) ? dice.pick(weather) : dice.weigh(WEIGHTS);
    return drawFault(dice, kind, sale ?? dice.pick(ground.sales), ground.calmAt);
  }).sort((a, b) => a.at - b.at);
}

function drawFault(dice: Dice, kind: FaultKind, sale: SalePlan, calmAt: number): Fault {
  const at = Math.min(calmAt - 1_000, sale.at + dice.between(-500, dice.chance(0.7) ? 9_000 : 70_000));
  const till = dice.chance(0.85) ? sale.till : null;
  const calls = kind.startsWith('gateway-') ? GATEWAY_CALLS : TILL_CALLS;
  return {
    kind,
    at: Math.max(0, at),
    till,
    call: dice.pick(calls),
    times: dice.chance(0.7) ? 1 : dice.between(2, 4),
    ms: drawMs(dice, kind),
    n: dice.between(1, kind === 'proxy-kill' ? 40 : 6),
  };
}

/** How long: seconds for a letter and a leg, minutes for a clock, short for a process that starts again. */
function drawMs(dice: Dice, kind: FaultKind): number {
  if (kind.endsWith('-clock'))
    return (dice.chance(0.5) ? 1 : -1) * dice.pick([700, 5_000, 90_000, 3_600_000]);
  if (kind.endsWith('-kill'))
    return dice.chance(0.6) ? dice.between(200, 3_000) : dice.between(3_000, 60_000);
  if (kind === 'till-leaves') return dice.between(500, 5_000);
  // Now and then the order of what was open in the copy has run out since.
  if (kind === 'proxy-restore')
    return dice.chance(0.8) ? dice.between(5_000, 120_000) : dice.between(120_000, 600_000);
  if (kind === 'proxy-two') return dice.between(5_000, 120_000);
  // What the gateway says for half a minute ends a known charge (ladder/gone-back.ts): a copy that lags more fools us.
  if (kind === 'sim-stale-query') return dice.between(500, 25_000);
  if (kind.startsWith('store')) return dice.between(500, 12_000);
  if (kind.includes('outage') || kind.includes('sleep') || kind.includes('hidden'))
    return dice.chance(0.6) ? dice.between(2_000, 20_000) : dice.between(20_000, 150_000);
  return dice.chance(0.6) ? dice.between(500, 9_000) : dice.between(9_000, 100_000);
}
