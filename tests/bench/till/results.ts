/** What a run brings home. */
import type { FirstLoad } from './bytes.ts';
import type { Held } from './memory.ts';
import type { SaleTimes } from './sales.ts';
import type { Subject } from './subjects.ts';

type TillName = Subject['name'];

/** Sales of one till at one round trip and one speed. */
export interface Cell {
  readonly till: TillName;
  /** ms */
  readonly roundTrip: number;
  readonly slowdown: number;
  /** the customer confirms on the phone; else the wallet pays at once */
  readonly isConfirmed: boolean;
  readonly times: readonly SaleTimes[];
}

/** Key presses of one till at one speed, ms. */
export interface Keys {
  readonly till: TillName;
  readonly slowdown: number;
  readonly times: readonly number[];
}

/** Starts of one till, ms. */
export interface Start {
  readonly till: TillName;
  readonly slowdown: number;
  readonly isOffline: boolean;
  readonly times: readonly number[];
}

/** All of it. */
export interface Results {
  readonly cells: Cell[];
  readonly keys: Keys[];
  readonly starts: Start[];
  readonly loads: (FirstLoad & { readonly till: TillName })[];
  readonly memory: Held[];
}
