/** The page of the bench: what the runner calls, one step at a time. */
import { rebuild } from './rebuild.ts';
import { append, countUnlike, fillBooks, lookAround, openJournal, start } from './steps.ts';

/** The steps. */
export const bench = {
  start,
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
