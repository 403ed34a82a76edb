/** What the page "How things stand" says: each link with its mark, and the plain facts. */
import type { ShopStatus } from '../../till/till.ts';
import type { EpochMs } from '../../core/ports.ts';
import { formatSeconds } from '../../i18n/formats.ts';
import type { MarkName } from '../components/mark-name.ts';
import type { Words } from '../state/words.svelte.ts';

/** So many calls without an answer, one after the other, are no accident. */
const SILENT_IN_A_ROW = 3;

/** One link: how it stands in a word, and since when. */
export interface LinkWords {
  readonly mark: Extract<MarkName, 'paid' | 'doubt' | 'closed'>;
  readonly name: string;
  readonly word: string;
  readonly what: string;
}

/** The gateway and its webhooks. */
export function statusLinks({ gateway, webhooks }: ShopStatus, words: Words, zone: string): LinkWords[] {
  const { status, legs } = words.text;
  const isSilent = gateway.silentInARow >= SILENT_IN_A_ROW;
  const refused = webhooks.badSignature + webhooks.malformed;
  return [
    {
      mark: isSilent ? 'doubt' : gateway.lastAnswerAt === null ? 'closed' : 'paid',
      name: legs.gateway,
      word: isSilent
        ? status.silent(words.count(gateway.silentInARow))
        : gateway.lastAnswerAt === null
          ? status.notAsked
          : status.answers,
      what: status.lastAnswer(timeOr(gateway.lastAnswerAt, words, zone)),
    },
    {
      mark: refused > 0 ? 'doubt' : webhooks.lastAt === null ? 'closed' : 'paid',
      name: status.webhooks,
      word: status.cameIn(words.count(webhooks.accepted)),
      what:
        refused > 0
          ? status.refused(words.count(refused))
          : status.lastOne(timeOr(webhooks.lastAt, words, zone)),
    },
  ];
}

/** The facts below, name and value. */
export function statusFacts(
  status: ShopStatus,
  words: Words,
  zone: string,
): readonly (readonly [string, string])[] {
  const { text } = words;
  const { ledger, versions, unfinished, since } = status;
  return [
    ...unfinished.map(({ state, count, oldestAt }): readonly [string, string] => [
      stateWord(state, words),
      text.status.waiting(words.count(count), words.time(oldestAt, zone)),
    ]),
    ...(unfinished.length === 0 ? [[text.status.unfinished, text.status.none] as const] : []),
    [
      text.status.record,
      text.status.size(
        words.count(ledger.attempts),
        ledger.bytes === null ? null : megabytes(ledger.bytes, words),
      ),
    ],
    [text.status.recordName, `${ledger.epoch} · ${ledger.version}`],
    [text.status.since, `${words.date(since, zone)} ${words.time(since, zone)}`],
    [
      text.menu.version,
      [versions.pling, versions.runtime].filter((part) => part !== null).join(' · ') || '–',
    ],
  ];
}

/** One cell of the times: half of them took no longer than the first figure, 19 of 20 than the second; in seconds. */
export function spreadWords(
  spread: { readonly p50: number; readonly p95: number } | null,
  words: Words,
): string {
  if (spread === null) return '–';
  return [spread.p50, spread.p95].map((ms) => formatSeconds(ms, words.language)).join(' · ');
}

/** The roll's own word for a state, where it has one. */
function stateWord(state: string, { text }: Words): string {
  const known: Partial<Record<string, string>> = {
    sent: text.line['in-doubt'],
    waiting: text.line.waiting,
    cancelling: text.line.cancelling,
    differs: text.line.differs,
    unresolved: text.line.unresolved,
  };
  return known[state] ?? text.status.noCode;
}

function timeOr(at: EpochMs | null, words: Words, zone: string): string {
  return at === null ? '–' : words.timeWithSeconds(at, zone);
}

function megabytes(bytes: number, words: Words): string {
  return words.count(Math.round(bytes / 100_000) / 10);
}
