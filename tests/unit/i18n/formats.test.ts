/** Times, counts and seconds as a cashier reads them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatCount,
  formatDate,
  formatOrdinal,
  formatSpan,
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

describe('an ordinal', () => {
  it.each([
    [1, '1st'],
    [2, '2nd'],
    [3, '3rd'],
    [4, '4th'],
    [11, '11th'],
    [12, '12th'],
    [21, '21st'],
    [103, '103rd'],
  ])('of %i is %s in English and bare in Chinese', (count, written) => {
    expect(formatOrdinal(count, 'en')).toBe(written);
    expect(formatOrdinal(count, 'zh-Hans')).toBe(String(count));
  });
});

describe('a span', () => {
  it.each([
    [-5, '0:00'],
    [8_999, '0:08'],
    [65_000, '1:05'],
    [3_600_000, '60:00'],
  ])('of %i ms is written %s', (ms, written) => {
    expect(formatSpan(ms)).toBe(written);
  });
});
