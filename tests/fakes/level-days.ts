/** How fast a till was, as its shelf keeps it: days of a shop that is open from 8 to 21, made by a rule. */
import type { ScanSource } from '../../src/core/payment-code.ts';
import {
  withCellTime,
  type LevelCell,
  type LevelCells,
  type LevelDay,
} from '../../src/contract/service-level.ts';
import type { Wallet } from '../../src/core/wallet.ts';
import type { ServiceLevel } from '../../src/till/service-level.ts';

/** The last of the days. */
export const LEVEL_TODAY = '2026-11-24';

/** How many customers come in each hour from 8 on. */
const CUSTOMERS = [4, 9, 14, 18, 34, 29, 16, 12, 11, 17, 24, 19, 8];
/** How often each wallet is shown, and how much slower than the quickest it answers. */
const WALLET_WAYS: readonly (readonly [Wallet, number, number])[] = [
  ['alipay', 0.46, 1],
  ['wechat', 0.32, 1.15],
  ['paypal', 0.14, 1.5],
  ['venmo', 0.08, 1.3],
];
const SOURCES: readonly ScanSource[] = ['camera', 'camera', 'camera', 'camera', 'wedge', 'typed'];

/** What a day is like: `slow` by how much answers take longer at noon, `silent` of a hundred are in doubt. */
interface Luck {
  readonly slow: number;
  readonly silent: number;
}

/** The last `count` days with ordinary or bad luck. */
export function levelDays(count: number, luck: Luck = { slow: 1.5, silent: 1 }): LevelDay[] {
  const last = Date.parse(`${LEVEL_TODAY}T00:00Z`);
  return Array.from({ length: count }, (_, back) => ({
    day: new Date(last - (count - 1 - back) * 86_400_000).toISOString().slice(0, 10),
    cells: cellsOfDay(luck, back),
  }));
}

/** A morning with three customers. */
export const LEVEL_FEW: readonly LevelDay[] = [
  { day: LEVEL_TODAY, cells: sales({ slow: 1, silent: 0 }, 'alipay', 9, 3, 1, 0) },
];

function cellsOfDay(luck: Luck, seed: number): LevelCells {
  return CUSTOMERS.reduce<LevelCells>(
    (day, customers, index) =>
      WALLET_WAYS.reduce<LevelCells>(
        (cells, [wallet, share, slower]) =>
          sales(luck, wallet, index + 8, Math.round(customers * share), slower, seed, cells),
        day,
      ),
    {},
  );
}

function sales(
  luck: Luck,
  wallet: Wallet,
  hour: number,
  count: number,
  slower: number,
  seed: number,
  cells: LevelCells = {},
): LevelCells {
  const noon = hour === 12 || hour === 13 ? luck.slow : 1;
  let sum = cells;
  const add = (kind: LevelCell['kind'], ms: number, source: ScanSource | null = null): void => {
    sum = withCellTime(sum, { kind, wallet, hour, source }, ms);
  };
  for (let n = 0; n < count; n += 1) {
    // Between 0 and 1, mostly low, now and then high: as waiting is.
    const wait = ((n * 37 + hour * 13 + seed * 29) % 100) / 100;
    const tail = wait ** 4;
    add('read', 1_900 + 2_400 * wait + 6_000 * tail, SOURCES[(n + hour + seed) % SOURCES.length] ?? null);
    add('answer', slower * noon * (420 + 380 * wait + 1_400 * tail));
    if ((n + hour) % 5 === 0) add('confirm', 5_200 + 7_000 * wait + 12_000 * tail);
    if ((n * 31 + hour * 7 + seed * 3) % 100 < luck.silent * noon) add('doubt', 1_500 + 9_000 * wait);
  }
  return sum;
}

/** A service level that knows those days. */
export function levelShowing(days: readonly LevelDay[]): ServiceLevel {
  return {
    begin: () => undefined,
    during: (_source, work) => work(),
    read: () => Promise.resolve({ isDone: true, days, today: LEVEL_TODAY }),
  };
}
