/** Masks what a log must not hold: payment codes, tokens, PINs, pairing codes, keys. Too much is masked rather than too little. */
import { SECRET_NAMES, type LogFields } from './ports.ts';

/** Stands in place of what was there. */
export const MASK = '[masked]';

/** Digits as a wallet's number is written, also in groups of four. */
const DIGITS = /\d(?:[ -]?\d){11,}/g;
/** Letters and digits without a break, as codes, tokens, hashes and keys have them: 12 is the shortest wallet code. */
const RUN = /[A-Za-z0-9+/=_]{12,}/g;
/** From this length on a run is masked though it has no digit. */
const LONG_RUN = 32;
/** `#pair=<shop>.<code>`, `pling_till=…`, `/r/<token>`. */
const NAMED = /(pair=|pling_till[a-z0-9_-]*=|\/r\/)[^\s"'&;,]+/gi;
/** A value that a library quotes in its error: "received "2468"". */
const QUOTED = /"[^"]*\d[^"]*"|'[^']*\d[^']*'/g;

/** Fields that hold our own identities, as core/ids.ts writes them. */
const ID_NAMES: ReadonlySet<string> = new Set(['reference', 'saleId', 'till', 'shop']);
const ID = /^[0-9a-z]{1,32}$/;
const SECRETS: ReadonlySet<string> = new Set(SECRET_NAMES);
/** No time and no span of it is so large, but a wallet's number is. */
const TOO_LARGE = 1e15;

/** The fields as they may be written. */
export function redactFields(fields: LogFields): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, SECRETS.has(name) ? MASK : redact(name, value)]),
  );
}

function redact(name: string, value: unknown): unknown {
  if (typeof value === 'number') return Math.abs(value) < TOO_LARGE ? value : MASK;
  if (typeof value !== 'string') return value;
  return ID_NAMES.has(name) && isOwnId(value) ? value : redactText(value);
}

/** A wallet's number never passes for an identity: those are no long digits. */
function isOwnId(text: string): boolean {
  return ID.test(text) && text.search(DIGITS) < 0;
}

/** The text with every such part masked. */
export function redactText(text: string): string {
  return text
    .replace(NAMED, (_, name: string) => name + MASK)
    .replace(QUOTED, MASK)
    .replace(DIGITS, MASK)
    .replace(RUN, (run) => (run.length >= LONG_RUN || /\d/.test(run) ? MASK : run));
}
