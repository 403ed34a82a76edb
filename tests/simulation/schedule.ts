/** A schedule: everything that people and bad luck will do, drawn from a seed as plain data that can shrink. */
import { Dice, seedFor } from '../fakes/dice.ts';
import { drawFaults, type Fault } from './faults.ts';
import { drawSale, type SalePlan } from './people.ts';

/** One tablet. */
export interface TillPlan {
  /** Its wall is off by this much from the start, ms. */
  readonly skewMs: number;
  /** Its browser has Web Locks. */
  readonly hasLocks: boolean;
}

/** One story. Times are true ms since it began. */
export interface Plan {
  /** Feeds what is not planned: ids, latencies, the order of things due together. */
  readonly seed: number;
  /** Wall time at the beginning. */
  readonly startAt: number;
  readonly tills: readonly TillPlan[];
  readonly proxySkewMs: number;
  readonly hasWebhooks: boolean;
  /** The practice gateway's switches that differ from its defaults. */
  readonly gateway: Readonly<Record<string, string | number | boolean>>;
  readonly sales: readonly SalePlan[];
  readonly faults: readonly Fault[];
  /** When bad luck ends: the network is back and everybody is alive. */
  readonly calmAt: number;
}

const MINUTE = 60_000;
/** Monday 12 October 2026, 09:30 UTC. */
const MORNING = Date.UTC(2026, 9, 12, 9, 30);
/** The same day, 23:55 at the gateway (UTC+8). */
const BEFORE_MIDNIGHT = Date.UTC(2026, 9, 12, 15, 55);
/** The shortest story, ms. */
const SHORTEST = 3 * MINUTE;

/** Draws the plan of a seed. */
export function drawPlan(seed: number): Plan {
  const dice = new Dice(seedFor(seed, 'plan'));
  const tillCount = dice.chance(0.62) ? 1 : dice.chance(0.75) ? 2 : 3;
  const saleCount = Math.max(tillCount, 1 + Math.floor(dice.roll() ** 2 * 6));
  const tills = Array.from({ length: tillCount }, () => ({
    skewMs: dice.chance(0.25) ? dice.between(-180_000, 180_000) : dice.between(-1_500, 1_500),
    hasLocks: dice.chance(0.8),
  }));
  const sales = drawSales(dice, saleCount, tillCount);
  const calmAt = Math.max(SHORTEST, ...sales.map(({ at, acts }) => at + 20_000 + (acts.at(-1)?.after ?? 0)));
  return {
    seed,
    startAt: dice.chance(0.2) ? BEFORE_MIDNIGHT + dice.between(0, 4 * MINUTE) : MORNING,
    tills,
    proxySkewMs: dice.chance(0.2) ? dice.between(-120_000, 120_000) : dice.between(-300, 300),
    hasWebhooks: dice.chance(0.6),
    gateway: drawSwitches(dice),
    sales,
    faults: drawFaults(dice, { sales, tillCount, calmAt }),
    calmAt,
  };
}

/** Each till serves one customer after the other; now and then two follow so close that the first is still open. */
function drawSales(dice: Dice, count: number, tillCount: number): SalePlan[] {
  const free = Array.from({ length: tillCount }, () => dice.between(1_000, 20_000));
  return Array.from({ length: count }, (_, customer) => {
    const till = dice.between(0, tillCount - 1);
    const at = free[till] ?? 0;
    const gap = dice.chance(0.6) ? dice.between(8_000, 40_000) : dice.between(40_000, 140_000);
    free[till] = at + gap;
    return drawSale(dice, { till, at, customer });
  });
}

/** What pockyt.md leaves open about the real gateway: another one in every story. */
function drawSwitches(dice: Dice): Plan['gateway'] {
  const switches: Record<string, string | number | boolean> = {};
  const rarely = (name: string, values: readonly (string | number | boolean)[]): void => {
    if (dice.chance(0.08)) switches[name] = dice.pick(values);
  };
  rarely('badCode', ['000080', '000023']);
  rarely('duplicateReference', ['000022']);
  rarely('refusalHttpStatus', [400]);
  rarely('declineReason', ['nowhere']);
  rarely('queryLagMs', [1_500, 6_000]);
  rarely('afterClosed', ['may-still-pay']);
  rarely('cancelUnpaid', ['refused', 'says-so-only']);
  rarely('cancelPaid', ['refused', 'says-so-only']);
  rarely('cancelUntil', ['always']);
  rarely('cancelEvidence', ['refund-info', 'void-amount', 'none']);
  rarely('refund', ['refused', 'says-so-only', 'slow']);
  rarely('repeatedRefund', ['000023', 'refunds-again']);
  rarely('overRefund', ['000040']);
  rarely('afterFullRefund', ['closed', 'refunded']);
  rarely('refundAnswerAmount', ['refund']);
  rarely('refundWebhook', ['refund-fields', 'none']);
  return switches;
}
