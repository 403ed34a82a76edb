/** Follows a code symbol by symbol from where it begins: each is the template that is most like what stands there. */
import { nearestEdge, type Edge } from './edges.ts';
import { STARTS, STOP, SYMBOL_COUNT, SYMBOL_MODULES } from './symbols.ts';
import { likeness, lookAt, type Bank, type Place } from './templates.ts';

/** A code that was followed from start to stop. */
export interface Followed {
  /** the start to the check, without the stop */
  readonly symbols: readonly number[];
  /** likeness of the least sure symbol, 1 at best */
  readonly worst: number;
}

/** Below this a symbol is none: noise reaches 0.6. */
const LEAST_LIKENESS = 0.7;
/** More symbols are no payment code: 64 characters in set B. */
const MOST_SYMBOLS = 70;
/** Places tried around where the next symbol should begin, modules. */
const SHIFT = 0.3;
/** An edge this near to where a symbol should end is its end, modules. */
const NEAR_EDGE = 0.7;

/** The stop's seventh part, and the least white behind it: modules. */
const LAST_BAR = 2;
const QUIET = 4;

/** Follows from `begin`; null where no start stands there, or no stop comes. */
export function follow(
  values: Float32Array,
  edges: readonly Edge[],
  begin: Place,
  bank: Bank,
): Followed | null {
  const symbols: number[] = [];
  const pace = new Pace(begin, edges);
  let worst = 1;
  while (symbols.length < MOST_SYMBOLS) {
    const found = match(values, pace.place, bank);
    if (found === null || found.likeness < LEAST_LIKENESS) return null;
    if (symbols.length === 0 && !STARTS.some((start) => start === found.symbol)) return null;
    worst = Math.min(worst, found.likeness);
    if (found.symbol === STOP) return endsAt(edges, pace.place) ? { symbols, worst } : null;
    symbols.push(found.symbol);
    pace.step(found.shift);
  }
  return null;
}

/** The stop's last bar, and nothing behind it: what looks like a stop in the middle of other bars is none. */
function endsAt(edges: readonly Edge[], { at, module, sign }: Place): boolean {
  const from = at + SYMBOL_MODULES * module;
  const begins = nearestEdge(edges, from, -sign);
  const ends = nearestEdge(edges, from + LAST_BAR * module, sign);
  if (begins === null || ends === null) return false;
  const isThere =
    Math.abs(begins - from) < NEAR_EDGE * module && Math.abs(ends - begins - LAST_BAR * module) < module;
  return isThere && edges.every((edge) => edge.at <= ends || edge.at >= ends + QUIET * module);
}

/** Where the next symbol stands: edges tell it, and how the modules have grown so far. */
class Pace {
  place: Place;
  readonly #edges: readonly Edge[];
  /** Seen from the side the modules grow or shrink evenly: by this share a symbol. */
  #growth = 0;

  constructor(begin: Place, edges: readonly Edge[]) {
    this.place = begin;
    this.#edges = edges;
  }

  /** Goes on by one symbol, which really stood `shift` modules from where it should. */
  step(shift: number): void {
    const { at, module, sign } = this.place;
    const supposed = at + (shift + SYMBOL_MODULES) * module;
    const edge = nearestEdge(this.#edges, supposed, -sign);
    const end = edge !== null && Math.abs(edge - supposed) < NEAR_EDGE * module ? edge : supposed;
    const measured = (end - at) / SYMBOL_MODULES;
    const growth = this.#growth + 0.35 * (measured / module - 1);
    this.#growth = Math.max(-0.05, Math.min(0.05, growth));
    const next = (module + 0.6 * (measured - module)) * (1 + this.#growth);
    this.place = { at: end, module: next, sign };
  }
}

interface Match {
  readonly symbol: number;
  readonly likeness: number;
  /** where it really stands, modules from where it should */
  readonly shift: number;
}

/** The symbol most like what stands there, or a little beside. */
function match(values: Float32Array, place: Place, bank: Bank): Match | null {
  const best = [-SHIFT, 0, SHIFT].map((shift) => bestAt(values, moved(place, shift), bank));
  const [before, here, after] = best;
  if (!before || !here || !after) return null;
  const { symbol } = [here, before, after].reduce((a, b) => (b.likeness > a.likeness ? b : a));
  const [low, middle, high] = [-SHIFT, 0, SHIFT].map((shift) => {
    const seen = lookAt(values, moved(place, shift));
    return seen ? likeness(seen, bank, symbol) : 0;
  });
  const likest = Math.max(low ?? 0, middle ?? 0, high ?? 0);
  return { symbol, likeness: likest, shift: peak(low ?? 0, middle ?? 0, high ?? 0) };
}

function moved({ at, module, sign }: Place, shift: number): Place {
  return { at: at + shift * module, module, sign };
}

function bestAt(
  values: Float32Array,
  place: Place,
  bank: Bank,
): { readonly symbol: number; readonly likeness: number } | null {
  const seen = lookAt(values, place);
  if (seen === null) return null;
  let [best, likest] = [0, -1];
  for (let symbol = 0; symbol < SYMBOL_COUNT; symbol += 1) {
    const like = likeness(seen, bank, symbol);
    if (like > likest) [best, likest] = [symbol, like];
  }
  return { symbol: best, likeness: likest };
}

/** Where the parabola through three likenesses has its top, modules. */
function peak(before: number, here: number, after: number): number {
  const bend = before - 2 * here + after;
  if (bend >= 0) return before > after ? -SHIFT : SHIFT;
  return Math.max(-SHIFT, Math.min(SHIFT, (SHIFT * (before - after)) / (2 * bend)));
}
