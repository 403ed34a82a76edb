/** The page of the bench: what the runner calls, one step at a time. */
import { wait } from '../../fakes/page-time.ts';
import { rebuild } from './rebuild.ts';
import { append, countUnlike, fillBooks, lookAround, openJournal, start } from './steps.ts';

/** A page that is asked for with `?start` opens the journal as the till's does: at once, while it is still being loaded. */
const started = location.search === '?start' ? start() : null;

/** The steps. */
export const bench = {
  started: async () => started,
  lookAround,
  append,
  countUnlike,
  fillBooks,
  rebuild: async () => {
    const journal = await openJournal();
    const rebuilt = await rebuild(journal);
    journal.close();
    return rebuilt;
  },
  /** Leaves the journal open for `ms`: the store tidies up only then. */
  hold: async (ms: number) => {
    const journal = await openJournal();
    await wait(ms);
    journal.close();
  },
  /** Bytes the browser says this origin takes; null where it says nothing. */
  usage: async () => {
    const journal = await openJournal(); // before that the browser has not looked
    const estimate = 'storage' in navigator ? await navigator.storage.estimate() : {};
    journal.close();
    return estimate.usage ?? null;
  },
};
/** Their shapes. */
export type JournalBench = typeof bench;

declare global {
  interface Window {
    journalBench: JournalBench;
  }
}

window.journalBench = bench;
