/** Where a read or typed key goes: to the sale, or to the pairing while the tablet has no shop. */
import type { AmountKey } from '../../core/money/keypad.ts';
import type { ScanRead } from '../../scan/scanner.ts';
import type { Till } from '../../till/till.ts';
import type { Sheets } from './sheets.svelte.ts';

const DIGITS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

/** True while a read can only be a pairing code. */
export function isUnpaired(till: Pick<Till, 'view'>): boolean {
  const { name } = till.view().pairing;
  return name === 'unpaired' || name === 'failed' || name === 'lost';
}

/**
 * Hands a read on: to the check of the scanners while that is open, else to the sale or the pairing. The pairing QR holds
 * `<origin>/#pair=<shop>.<code>`; the till takes all its forms.
 */
export async function takeRead(
  till: Pick<Till, 'view' | 'pair' | 'readCode'>,
  sheets: Pick<Sheets, 'onread' | 'checkedUntil'>,
  read: ScanRead,
): Promise<void> {
  if (sheets.onread) sheets.onread(read);
  else if (read.atMonotonic <= sheets.checkedUntil) return;
  else if (isUnpaired(till)) await till.pair(read.text);
  else await till.readCode(read.text, read.source);
}

/** The amount keys among characters a person typed on a keyboard; anything else is not for the amount. */
export function amountKeys(characters: readonly string[]): AmountKey[] {
  return characters.flatMap((character) => DIGITS.filter((digit) => digit === character));
}

/** The pairing code in the address's fragment (`#pair=<shop>.<code>`), null where there is none. */
export function pairingInHash(hash: string): string | null {
  const match = /^#pair=([0-9A-Za-z._-]{1,80})$/.exec(hash);
  return match?.[1] ?? null;
}
