/** Where in a line a code may begin: an edge behind a quiet zone, and a start symbol there. */
import type { Edge } from './edges.ts';
import { STARTS, SYMBOL_MODULES } from './symbols.ts';
import { likeness, lookAt, type Bank, type Place } from './templates.ts';

/** The narrowest module that can be told apart, samples. */
const NARROWEST = 2;
/** How many edges a start symbol has behind its first: six, or four where blur has filled one of its narrow spaces. */
const EDGES = [6, 4] as const;
/** What is tried around the width that the edges tell, since blur moves them. */
const STRETCHES = [0.92, 0.96, 1, 1.04, 1.08] as const;
/** White before a start symbol, modules: the standard asks for ten, a phone often leaves five. */
const QUIET = 4;
/** A start symbol is at least so like its template. */
const LEAST_LIKENESS = 0.85;
/** More are tried in vain. */
const MOST_BEGINS = 4;

/** Where a start seems to stand, with the templates that are most like it. */
export interface Begin extends Place {
  readonly likeness: number;
  readonly bank: Bank;
}

/** Every place where a start symbol seems to stand, the likeliest first. */
export function findBegins(values: Float32Array, edges: readonly Edge[], banks: readonly Bank[]): Begin[] {
  const found: Begin[] = [];
  edges.forEach((edge, index) => {
    const quiet = edge.at - (edges[index - 1]?.at ?? 0);
    if (quiet < QUIET * NARROWEST) return;
    for (const count of EDGES) {
      const module = ((edges[index + count]?.at ?? edge.at) - edge.at) / SYMBOL_MODULES;
      if (module < NARROWEST || quiet < QUIET * module) continue;
      const best = likeliest(values, { at: edge.at, module, sign: edge.slope < 0 ? 1 : -1 }, banks);
      if (best !== null && best.likeness >= LEAST_LIKENESS) found.push(best);
    }
  });
  return found.sort((a, b) => b.likeness - a.likeness).slice(0, MOST_BEGINS);
}

function likeliest(values: Float32Array, place: Place, banks: readonly Bank[]): Begin | null {
  let best: Begin | null = null;
  for (const stretch of STRETCHES) {
    const tried = { ...place, module: place.module * stretch };
    const seen = lookAt(values, tried);
    if (seen === null) continue;
    for (const bank of banks)
      for (const start of STARTS) {
        const like = likeness(seen, bank, start);
        if (best === null || like > best.likeness) best = { ...tried, likeness: like, bank };
      }
  }
  return best;
}
