/** What a bench promises, and whether a run kept it. */

/** One promise and what was measured; what a run does not measure is absent. */
export interface Budget {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly budget: string;
  readonly ok: boolean;
}

/** What a run measured, by name; what it did not is absent. Shares 0 to 1, times in ms. */
export type Measured = Readonly<Record<string, number>>;

/** A promise: at least, or at most, so much. */
export type Promised = readonly [name: string, unit: string, how: 'least' | 'most', limit: number];

/** Holds what was measured against the promises. */
export function heldAgainst(promises: readonly Promised[], measured: Measured): Budget[] {
  return promises.flatMap(([name, unit, how, limit]) => {
    const value = measured[name];
    if (value === undefined) return [];
    const ok = how === 'least' ? value >= limit : value <= limit;
    return [{ name, value, unit, budget: `${how === 'least' ? '≥' : '≤'} ${limit}`, ok }];
  });
}
