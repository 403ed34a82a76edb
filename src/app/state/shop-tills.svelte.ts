/** The shop's tills as a rune, for as long as their sheet is open. */
import type { ShopTills, ShopTillsView } from '../../till/shop-tills.ts';
import type { Till } from '../../till/till.ts';

const WAITING: ShopTillsView = { tills: { name: 'loading' }, code: null, audit: null };
const SILENT: ShopTillsView = { ...WAITING, tills: { name: 'silent' } };

/** A mirror of the till's `ShopTills`, which is fetched when the sheet opens. */
export class ShopTillsState {
  readonly #till: Pick<Till, 'shopTills'>;
  #tills = $state.raw<ShopTills | null>(null);
  #view = $state.raw(WAITING);
  #isOver = false;

  constructor(till: Pick<Till, 'shopTills'>) {
    this.#till = till;
  }

  /** What the sheet shows. */
  get view(): ShopTillsView {
    return this.#view;
  }

  /** What can be done; null while it is not here. */
  get tills(): ShopTills | null {
    return this.#tills;
  }

  /** Asks, again where nobody answered. */
  ask = async (): Promise<void> => {
    this.#view = WAITING;
    const tills = this.#tills ?? (await this.#till.shopTills());
    if (this.#isOver) return tills?.close();
    if (tills === null) return void (this.#view = SILENT);
    if (this.#tills === null) tills.subscribe(() => (this.#view = tills.view()));
    this.#tills = tills;
    await tills.reload();
  };

  /** The sheet is closed. */
  close(): void {
    this.#isOver = true;
    this.#tills?.close();
  }
}
