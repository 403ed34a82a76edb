/** The hour on the shop's wall, also on the days on which its clock is changed. */
import { describe, expect, it } from 'vitest';
import { hourOf } from '../../../src/core/shop-hour.ts';

describe('the shop’s hour', () => {
  it.each([
    ['2026-10-12T16:59:59Z', 'America/New_York', 12],
    ['2026-10-12T04:00:00Z', 'America/New_York', 0],
    ['2026-10-12T09:30:00Z', 'Asia/Kolkata', 15],
    ['2026-10-12T23:59:59Z', 'UTC', 23],
    ['2026-10-12T09:30:00Z', 'No/Such_Zone', 9],
    // put forward at two: two o'clock there never is
    ['2026-03-08T06:59:59Z', 'America/New_York', 1],
    ['2026-03-08T07:00:00Z', 'America/New_York', 3],
    // put back at two: one o'clock there is twice, and is one hour
    ['2026-11-01T05:30:00Z', 'America/New_York', 1],
    ['2026-11-01T06:30:00Z', 'America/New_York', 1],
    ['2026-11-01T07:00:00Z', 'America/New_York', 2],
  ])('at %s in %s is %i', (at, zone, expected) => {
    expect(hourOf(Date.parse(at), zone)).toBe(expected);
  });

  it.each([
    ['2026-03-08T05:00:00Z', 23],
    ['2026-11-01T04:00:00Z', 24],
    ['2026-10-12T04:00:00Z', 24],
  ])('goes through every hour there is of the day that begins at %s', (midnight, count) => {
    const hours = Array.from({ length: count }, (_, index) =>
      hourOf(Date.parse(midnight) + index * 3_600_000, 'America/New_York'),
    );
    expect(hours.every((hour, index) => index === 0 || hour >= (hours[index - 1] ?? 24))).toBe(true);
  });
});
