/** The shop's calendar: its midnight, also where a day has 23 or 25 hours. */
import { describe, expect, it } from 'vitest';
import { dayOf, nextMidnight } from '../../../src/core/shop-day.ts';

describe('the shop’s next midnight', () => {
  it.each([
    ['2026-10-12T09:30:00Z', 'America/New_York', '2026-10-13T04:00:00.000Z'],
    ['2026-10-12T09:30:00Z', 'Asia/Shanghai', '2026-10-12T16:00:00.000Z'],
    ['2026-10-12T09:30:00Z', 'UTC', '2026-10-13T00:00:00.000Z'],
    ['2026-11-01T12:00:00Z', 'America/New_York', '2026-11-02T05:00:00.000Z'],
    ['2026-11-01T04:00:00Z', 'America/New_York', '2026-11-02T05:00:00.000Z'],
    ['2026-03-08T05:00:00Z', 'America/New_York', '2026-03-09T04:00:00.000Z'],
    ['2026-10-12T09:30:00Z', 'No/Such_Zone', '2026-10-13T00:00:00.000Z'],
  ])('after %s in %s is %s', (at, zone, expected) => {
    expect(new Date(nextMidnight(Date.parse(at), zone)).toISOString()).toBe(expected);
  });
  it('begins another day', () => {
    const midnight = nextMidnight(Date.parse('2026-10-12T09:30:00Z'), 'Asia/Kolkata');
    expect(dayOf(midnight - 1, 'Asia/Kolkata')).toBe('2026-10-12');
    expect(dayOf(midnight, 'Asia/Kolkata')).toBe('2026-10-13');
  });
});
