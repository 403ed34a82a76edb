/** What a till measures of its own speed, and how a day of it is kept: times by kind, wallet, hour and way of reading. */
import * as v from 'valibot';
import type { ScanSource } from '../core/payment-code.ts';
import { mergeTimes, NO_TIMES, withTime, type TimeSpread } from '../core/time-spread.ts';
import type { Wallet } from '../core/wallet.ts';
import { walletSchema } from './shapes.ts';

/**
 * `read` the viewfinder opens → the code is read · `answer` `pay` is sent → the first word on how it goes: an end, or that
 * the customer must confirm · `confirm` that word → the end · `doubt` for how long the till says "No answer yet".
 */
export const LEVEL_KINDS = ['read', 'answer', 'confirm', 'doubt'] as const;
/** One of them. */
export type LevelKind = (typeof LEVEL_KINDS)[number];

/** Every way of reading a code. */
export const SCAN_SOURCES = [
  'camera',
  'wedge',
  'hid',
  'photo',
  'typed',
] as const satisfies readonly ScanSource[];

/** What is counted together. */
export interface LevelCell {
  readonly kind: LevelKind;
  readonly wallet: Wallet;
  /** hour of the shop's day in which it began, 0 to 23 */
  readonly hour: number;
  /** how the code was read; null where that is not what was measured, or not known */
  readonly source: ScanSource | null;
}

const count = v.pipe(v.number(), v.integer(), v.minValue(1));

/** Times by the name of their cell, as a tablet keeps them. */
export const levelCellsSchema = v.record(v.string(), v.record(v.string(), count));
/** Times by the name of their cell. */
export type LevelCells = Readonly<Record<string, TimeSpread>>;

/** One day of the shop. */
export interface LevelDay {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly cells: LevelCells;
}

/** The cell's name: `read alipay 12 camera`. */
export function cellName({ kind, wallet, hour, source }: LevelCell): string {
  return [kind, wallet, hour, ...(source === null ? [] : [source])].join(' ');
}

/** The cell of that name; null for one that this version does not know. */
export function cellOf(name: string): LevelCell | null {
  const [kindWord, walletWord, hourWord, sourceWord] = name.split(' ');
  const kind = LEVEL_KINDS.find((each) => each === kindWord);
  const hour = Number(hourWord);
  const source = SCAN_SOURCES.find((each) => each === sourceWord) ?? null;
  if (kind === undefined || !v.is(walletSchema, walletWord) || !(hour >= 0 && hour <= 23)) return null;
  return { kind, wallet: walletWord, hour, source };
}

/** The cells with one more time, ms. */
export function withCellTime(cells: LevelCells, cell: LevelCell, ms: number): LevelCells {
  const name = cellName(cell);
  return { ...cells, [name]: withTime(cells[name] ?? NO_TIMES, ms) };
}

/** Both together; nothing is lost, whoever wrote first. */
export function mergeCells(one: LevelCells, other: LevelCells): LevelCells {
  const sum: Record<string, TimeSpread> = { ...one };
  for (const [name, times] of Object.entries(other)) sum[name] = mergeTimes(sum[name] ?? NO_TIMES, times);
  return sum;
}
