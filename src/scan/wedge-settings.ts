/** What a tablet knows of its scanner that types: how slow it is, how it ends a code, what it puts around one. */
import { jsonOrNull } from '../core/json-or-null.ts';

/** The key behind a code: that one, none (silence ends it), or either where it is not known. */
export type EndKey = 'Enter' | 'Tab' | 'none' | 'any';

/** Settings of a scanner that types. */
export interface WedgeSettings {
  /**
   * The longest pause between two keys of one scan, in milliseconds (`GAP_BOUNDS`). A person's digits show this long
   * after the last of them. Below 100 a second, slower scanner is no longer read.
   */
  readonly gapMs: number;
  readonly endKey: EndKey;
  /** Printable text the scanner puts before every code; taken off. Not blank at its beginning. */
  readonly prefix: string;
  /** Printable text it puts behind every code, before the end key; taken off. */
  readonly suffix: string;
}

/** Right for nearly every scanner as it comes out of its box. */
export const DEFAULT_WEDGE_SETTINGS: WedgeSettings = { gapMs: 100, endKey: 'any', prefix: '', suffix: '' };

/** Bounds of `gapMs`, both allowed: a person's digits must not come later than 400 ms. */
export const GAP_BOUNDS = { min: 30, max: 400 } as const;

/** Settings as they were kept; where there are none, or broken ones, the defaults. */
export interface KeptWedge {
  readonly kind: 'kept' | 'none' | 'broken';
  readonly settings: WedgeSettings;
}

/** Reads settings out of stored text (`writeWedgeSettings`). Never throws: what is no settings is `broken`. */
export function readWedgeSettings(text: string | null): KeptWedge {
  if (text === null) return { kind: 'none', settings: DEFAULT_WEDGE_SETTINGS };
  const settings = checkWedgeSettings(jsonOrNull(text));
  return settings ? { kind: 'kept', settings } : { kind: 'broken', settings: DEFAULT_WEDGE_SETTINGS };
}

/** The text to store. */
export function writeWedgeSettings({ gapMs, endKey, prefix, suffix }: WedgeSettings): string {
  return JSON.stringify({ gapMs, endKey, prefix, suffix });
}

/** `value` as settings; null where a field is missing or out of its bounds. For stored text and for forms. */
export function checkWedgeSettings(value: unknown): WedgeSettings | null {
  if (typeof value !== 'object' || value === null) return null;
  const { gapMs, endKey, prefix, suffix }: { [name in keyof WedgeSettings]?: unknown } = value;
  if (!isGap(gapMs) || !isEndKey(endKey) || !isAffix(prefix) || !isAffix(suffix)) return null;
  return prefix.startsWith(' ') ? null : { gapMs, endKey, prefix, suffix };
}

/** A code without the scanner's prefix and suffix; what has nothing else in it stays whole. */
export function stripAffixes(text: string, { prefix, suffix }: WedgeSettings): string {
  const head = text.startsWith(prefix) ? prefix.length : 0;
  const tail = text.endsWith(suffix) ? suffix.length : 0;
  return text.length > head + tail ? text.slice(head, text.length - tail) : text;
}

function isGap(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= GAP_BOUNDS.min && Number(value) <= GAP_BOUNDS.max;
}

function isEndKey(value: unknown): value is EndKey {
  return value === 'Enter' || value === 'Tab' || value === 'none' || value === 'any';
}

/** Printable ASCII: what scanners can be set to send. */
function isAffix(value: unknown): value is string {
  return typeof value === 'string' && /^[ -~]{0,16}$/.test(value);
}
