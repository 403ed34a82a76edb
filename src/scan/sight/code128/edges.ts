/** Where a line's brightness rises and falls. Positions in samples. */

/** A change of brightness: where it is steepest, and by how much; falls are below zero. */
export interface Edge {
  readonly at: number;
  readonly slope: number;
}

/** An edge is at least this share of the steepest near it, and so many grey levels over two samples. */
const LEAST_SHARE = 0.14;
const LEAST_SLOPE = 2;
/** The steepest is looked for this far to both sides, samples. */
const NEAR = 160;

/** Every edge: extremes of the slope, rises and falls in turn. */
export function findEdges(values: Float32Array): Edge[] {
  const slopes = new Float32Array(values.length);
  for (let at = 2; at < values.length - 2; at += 1)
    slopes[at] = (values[at + 1] ?? 0) - (values[at - 1] ?? 0);
  const steepest = runningMax(slopes, NEAR);
  const edges: Edge[] = [];
  for (let at = 3; at < slopes.length - 3; at += 1) {
    const slope = slopes[at] ?? 0;
    const size = Math.abs(slope);
    if (size < LEAST_SLOPE || size < LEAST_SHARE * (steepest[at] ?? 0)) continue;
    const before = Math.sign(slope) * (slopes[at - 1] ?? 0);
    const after = Math.sign(slope) * (slopes[at + 1] ?? 0);
    if (size < before || size <= after) continue;
    push(edges, { at: at + (after - before) / (2 * (2 * size - before - after)), slope });
  }
  return edges;
}

/** Of two rises in a row the steeper one stands. */
function push(edges: Edge[], edge: Edge): void {
  const last = edges.at(-1);
  if (last && Math.sign(last.slope) === Math.sign(edge.slope)) {
    if (Math.abs(edge.slope) <= Math.abs(last.slope)) return;
    edges.pop();
  }
  edges.push(edge);
}

/** The greatest size near each place, in steps of `reach`: a bound, not the exact one. */
function runningMax(values: Float32Array, reach: number): Float32Array {
  const tops = new Float32Array(Math.ceil(values.length / reach) + 1);
  for (let at = 0; at < values.length; at += 1) {
    const part = Math.floor(at / reach);
    tops[part] = Math.max(tops[part] ?? 0, Math.abs(values[at] ?? 0));
  }
  const max = new Float32Array(values.length);
  for (let part = 0; part < tops.length; part += 1) {
    const top = Math.max(tops[part - 1] ?? 0, tops[part] ?? 0, tops[part + 1] ?? 0);
    max.fill(top, part * reach, (part + 1) * reach);
  }
  return max;
}

/** The place of the nearest edge that rises (`direction` 1) or falls (−1); null where there is none. */
export function nearestEdge(edges: readonly Edge[], at: number, direction: number): number | null {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle]?.at ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  let best: number | null = null;
  for (const edge of edges.slice(Math.max(0, low - 2), low + 2))
    if (
      Math.sign(edge.slope) === direction &&
      (best === null || Math.abs(edge.at - at) < Math.abs(best - at))
    )
      best = edge.at;
  return best;
}
