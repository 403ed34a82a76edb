/** What the page "How fast we are" says: figures in seconds, rows, and the slowest by name. */
import { LEVEL_KINDS, type LevelKind } from '../../contract/service-level.ts';
import { formatSeconds, formatSpan } from '../../i18n/formats.ts';
import type { Figures, KindFigures, LevelFigures } from '../../till/level-figures.ts';
import type { Words } from '../state/words.svelte.ts';

/** A time with its unit: "0.6" "s", "21" "s", "2:05" "min". */
export function timeParts(ms: number, words: Words): [string, string] {
  const { level } = words.text;
  if (ms >= 60_000) return [formatSpan(ms), level.minutes];
  const isShort = ms < 9_950;
  return [isShort ? formatSeconds(ms, words.language) : words.count(Math.round(ms / 1000)), level.seconds];
}

/** The same in one text: "0.6 s". */
export function timeText(ms: number, words: Words): string {
  return timeParts(ms, words).join(' ');
}

/** A line's figure: "2 s", "0.5 s". Lines lie on round times. */
export function lineText(ms: number, words: Words): string {
  const isWhole = ms % 1000 === 0 && ms < 60_000;
  return isWhole ? `${words.count(ms / 1000)} ${words.text.level.seconds}` : timeText(ms, words);
}

/** Half, 19 of 20, how many. */
export function toldOf({ p50, p95, count }: Figures, words: Words): [string, string, string] {
  const few = words.text.level.few;
  const of = (ms: number | null): string => (ms === null ? few : timeText(ms, words));
  return [of(p50), p95 === null ? '–' : of(p95), words.count(count)];
}

/** The tiles, one for each kind. */
export function levelTiles(figures: LevelFigures, words: Words) {
  return LEVEL_KINDS.map((kind) => {
    const { p50 } = figures[kind];
    const half = p50 === null ? null : timeParts(p50, words);
    return { kind, name: words.text.level.kinds[kind], half, ...tileWords(kind, figures[kind], words) };
  });
}

/** The small line of a tile, and all of it for ears. */
function tileWords(kind: LevelKind, figures: Figures, words: Words): { most: string; said: string } {
  const { level } = words.text;
  const name = level.kinds[kind];
  const [half, most, written] = toldOf(figures, words);
  if (figures.count === 0) return { most: level.zero, said: `${name}: ${level.zero}` };
  if (figures.p95 === null) return { most: level.few, said: level.saidFew(name, written) };
  return {
    most: level.most(timeParts(figures.p95, words)[0]),
    said: level.said(name, half, most, written),
  };
}

/** The hours of the chart. */
export function hourRows({ hours }: KindFigures, words: Words) {
  return hours.map(({ name, ...figures }) => ({
    ...figures,
    name: hourName(name),
    told: toldOf(figures, words),
  }));
}

/** The wallets, the slowest first. */
export function walletRows({ wallets }: KindFigures, words: Words) {
  return wallets.map(({ name, ...figures }) => ({
    ...figures,
    id: name,
    wallet: name,
    name: words.text.wallet[name],
    told: toldOf(figures, words),
  }));
}

/** The ways of reading, the slowest first. */
export function sourceRows({ sources }: KindFigures, words: Words) {
  return sources.map(({ name, ...figures }) => ({
    ...figures,
    id: name,
    wallet: null,
    name: words.text.scanners.by[name],
    told: toldOf(figures, words),
  }));
}

/** "Slowest: Alipay between 12:00 and 13:00. Half took over 2.4 s."; where nothing can be named, what there is. */
export function levelSentence(kind: LevelKind, { slowest, count, p50 }: KindFigures, words: Words): string {
  const { level, wallet } = words.text;
  if (count === 0) return level.none[kind];
  if (p50 === null) return level.tooFew(words.count(count));
  if (slowest === null) return level.half(timeText(p50, words));
  const [from, to] = [slowest.hour, (slowest.hour + 1) % 24].map((hour) => `${hourName(hour)}:00`);
  return level.slowest(wallet[slowest.wallet], from ?? '', to ?? '', timeText(slowest.p50, words));
}

/** The hour that the sentence names, as the chart writes it. */
export function namedHour({ slowest }: KindFigures): string | null {
  return slowest && hourName(slowest.hour);
}

function hourName(hour: number): string {
  return String(hour).padStart(2, '0');
}
