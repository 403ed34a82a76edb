/** A year of a shop's sales, as its till would have written them. Seeded: the same number of sales is the same year. */
import { money } from '../../../src/core/money/money.ts';
import type { EpochMs } from '../../../src/core/ports.ts';
import type { Wallet } from '../../../src/core/wallet.ts';
import { Dice, makeRandom } from '../../fakes/dice.ts';
import { Telling, type Opening, type Story } from './story.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** The morning after: nothing is sold yet. */
export const MORNING: EpochMs = Date.UTC(2026, 9, 13, 8);
/** Its day. */
export const TODAY = dayAt(MORNING);
/** The last day of the books, and its sales: the busiest of the year. */
export const BUSY_DAY = dayAt(MORNING - DAY_MS);
/** DESIGN §7. */
export const BUSY_SALES = 2_000;
const YEAR_DAYS = 365;

/** How sales go, out of a hundred. */
const WAYS = {
  'paid at once': 74,
  'paid after confirming': 12,
  'refused, then paid': 5,
  cash: 4,
  gone: 2,
  cancelled: 1.5,
  refunded: 1.5,
} as const;

const NOTES = [
  'Table 4',
  'Two coffees, one to take away',
  '三号桌',
  'Order 1187',
  'Birthday cake for Saturday',
];
const SHARES: Readonly<Partial<Record<Wallet, number>>> = { alipay: 40, wechat: 35, paypal: 15, line: 10 };

/** The sales of `total`, oldest first: a fifth of them, but no more than a busy day has, on the last day; one is unfinished. */
export function* makeBooks(total: number): Generator<Story> {
  const dice = new Dice(total);
  if (total === 0) return;
  const last = Math.min(BUSY_SALES, Math.ceil(total / 5));
  const earlier = total - last;
  for (let daysAgo = YEAR_DAYS; daysAgo >= 1; daysAgo -= 1) {
    const begun = Math.round((earlier * (YEAR_DAYS - daysAgo)) / (YEAR_DAYS - 1));
    const ended = Math.round((earlier * (YEAR_DAYS - daysAgo + 1)) / (YEAR_DAYS - 1));
    yield* makeDay(MORNING - daysAgo * DAY_MS, daysAgo === 1 ? last - 1 : ended - begun, dice);
  }
  yield tellOpening(MORNING - HOUR_MS, last, dice).told.read();
}

/** Sales of one day, between its opening and twelve hours later. */
export function* makeDay(opensAt: EpochMs, sales: number, dice: Dice): Generator<Story> {
  for (let n = 0; n < sales; n += 1)
    yield goOn(tellOpening(opensAt + Math.floor((n * 12 * HOUR_MS) / sales), n + 1, dice), dice);
}

/** A sale that has just begun. */
interface Begun {
  readonly told: Telling;
  readonly opening: Opening;
}

function tellOpening(at: EpochMs, count: number, dice: Dice): Begun {
  const opening: Opening = {
    number: `A-${String(count).padStart(4, '0')}`,
    day: dayAt(at),
    amount: money(dice.between(150, 9_999), 'USD'),
    note: dice.chance(0.2) ? dice.pick(NOTES) : '',
    wallet: dice.weigh(SHARES as Record<Wallet, number>),
  };
  return { told: new Telling(makeRandom(dice.word()), at, opening), opening };
}

function goOn({ told, opening: { amount } }: Begun, dice: Dice): Story {
  const way = dice.weigh(WAYS);
  switch (way) {
    case 'paid at once':
      return told.read().paid(700);
    case 'paid after confirming':
      return told
        .read()
        .news(800, { state: { name: 'waiting' } })
        .paid(9_000);
    case 'refused, then paid':
      return told.read().declinedThenAgain().read().paid(700);
    case 'cash':
      return told.settled('cash');
    case 'gone':
      return told.settled('abandoned');
    case 'cancelled':
      return told
        .read()
        .news(800, { state: { name: 'waiting' } })
        .cancelled();
    case 'refunded':
      return told
        .read()
        .paid(700)
        .refunded(HOUR_MS, money(dice.between(1, amount.minor), 'USD'), 'Broken cup');
  }
}

function dayAt(at: EpochMs): string {
  return new Date(at).toISOString().slice(0, 10);
}
