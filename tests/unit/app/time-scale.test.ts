/** The scale of a chart of times: round lines, every bar within it, and none crushed by one long wait. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { along, timeScale } from '../../../src/app/components/time-scale.ts';

const timed = (p50: number, p95: number) => ({ p50, p95 });

describe('a chart’s scale', () => {
  it.each([
    [[timed(600, 900)], [500, 1_000]],
    [[timed(900, 2_400)], [1_000, 2_000, 3_000]],
    [[timed(40, 90)], [100]],
    [[timed(3_900, 11_000)], [5_000, 10_000, 15_000]],
    [[{ p50: null, p95: null }], [100]],
    [[], [100]],
  ])('of %j has lines at %j', (all, lines) => {
    expect(timeScale(all)).toEqual({ top: lines.at(-1), lines });
  });

  it('leaves a line that is far longer than every bar open at its end', () => {
    const scale = timeScale([timed(500, 60_000), timed(1_000, 1_500)]);
    expect(scale.top).toBe(3_000);
    expect([along(scale, 60_000), along(scale, 1_500)]).toEqual([1, 0.5]);
  });

  it('holds every bar, the longest at a fifth of its height at least, under one to three lines', () => {
    const pair = fc
      .tuple(fc.integer({ min: 10, max: 3_600_000 }), fc.integer({ min: 0, max: 3_600_000 }))
      .map(([p50, more]) => timed(p50, Math.min(3_600_000, p50 + more)));
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1 }), (all) => {
        const { top, lines } = timeScale(all);
        const longest = Math.max(...all.map(({ p50 }) => p50));
        expect(top).toBeGreaterThanOrEqual(longest);
        expect(lines.length).toBeGreaterThanOrEqual(1);
        expect(lines.length).toBeLessThanOrEqual(3);
        expect(top).toBeLessThanOrEqual(Math.max(300, 5 * longest));
      }),
    );
  });
});
