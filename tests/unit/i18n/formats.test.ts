/** Times, counts and seconds as a cashier reads them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatCount,
  formatDate,
  formatTime,
  formatTimeWithSeconds,
  formatTimeWithZone,
  secondsLeft,
} from '../../../src/i18n/formats.ts';

const NOON_IN_LONDON = Date.UTC(2026, 10, 24, 12, 5, 9);

describe('a time', () => {
  it.each([
    ['Europe/London', '12:05'],
    ['America/New_York', '07:05'],
    ['Asia/Shanghai', '20:05'],
  ])('is the one of the shop, in %s %s', (zone, time) => {
    expect(formatTime(NOON_IN_LONDON, zone, 'en')).toBe(time);
    expect(formatTime(NOON_IN_LONDON, zone, 'zh-Hans')).toBe(time);
  });

  it('is written on the 24-hour clock, midnight as 00', () => {
    expect(formatTime(Date.UTC(2026, 10, 24), 'UTC', 'en')).toBe('00:00');
  });

  it('carries seconds where a step of a sale is told', () => {
    expect(formatTimeWithSeconds(NOON_IN_LONDON, 'UTC', 'en')).toBe('12:05:09');
  });

  it('carries its zone on a receipt', () => {
    expect(formatTimeWithZone(NOON_IN_LONDON, 'America/New_York', 'en')).toBe('07:05 EST');
  });
});

describe('a date', () => {
  it('is the one of the shop, not of the tablet', () => {
    const lateInNewYork = Date.UTC(2026, 10, 25, 3);
    expect(formatDate(lateInNewYork, 'America/New_York', 'en')).toBe('Nov 24, 2026');
    expect(formatDate(lateInNewYork, 'Asia/Shanghai', 'en')).toBe('Nov 25, 2026');
    expect(formatDate(lateInNewYork, 'America/New_York', 'zh-Hans')).toBe('2026年11月24日');
  });
});

describe('a countdown', () => {
  it('shows 1 until the last moment has passed', () => {
    expect(secondsLeft(10_000, 9_999)).toBe(1);
    expect(secondsLeft(10_000, 10_000)).toBe(0);
  });

  it('never goes below nothing and never grows', () => {
    fc.assert(
      fc.property(fc.nat(1e9), fc.nat(1e9), fc.nat(1e6), (end, now, later) => {
        const left = secondsLeft(end, now);
        expect(left).toBeGreaterThanOrEqual(0);
        expect(secondsLeft(end, now + later)).toBeLessThanOrEqual(left);
      }),
    );
  });
});

describe('a count', () => {
  it('is grouped as the language groups', () => {
    expect(formatCount(1204, 'en')).toBe('1,204');
  });
});
