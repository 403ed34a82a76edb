/** Runs the journal's tests inside the page and leaves the results where a WebDriver finds them. */
import { runAll, type Verdict } from './small-vitest.ts';

declare global {
  interface Window {
    /** set when every test has run */
    verdicts?: readonly Verdict[];
  }
}

window.verdicts = await runAll();
