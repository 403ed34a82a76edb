/** The keypad as it was drawn at the last start, kept on the tablet: the next start shows it before the till is put together. */
import { jsonOrNull } from '../../core/json-or-null.ts';
import type { Keep } from '../../till/deps.ts';
import { LANGUAGE_KEY, SHOP_KEY, THEME_KEY } from '../../till/kept-names.ts';

const KEY = 'pling.early';
/** Set while a sale is on the counter: a start then must not show a keypad. */
const SALE_KEY = 'pling.early-sale';
/** The page's policy takes no style from markup; it is set by script. */
const STYLE = 'data-style';

/** A keypad that can be shown. */
export interface EarlyMarkup {
  readonly html: string;
  /** `<html lang>` */
  readonly language: string;
  /** `<html data-theme>`; empty: as the tablet says */
  readonly theme: string;
  /** how no money at all is written: "$0.00" */
  readonly zero: string;
  /** digits an amount may have */
  readonly most: number;
}

interface Kept extends EarlyMarkup {
  readonly build: string;
  /** the choices of this tablet, and its shop */
  readonly choices: string;
}

/** The kept keypad; null where there is none, another `build` has drawn it, or a choice has changed since. */
export function readEarly(keep: Keep, build: string): EarlyMarkup | null {
  // What this build has written has this shape.
  const kept = jsonOrNull(keep.get(KEY) ?? '') as Kept | null;
  if (kept?.build !== build || keep.get(SALE_KEY) !== null) return null;
  return kept.choices === choicesOf(keep) ? kept : null;
}

/** Keeps the till's keypad, drawn with nothing typed and nothing read. */
export function keepEarly(keep: Keep, build: string, { html, ...how }: EarlyMarkup): void {
  const styled = html.replaceAll(' style="', ` ${STYLE}="`);
  const kept: Kept = { ...how, html: styled, build, choices: choicesOf(keep) };
  keep.set(KEY, JSON.stringify(kept));
}

/** Says whether a sale is on the counter. */
export function markSale(keep: Keep, isOn: boolean): void {
  keep.set(SALE_KEY, isOn ? 'yes' : null);
}

/** Draws it into `place`. */
export function drawEarly(place: HTMLElement, { html }: Pick<EarlyMarkup, 'html'>): void {
  place.innerHTML = html;
  for (const element of place.querySelectorAll<HTMLElement>(`[${STYLE}]`))
    element.style.cssText = element.getAttribute(STYLE) ?? '';
}

/** Of the kept shop only what the keypad shows: with every answer of the ledger it is kept anew. */
function choicesOf(keep: Keep): string {
  const shop = jsonOrNull(keep.get(SHOP_KEY) ?? '');
  const { name, mode, currency, till, limitPerSaleMinor } = (shop ?? {}) as Readonly<Record<string, unknown>>;
  const shown = [name, mode, currency, till, limitPerSaleMinor];
  return JSON.stringify([keep.get(LANGUAGE_KEY), keep.get(THEME_KEY), ...shown]);
}
