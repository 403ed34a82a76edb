/** Asks the browser to keep this tablet's sales, once after each pairing, and tells its answer. */
import type { Keep } from '../../till/deps.ts';
import type { Till } from '../../till/till.ts';
import type { Shelf, ShelfAnswer } from './shelf.svelte.ts';

const KEY = 'pling.storage-asked';

/** What asking at set-up needs. */
export interface AskAtSetUp {
  readonly till: Pick<Till, 'view' | 'subscribe'>;
  readonly shelf: Shelf;
  readonly keep: Keep;
  /** Shows the answer. */
  readonly tell: (answer: ShelfAnswer) => void;
}

/** Asks once after each pairing, tells the answer, and only looks at later starts. Returns the undo. */
export function askAtSetUp({ till, shelf, keep, tell }: AskAtSetUp): () => void {
  let wasPaired = false;
  const check = (): void => {
    const { name } = till.view().pairing;
    if (name === 'unpaired' || name === 'lost') keep.set(KEY, null);
    const isPaired = name === 'paired';
    if (isPaired && !wasPaired) void greet();
    wasPaired = isPaired;
  };
  async function greet(): Promise<void> {
    if (keep.get(KEY) !== null) return void (await shelf.look());
    keep.set(KEY, 'yes');
    tell(await shelf.ask());
  }
  check();
  return till.subscribe(check);
}
