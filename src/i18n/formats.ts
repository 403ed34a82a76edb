/** Times, counts and seconds for people, by `Intl`; money is written by core/money (`formatMoney`). */
import type { EpochMs } from '../core/ports.ts';

/** Making an `Intl` formatter costs more than using it a hundred times, and the roll uses it on every line. */
const made = new Map<string, Intl.DateTimeFormat>();

function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = made.get(key);
  if (known) return known;
  const fresh = new Intl.DateTimeFormat(locale, options);
  made.set(key, fresh);
  return fresh;
}

/** "14:06" in the shop's zone. The 24-hour clock in every language: one width, so that columns of the roll align. */
export function formatTime(at: EpochMs, timeZone: string, locale: string): string {
  return formatter(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }).format(at);
}

/** "14:06:12" in the shop's zone. */
export function formatTimeWithSeconds(at: EpochMs, timeZone: string, locale: string): string {
  return formatter(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZone,
  }).format(at);
}

/** "Nov 24, 2026" in the shop's zone. */
export function formatDate(at: EpochMs, timeZone: string, locale: string): string {
  return formatter(locale, { dateStyle: 'medium', timeZone }).format(at);
}

/** "14:06 EST": the time with its zone, as a receipt needs it. */
export function formatTimeWithZone(at: EpochMs, timeZone: string, locale: string): string {
  return formatter(locale, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
    timeZoneName: 'short',
  }).format(at);
}

/** Whole seconds left until `endsAt`, counted up, never below 0: "1" is shown until the last moment has passed. */
export function secondsLeft(endsAt: EpochMs, now: EpochMs): number {
  return Math.max(0, Math.ceil((endsAt - now) / 1000));
}

/** "0:08", "12:05": time that has passed or is left, as a stopwatch writes it. Never below zero. */
export function formatSpan(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** English endings of an ordinal, by the class that `Intl.PluralRules` puts a number in. */
const ENDINGS: Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> = { one: 'st', two: 'nd', few: 'rd' };

/** "3rd" in English; a language that writes no ending gets the bare number. */
export function formatOrdinal(count: number, locale: string): string {
  const written = formatCount(count, locale);
  if (!locale.startsWith('en')) return written;
  return written + (ENDINGS[new Intl.PluralRules(locale, { type: 'ordinal' }).select(count)] ?? 'th');
}

/** A count with the language's own grouping: "1,204". The roll asks with every key; browsers keep this one's format. */
export function formatCount(count: number, locale: string): string {
  return count.toLocaleString(locale);
}

/** "7.4": ms as seconds with one decimal place. */
export function formatSeconds(ms: number, locale: string): string {
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return new Intl.NumberFormat(locale, digits).format(ms / 1000);
}
