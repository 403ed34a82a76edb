/** What a read in the scanner check was, in words. A payment code is shown in part only: it could be charged. */
import { readPaymentCode, type ScanReading } from '../../core/payment-code.ts';
import type { ScanRead } from '../../scan/scanner.ts';
import type { Words } from '../state/words.svelte.ts';

/** One line of the check. */
export interface ReadLine {
  readonly isPayment: boolean;
  /** what a sale would take it for */
  readonly what: string;
  /** by which way it came, how long it is, how long it took */
  readonly facts: string;
  /** the text, in part */
  readonly shown: string;
}

/** The line of one read. */
export function readLine({ text, source, tookMs }: ScanRead, words: Pick<Words, 'text' | 'count'>): ReadLine {
  const { scanners, notice, wallet } = words.text;
  const reading = readPaymentCode(text, source);
  const isPayment = reading.kind === 'payment-code';
  const named = isPayment && reading.wallet !== 'unknown' ? scanners.wallet(wallet[reading.wallet]) : null;
  const facts = [
    scanners.by[source],
    scanners.characters(words.count(text.trim().length)),
    ...(tookMs === undefined ? [] : [scanners.took(words.count(Math.round(tookMs)))]),
  ];
  return {
    isPayment,
    what: isPayment ? (named ?? scanners.paymentCode) : notice.scan[reading.why],
    facts: facts.join(' · '),
    shown: isPublic(reading) ? text.trim().slice(0, MOST_SHOWN) : inPart(text.trim()),
  };
}

const MOST_SHOWN = 40;

/** What can be charged by nobody; anything else may be a wallet's code that came in cut or damaged. */
function isPublic(reading: ScanReading): boolean {
  return reading.kind === 'refused' && ['product-barcode', 'web-link', 'merchant-qr'].includes(reading.why);
}

/** "2843 … 1234"; of a short one the end only. */
function inPart(text: string): string {
  return text.length > 12 ? `${text.slice(0, 4)} … ${text.slice(-4)}` : `… ${text.slice(-4)}`;
}
