/** What a manager is told of how fast the till is, from what is kept. */
import { describe, expect, it } from 'vitest';
import {
  withCellTime,
  type LevelCell,
  type LevelCells,
  type LevelDay,
} from '../../../src/contract/service-level.ts';
import { levelFigures } from '../../../src/till/level-figures.ts';

const answer = (wallet: LevelCell['wallet'], hour: number): LevelCell => ({
  kind: 'answer',
  wallet,
  hour,
  source: null,
});
const many =
  (cell: LevelCell, ms: number, count: number) =>
  (cells: LevelCells): LevelCells =>
    Array.from({ length: count }).reduce<LevelCells>((sum) => withCellTime(sum, cell, ms), cells);
const day = (name: string, ...fill: ReadonlyArray<(cells: LevelCells) => LevelCells>): LevelDay => ({
  day: name,
  cells: fill.reduce<LevelCells>((cells, add) => add(cells), {}),
});
const figures = (days: readonly LevelDay[], count = 1) => levelFigures(days, '2026-10-12', count);

describe('the figures of a day', () => {
  it('tell too few to say anything by their count alone', () => {
    const { answer: told } = figures([day('2026-10-12', many(answer('alipay', 9), 1_000, 4))]);
    expect(told).toMatchObject({ count: 4, p50: null, p95: null, slowest: null });
    expect(told.hours).toEqual([{ name: 9, count: 4, p50: null, p95: null }]);
  });

  it('tell half and 19 of 20 from five on', () => {
    const { answer: told } = figures([
      day('2026-10-12', many(answer('alipay', 9), 1_000, 19), many(answer('alipay', 9), 8_000, 1)),
    ]);
    expect(told).toMatchObject({ count: 20, p50: 987, p95: 987 });
    const more = figures([
      day('2026-10-12', many(answer('alipay', 9), 1_000, 18), many(answer('alipay', 9), 8_000, 2)),
    ]);
    expect(more.answer).toMatchObject({ p50: 987, p95: 7_896 });
  });

  it('name the slowest wallet and hour, and put the slowest wallet first', () => {
    const { answer: told } = figures([
      day(
        '2026-10-12',
        many(answer('alipay', 9), 600, 30),
        many(answer('alipay', 12), 2_400, 6),
        many(answer('wechat', 12), 900, 12),
        many(answer('venmo', 12), 9_000, 4),
      ),
    ]);
    expect(told.slowest).toEqual({ wallet: 'alipay', hour: 12, p50: 2_348 });
    expect(told.wallets.map(({ name, count }) => `${name} ${count}`)).toEqual([
      'wechat 12',
      'alipay 36',
      'venmo 4',
    ]);
  });

  it('name nobody where there is nothing to compare with', () => {
    expect(figures([day('2026-10-12', many(answer('alipay', 9), 600, 30))]).answer.slowest).toBeNull();
  });

  it('show an hour without a sale as a gap between others', () => {
    const { answer: told } = figures([
      day('2026-10-12', many(answer('alipay', 9), 600, 5), many(answer('alipay', 12), 600, 5)),
    ]);
    expect(told.hours.map(({ name, count }) => [name, count])).toEqual([
      [9, 5],
      [10, 0],
      [11, 0],
      [12, 5],
    ]);
  });

  it('keep reading, answer, confirming and doubt apart, and reading by its way', () => {
    const read = { kind: 'read', wallet: 'alipay', hour: 9 } as const;
    const told = figures([
      day(
        '2026-10-12',
        many({ ...read, source: 'camera' }, 3_000, 6),
        many({ ...read, source: 'wedge' }, 1_000, 5),
        many({ ...read, source: null }, 1_000, 1),
        many({ ...read, kind: 'doubt', source: null }, 10_000, 1),
      ),
    ]);
    expect(told.read.count).toBe(12);
    expect(told.read.sources.map(({ name, count }) => `${name} ${count}`)).toEqual(['camera 6', 'wedge 5']);
    expect([told.answer.count, told.confirm.count, told.doubt.count]).toEqual([0, 0, 1]);
  });

  it('leave out what a later version has written', () => {
    expect(figures([{ day: '2026-10-12', cells: { 'nap alipay 9': { 3: 7 } } }]).answer.count).toBe(0);
  });
});

describe('the figures of several days', () => {
  const days = ['2026-09-12', '2026-09-13', '2026-10-05', '2026-10-06', '2026-10-12', '2026-10-13'].map(
    (name) => day(name, many(answer('alipay', 9), 600, 10)),
  );

  it.each([
    [1, 10],
    [7, 20],
    [30, 40],
  ])('of the last %i have %i', (count, expected) => {
    expect(figures(days, count).answer.count).toBe(expected);
  });

  it('go back over the day on which the clock was changed', () => {
    const around = ['2026-10-31', '2026-11-01', '2026-11-02'].map((name) =>
      day(name, many(answer('alipay', 1), 600, 5)),
    );
    expect(levelFigures(around, '2026-11-02', 3).answer.count).toBe(15);
    expect(levelFigures(around, '2026-11-02', 2).answer.count).toBe(10);
  });
});
