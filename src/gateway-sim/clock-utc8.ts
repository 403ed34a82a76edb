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
