/** Why a wallet said no, as far as it can be told. */

/** The closed list of reasons a screen has a sentence for. */
export const DECLINE_REASONS = [
  'funds',
  'risk',
  'code-expired',
  'code-used',
  'customer-refused',
  'unknown',
] as const;
/** One reason. */
export type DeclineReason = (typeof DECLINE_REASONS)[number];

const WORDS: ReadonlyArray<readonly [RegExp, DeclineReason]> = [
  [/balance|fund|sufficient/i, 'funds'],
  [/risk|security|fraud/i, 'risk'],
  [/expired|invalid (code|barcode)|not recogni[sz]ed/i, 'code-expired'],
  [/already (been )?used|used code|code used|duplicate code/i, 'code-used'],
  [/refused by (the )?(payer|customer)|customer (refused|cancel)|user cancel/i, 'customer-refused'],
];

/**
 * Tells the reason from the gateway's `ret_msg`. No field for it is published (pockyt.md §8), so this is a hint for
 * the words on the screen and never moves money.
 */
export function readDeclineReason(text: string): DeclineReason {
  return WORDS.find(([pattern]) => pattern.test(text))?.[1] ?? 'unknown';
}
