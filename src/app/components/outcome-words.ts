/** Why an act was not done, in one sentence. */
import type { Catalogue } from '../../i18n/catalogue.ts';

/** The sentence for an outcome's code. A refund without an answer may be on its way: silence is no news (law 10). */
export function outcomeWords(code: string, words: Catalogue, isRefund = false): string {
  if (code === 'pin-differ') return words.pin.differ;
  if (code === 'silent' && isRefund) return words.refundSilent;
  const known: Partial<Record<string, string>> = words.outcome;
  return known[code] ?? words.outcomeOther;
}
