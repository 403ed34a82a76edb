/** Reads a Code 128 out of a grey picture: at any turn, dark on light or light on dark, soft, small or scratched. */
import type { Blocks } from '../blocks.ts';
import type { Grey } from '../grey.ts';
import { findBegins } from './begins.ts';
import { findEdges } from './edges.ts';
import { follow } from './follow.ts';
import { readBand } from './profile.ts';
import { findBars, type Region } from './regions.ts';
import { textOf } from './symbols.ts';
import { makeBank, type Bank } from './templates.ts';

/** Lines a region is read along, and how many pixels of picture each is the mean of, at most. */
const BANDS = 7;
const THICKEST = 9;
/** A line reaches this far beyond the bars: their quiet zones, and what a scratch or a glare has cut off. Pixels. */
const BEYOND = 200;
/** Blurs that are told apart: deviation in modules. */
const SOFTNESSES = [0.35, 0.65, 0.95] as const;
/** What a line is softened by, samples, where it was not read as it is: noise and moiré fill it with edges of their own. */
const SOFTEN = [5, 9] as const;
/** So many of its lines, the middle ones. */
const SOFT_BANDS = 3;
/** Edges of the shortest code that a wallet would show: start, four pairs, check and stop. */
const LEAST_EDGES = 43;
/** Lines that must say the same: each has its own check symbol, and noise passes one in a hundred. */
const VOTES = 2;
/** The least sure symbol of a line that counts. */
const LEAST_LIKENESS = 0.8;

let banks: readonly Bank[] = [];

/**
 * The text of one code in the picture, or null; `blocks` are the picture's. `isThorough`: lines that give nothing are
 * softened and tried again.
 */
export function readCode128(grey: Grey, blocks: Blocks, isThorough = true): string | null {
  if (banks.length === 0) banks = SOFTNESSES.map(makeBank);
  for (const region of findBars(blocks)) {
    const text = readRegion(grey, region, isThorough ? SOFTEN : []);
    if (text !== null) return text;
  }
  return null;
}

function readRegion(grey: Grey, region: Region, softenBy: readonly number[]): string | null {
  const votes = new Map<string, Set<Float32Array>>();
  /** Counts a line once, however softened it was read. */
  const vote = (line: Float32Array, text: string | null): string | null => {
    if (text === null) return null;
    const voters = (votes.get(text) ?? new Set()).add(line);
    votes.set(text, voters);
    return voters.size >= VOTES ? text : null;
  };
  const lines: Float32Array[] = [];
  for (const offset of offsets(region)) {
    const line = readBand(grey, region, offset, thickness(region), BEYOND + 1.2 * region.halfLong);
    // Cloth, an edge, a word: no line through bars has so few edges.
    if (lines.length === 0 && findEdges(line).length < LEAST_EDGES) return null;
    lines.push(line);
    const text = vote(line, readLine(line));
    if (text !== null) return text;
  }
  for (const width of softenBy)
    for (const line of lines.slice(0, SOFT_BANDS)) {
      const text = vote(line, readLine(softened(line, width)));
      if (text !== null) return text;
    }
  return null;
}

function thickness({ halfBroad }: Region): number {
  return Math.max(1, Math.min(THICKEST, Math.round((halfBroad * 2) / BANDS)));
}

/** From the middle outwards, pixels along the bars. */
function offsets({ halfBroad }: Region): number[] {
  const step = (halfBroad * 1.7) / BANDS;
  return Array.from({ length: BANDS }, (_, at) => (at % 2 === 0 ? 1 : -1) * Math.ceil(at / 2) * step);
}

/** The mean over `width` samples, an odd number. */
function softened(line: Float32Array, width: number): Float32Array {
  const reach = (width - 1) / 2;
  const soft = new Float32Array(line.length);
  let sum = 0;
  for (let at = 0; at < line.length + reach; at += 1) {
    sum += (line[at] ?? 0) - (line[at - width] ?? 0);
    if (at >= reach) soft[at - reach] = sum / width;
  }
  return soft;
}

/** Reads a line both ways. */
function readLine(line: Float32Array): string | null {
  return readForwards(line) ?? readForwards(line.slice().reverse());
}

function readForwards(line: Float32Array): string | null {
  const edges = findEdges(line);
  for (const begin of findBegins(line, edges, banks)) {
    const followed = follow(line, edges, begin, begin.bank);
    const text = followed && followed.worst >= LEAST_LIKENESS ? textOf(followed.symbols) : null;
    if (text !== null) return text;
  }
  return null;
}
