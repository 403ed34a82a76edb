/** The name of an exported journal: which till, which day. */
import type { EpochMs } from '../../core/ports.ts';

/** `pling-till-a-2026-11-24.json`; the day is the shop's. */
export function exportName(tillName: string, now: EpochMs, timeZone: string): string {
  const name = tillName
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '');
  // Swedish writes a date as a file wants it: 2026-11-24.
  const day = new Intl.DateTimeFormat('sv', { dateStyle: 'short', timeZone }).format(now);
  return `pling-${name === '' ? 'till' : name}-${day}.json`;
}
