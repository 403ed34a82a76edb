/** A notice in plain words, with its mark and how long it stays. */
import { assertNever } from '../../core/assert-never.ts';
import type { LineState, Notice } from '../../till/view.ts';
import type { Words } from '../state/words.svelte.ts';
import type { MarkName } from './mark-name.ts';

/** A sentence is read in this time; news of money stays longer, because the cashier may be busy with a customer. */
export const SENTENCE_MS = 6_000;
const NEWS_MS = 20_000;

/** One notice as it is drawn. */
export interface NoticeLine {
  readonly text: string;
  /** number, amount and time of a sale, set in figures; null where there is none */
  readonly figures: string | null;
  readonly mark: MarkName;
  readonly stock: 'paid' | 'declined' | 'doubt' | undefined;
  readonly staysMs: number;
}

/** Writes a notice. `markOf` tells the mark of a state on the roll. */
export function noticeLine(
  notice: Notice,
  words: Words,
  timeZone: string,
  markOf: (state: LineState) => MarkName,
): NoticeLine {
  const text = words.text.notice;
  switch (notice.kind) {
    case 'scan-refused':
      return sentence(text.scan[notice.why]);
    case 'refused': {
      const known: Partial<Record<string, string>> = text.refused;
      return sentence(known[notice.code] ?? text.refusedOther);
    }
    case 'recovered':
      return { ...sentence(text.recovered(notice.count)), stock: 'doubt', staysMs: NEWS_MS };
    case 'roll-news':
      return {
        text: text.newsOf(text.news[notice.state]),
        figures: `${notice.number} ${words.money(notice.amount)} ${words.time(notice.at, timeZone)}`,
        mark: markOf(notice.state),
        stock: stockOf(notice.state),
        staysMs: NEWS_MS,
      };
    default:
      return assertNever(notice);
  }
}

/** News that waits for a person. */
const LOUD = new Set<LineState>([
  'in-doubt',
  'differs',
  'unresolved',
  'paid-after-all',
  'owed',
  'taken-over',
]);

function sentence(text: string): NoticeLine {
  return { text, figures: null, mark: 'closed', stock: undefined, staysMs: SENTENCE_MS };
}

function stockOf(state: LineState): NoticeLine['stock'] {
  if (state === 'paid') return 'paid';
  if (state === 'declined') return 'declined';
  return LOUD.has(state) ? 'doubt' : undefined;
}
