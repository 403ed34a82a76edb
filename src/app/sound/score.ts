/** Which tone a change of the till asks for: read off two views, so that no screen ever makes a noise by itself. */
import type { EpochMs } from '../../core/ports.ts';
import type { Counter, Notice, TillView } from '../../till/view.ts';
import type { Tone } from './tones.ts';

/** In doubt sounds again this often (LOOK): nobody may forget a charge without an answer. */
export const DOUBT_EVERY_MS = 10_000;

/** Louder news first: one change makes one tone. */
const RANK: readonly Tone[] = ['paid', 'low', 'soft', 'tick'];

/** The tone for the step from `before` to `after`; null for silence. */
export function toneOf(before: TillView, after: TillView): Tone | null {
  const tones = [
    counterTone(before.counter, after.counter),
    before.question === null && after.question !== null ? 'soft' : null,
    ...noticeTones(before.notices, after.notices),
  ];
  return RANK.find((tone) => tones.includes(tone)) ?? null;
}

/** When the next reminder of a charge in doubt is due, by this tablet's wall; null where nothing is in doubt. */
export function nextDoubtBeat(counter: Counter, now: EpochMs): EpochMs | null {
  if (counter.name !== 'in-doubt') return null;
  const beats = Math.floor(Math.max(0, now - counter.sentAt) / DOUBT_EVERY_MS) + 1;
  return counter.sentAt + beats * DOUBT_EVERY_MS;
}

function counterTone(before: Counter, after: Counter): Tone | null {
  if (isSame(before, after)) return null;
  switch (after.name) {
    case 'paid':
      return 'paid';
    case 'declined':
      return 'low';
    case 'closed':
      return closedTone(after.why);
    case 'in-doubt':
    case 'returned':
    case 'differs':
    case 'paid-after-all':
    case 'unresolved':
      return 'soft';
    case 'held':
    case 'charging':
    case 'waiting':
      // A code has just been read; from held to charging it is the same one.
      return before.name === 'ready' || before.name === 'amount' ? 'tick' : null;
    case 'amount':
    case 'ready':
    case 'cancelling':
      return null;
  }
}

function isSame(before: Counter, after: Counter): boolean {
  if (before.name !== after.name) return false;
  return before.name === 'amount' || after.name === 'amount' || before.saleId === after.saleId;
}

/** Backing out and cancelling were asked for; the rest is a surprise that needs an action. */
function closedTone(why: Extract<Counter, { name: 'closed' }>['why']): Tone | null {
  if (why === 'withdrawn') return null;
  return why === 'cancelled' || why === 'by-hand' ? 'soft' : 'low';
}

/** News of the roll is soft whatever it says: two rising tones would be taken for the sale on the counter. */
function noticeTones(before: readonly Notice[], after: readonly Notice[]): Tone[] {
  const known = new Set(before.map((notice) => notice.id));
  return after
    .filter((notice) => !known.has(notice.id))
    .map((notice) => (notice.kind === 'roll-news' ? 'soft' : 'low'));
}
