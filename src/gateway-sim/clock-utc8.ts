/** The gateway's times: UTC+8, whatever the shop's time zone (pockyt.md §1). */

const EIGHT_HOURS_MS = 8 * 3_600_000;

/** `yyyy-MM-dd HH:mm:ss` of an epoch in ms. */
export function wireTime(epochMs: number): string {
  return new Date(epochMs + EIGHT_HOURS_MS).toISOString().slice(0, 19).replace('T', ' ');
}

/** `yyyyMMddHHmmss`, as webhooks write it (pockyt.md §3). */
export function webhookTime(epochMs: number): string {
  return wireTime(epochMs).replaceAll(/\D/g, '');
}

/** `yyyyMMdd` of the gateway's own day. */
export function dayOf(epochMs: number): string {
  return webhookTime(epochMs).slice(0, 8);
}

/** When that day (`yyyyMMdd`) begins, epoch ms, or null for a text that is no day. */
export function startOfDay(day: string): number | null {
  const at = Date.parse(day.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3T00:00:00Z')) - EIGHT_HOURS_MS;
  // Date.parse also reads other texts, and 31 February.
  return Number.isNaN(at) || dayOf(at) !== day ? null : at;
}
