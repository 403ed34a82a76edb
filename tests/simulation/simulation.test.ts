/** Whatever bad luck comes, the laws hold: every schedule that once broke one, fifty fresh ones, and the replay. */
import { describe, expect, test } from 'vitest';
import { REGRESSIONS } from './regressions.ts';
import { openDatabases, runOne } from './run-one.ts';
import { drawPlan, type Plan } from './schedule.ts';

const SEEDS = Array.from({ length: 50 }, (_, index) => index + 1);
const databases = openDatabases();

async function violationsOf(plan: Plan): Promise<readonly unknown[]> {
  return (await runOne(plan, databases)).violations;
}

describe('a schedule that once broke a law', () => {
  test.each(REGRESSIONS)('$showed', async ({ plan }) => {
    expect(await violationsOf(plan)).toEqual([]);
  });
  test('each is named once', () => {
    const names = REGRESSIONS.map(({ showed }) => showed);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('fresh schedules', () => {
  test.each(SEEDS)('seed %i', async (seed) => {
    expect(await violationsOf(drawPlan(seed))).toEqual([]);
  });
});

test('a seed tells the same story every time, to the last byte', async () => {
  const told = async (): Promise<string> => (await runOne(drawPlan(7), databases, true)).trace.join('\n');
  const first = await told();
  await runOne(drawPlan(8), databases);
  expect(await told()).toBe(first);
  expect(first.length).toBeGreaterThan(5_000);
});

test('a plan is plain data: written down and read again it is the same schedule', async () => {
  const plan = drawPlan(11);
  expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
});
