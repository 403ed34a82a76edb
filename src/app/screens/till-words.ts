/** What the sheet of the shop's tills says of a till, and of what a manager did. */
import { dayOf } from '../../core/shop-day.ts';
import type { EpochMs } from '../../core/ports.ts';
import type { AuditLine, TillItem } from '../../till/shop-tills.ts';
import type { Words } from '../state/words.svelte.ts';

/** "14:06" of today, "Nov 24, 2026 14:06" of another day. */
export function whenOf(at: EpochMs, words: Words, timeZone: string, now: EpochMs): string {
  const time = words.time(at, timeZone);
  return dayOf(at, timeZone) === dayOf(now, timeZone) ? time : `${words.date(at, timeZone)} ${time}`;
}

/** How a till stands: revoked, this one, or when it was here last. */
export function standingOf(
  { isMe, lastSeenAt, revokedAt }: TillItem,
  words: Words,
  timeZone: string,
  now: EpochMs,
): string {
  const text = words.text.tills;
  if (revokedAt !== null) return text.revoked(whenOf(revokedAt, words, timeZone, now));
  if (isMe) return text.me;
  return lastSeenAt === null ? text.unseen : text.seen(whenOf(lastSeenAt, words, timeZone, now));
}

/** What was done, in one sentence; a deed of a newer Pling by its own name. */
export function deedOf({ deed, about, amount }: AuditLine, words: Words): string {
  const known: Readonly<Partial<Record<string, Deed>>> = words.text.tills.audit.deed;
  const said = known[deed];
  if (said === undefined) return [deed, about].filter((part) => part !== null).join(' ');
  if (typeof said === 'string') return said;
  return said({
    about: about ?? '',
    amount: amount ? words.money(amount) : words.text.manager.unknownAmount,
  });
}

type Deed = string | ((gaps: { readonly about: string; readonly amount: string }) => string);
