/** How fast the till was, kept in a real browser: by day, by two tabs at once, never more than it may. */
import { deleteDB, openDB } from 'idb';
import { afterEach, describe, expect, it } from 'vitest';
import type { LevelCells } from '../../../src/contract/service-level.ts';
import { LEVEL_DAYS, openLevelShelf } from '../../../src/journal/level-shelf.ts';
import { levelDays } from '../../fakes/level-days.ts';

const NAME = `level-test-${performance.timeOrigin.toFixed(0)}`;
const ONE: LevelCells = { 'answer alipay 12': { 50: 1 } };

afterEach(() => deleteDB(NAME));

describe('the shelf', () => {
  it('keeps what was added, across a reload', async () => {
    await openLevelShelf(NAME).add('2026-10-12', ONE);
    await openLevelShelf(NAME).add('2026-10-11', ONE);
    expect(await openLevelShelf(NAME).days()).toEqual([
      { day: '2026-10-11', cells: ONE },
      { day: '2026-10-12', cells: ONE },
    ]);
  });

  it('loses nothing of two tabs that add at the same moment', async () => {
    const [one, other] = [openLevelShelf(NAME), openLevelShelf(NAME)];
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        (index % 2 === 0 ? one : other).add('2026-10-12', { 'answer alipay 12': { [index % 4]: 1 } }),
      ),
    );
    expect(await openLevelShelf(NAME).days()).toEqual([
      { day: '2026-10-12', cells: { 'answer alipay 12': { 0: 10, 1: 10, 2: 10, 3: 10 } } },
    ]);
  });

  it('keeps the latest ninety days of a busy shop in a few megabytes', async () => {
    const shelf = openLevelShelf(NAME);
    const days = levelDays(LEVEL_DAYS + 5);
    for (const { day, cells } of days) await shelf.add(day, cells);
    const kept = await shelf.days();
    expect(kept.map(({ day }) => day)).toEqual(days.slice(5).map(({ day }) => day));
    expect(JSON.stringify(kept).length).toBeLessThan(2_000_000);
  });

  it('leaves out a day that is damaged, and counts it anew', async () => {
    await openLevelShelf(NAME).add('2026-10-12', ONE);
    const db = await openDB(NAME, 1);
    await db.put('days', { 'answer alipay 12': { 50: 'many' } }, '2026-10-12');
    db.close();
    expect(await openLevelShelf(NAME).days()).toEqual([{ day: '2026-10-12', cells: {} }]);
    await openLevelShelf(NAME).add('2026-10-12', ONE);
    expect(await openLevelShelf(NAME).days()).toEqual([{ day: '2026-10-12', cells: ONE }]);
  });

  it('rejects, and leaves it as it is, where a later Pling has written it', async () => {
    (await openDB(NAME, 2)).close();
    await expect(openLevelShelf(NAME).add('2026-10-12', ONE)).rejects.toThrow('version');
    await expect(openLevelShelf(NAME).days()).rejects.toThrow('version');
  });
});
