/** The two tills: where their parts are on the screen, and what their requests look like. */
import type { LookedFor } from './link.ts';

/** One till as the bench drives it. The selectors are CSS's. */
export interface Subject {
  readonly name: 'pling' | 'obvious';
  readonly seen: SeenParts;
  /** the key that begins the charge */
  readonly charge: RegExp;
  /** the key that takes a digit back */
  readonly deletes: RegExp;
  /** the key that begins the next sale */
  readonly next: RegExp;
  /** its pay request, and the news that it is paid */
  readonly lookedFor: readonly LookedFor[];
}

/** What the watching script looks for in the page. */
export interface SeenParts {
  /** the amount that is being typed */
  readonly figure: string;
  /** there while the result "paid" is on the screen */
  readonly paid: string;
}

/** Pling. */
export const PLING: Subject = {
  name: 'pling',
  seen: { figure: 'h1.amount', paid: 'main[data-stock="paid"] h2' },
  charge: /^Charge/,
  deletes: /^Delete/,
  next: /^Next sale/,
  lookedFor: [
    { what: 'pay', way: 'out', text: /^POST \/api\/attempts\/\w+\/pay / },
    { what: 'paid', way: 'in', text: /"name":"paid"/ },
  ],
};

/** The till the tutorials build. */
export const OBVIOUS: Subject = {
  name: 'obvious',
  seen: { figure: 'p.figure', paid: '.result.is-paid' },
  charge: /^Charge/,
  deletes: /^⌫$/,
  next: /^New sale/,
  lookedFor: [
    { what: 'pay', way: 'out', text: /^POST \/api\/pay / },
    { what: 'paid', way: 'in', text: /"status":"success"/ },
  ],
};
