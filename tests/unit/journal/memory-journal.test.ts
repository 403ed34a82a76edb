/** The journal in memory keeps the contract. */
import { describeJournal } from '../../fakes/journal-contract.ts';
import { emptyStore, openMemoryJournal } from '../../../src/journal/memory-journal.ts';

describeJournal('memory journal', async () => {
  const store = emptyStore();
  return { journal: openMemoryJournal(store), reopen: async () => openMemoryJournal(store) };
});
