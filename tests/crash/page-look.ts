/** What runs inside the page: reads the screen as a person does, and the journal as it lies in IndexedDB. */

/** Words of the screen by which its states are told apart. */
export interface ScreenWords {
  /** second-level heading of the counter → state */
  readonly headings: Readonly<Record<string, string>>;
}

/** The screen at one moment; `cents` as the digits of the amount say. */
export interface ScreenLook {
  readonly name: string;
  readonly cents: number;
  readonly roll: readonly { readonly cents: number; readonly number: string; readonly word: string }[];
}

declare global {
  interface Window {
    plingLook?: () => ScreenLook;
    /** The harness's ear: called with every change of the counter. */
    plingSeen?: (name: string, cents: number) => Promise<void>;
  }
}

/** Installed before the page's own code: defines `plingLook` and tells `plingSeen` of every change of the counter. */
export function watchScreen({ headings }: ScreenWords): void {
  const centsIn = (text: string): number => Number(text.replace(/\D/g, '') || '0');
  const textOf = (root: ParentNode, selector: string): string =>
    root.querySelector(selector)?.textContent.trim() ?? '';
  const nameOf = (counter: Element | null): string => {
    if (!counter) return 'nothing';
    if ([...counter.querySelectorAll('button')].some((key) => key.textContent.trim() === '1'))
      return 'amount';
    if (counter.querySelector('.finder')) return 'ready';
    const heading = textOf(counter, 'h2');
    // The longest that fits: "Paid after all" is not "Paid".
    const fitting = Object.keys(headings).filter((words) => heading.startsWith(words));
    const known = fitting.sort((a, b) => b.length - a.length)[0];
    return known === undefined ? 'nothing' : (headings[known] ?? 'nothing');
  };
  window.plingLook = () => {
    const counter = document.querySelector('.counter');
    const lines = [...document.querySelectorAll('aside .line')];
    return {
      name: nameOf(counter),
      cents: counter ? centsIn(textOf(counter, 'h1')) : 0,
      roll: lines.map((line) => ({
        cents: centsIn(textOf(line, '.sum')),
        number: textOf(line, '.meta span:last-child'),
        word: textOf(line, '.state'),
      })),
    };
  };
  let last = '';
  const tell = (): void => {
    const look = window.plingLook?.();
    const now = look ? `${look.name} ${look.cents}` : '';
    if (!look || now === last) return;
    last = now;
    void window.plingSeen?.(look.name, look.cents);
  };
  new MutationObserver(tell).observe(document, { childList: true, subtree: true, characterData: true });
}

/** Every row of the journal's sales, as they lie there; empty where there is no journal. */
export async function readJournal(): Promise<unknown[]> {
  const databases = await indexedDB.databases();
  const name = databases.map((each) => each.name ?? '').find((each) => each.startsWith('pling-'));
  if (name === undefined) return [];
  const done = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('IndexedDB said no'));
    });
  const db = await done(indexedDB.open(name));
  try {
    const rows: unknown[] = await done(db.transaction('sales').objectStore('sales').getAll());
    return rows.map((row) => (typeof row === 'object' && row !== null && 'sale' in row ? row.sale : row));
  } finally {
    db.close();
  }
}
