/** What came to the webhook's address since the start: counted in memory, shown to managers. */
import type { EpochMs } from '../core/ports.ts';

/** One proxy's counts. */
export interface WebhookCounts {
  /** Signed ones, repeated ones among them. */
  accepted: number;
  /** Word for word as one before: the gateway missed our answer, or somebody plays it again. */
  repeated: number;
  badSignature: number;
  malformed: number;
  /** When the last signed one came; null: none did. */
  lastAt: EpochMs | null;
}

/** Nothing came yet. */
export function makeWebhookCounts(): WebhookCounts {
  return { accepted: 0, repeated: 0, badSignature: 0, malformed: 0, lastAt: null };
}
