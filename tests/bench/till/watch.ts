/** Watches a till's page from inside, the same for both: what was painted, how long the page was busy, when a code was read. */
import type { Page } from '@playwright/test';
import type { SeenParts } from './subjects.ts';

/** What was seen since the page was opened; times are the page's `performance.now()`. */
export interface Watched {
  /** each time the result "paid" came onto the screen */
  readonly paid: number[];
  /** each change of the amount after a press: from the press to the paint, ms */
  readonly keys: number[];
  /** each code the decoder found */
  readonly reads: number[];
  /** tasks of 50 ms and more */
  readonly longTasks: { readonly at: number; readonly ms: number }[];
  /** the first digit that was taken, painted; null: not yet */
  firstDigit: number | null;
}

declare global {
  interface Window {
    watched: Watched;
    /** Hears of the first digit: to look for it from outside would cost the start a script of the driver's. */
    tellFirstDigit?: (at: string) => void;
  }
}

/** Begins with every page that is opened from now on. `pressesFirst`: presses 1 as soon as the key is there. */
export async function watch(page: Page, seen: SeenParts, pressesFirst = false): Promise<void> {
  await page.addInitScript(install, { ...seen, pressesFirst });
}

/** Runs in the page: nothing from outside is there but its argument. */
function install({ figure, paid, pressesFirst }: SeenParts & { readonly pressesFirst: boolean }): void {
  const watched: Watched = { paid: [], keys: [], reads: [], longTasks: [], firstDigit: null };
  window.watched = watched;

  /** The first task after the frame with the change: it is painted and handed on to be shown. */
  const afterPaint = (tell: (at: number) => void): void => {
    requestAnimationFrame(() => afterFrame(tell));
  };
  /** The same from within the frame's own callbacks. */
  const afterFrame = (tell: (at: number) => void): void => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => tell(performance.now());
    port2.postMessage(null);
  };

  let pressedAt: number | null = null;
  let [wasPaid, amount] = [false, ''];
  const note = (event: Event): void => void (pressedAt = event.timeStamp);
  addEventListener('pointerdown', note, true);
  addEventListener('keydown', note, true);

  function look(): void {
    const isPaid = document.querySelector(paid) !== null;
    if (isPaid && !wasPaid) afterPaint((at) => watched.paid.push(at));
    wasPaid = isPaid;
    const text = document.querySelector(figure)?.textContent ?? amount;
    if (text === amount) return;
    amount = text;
    const from = pressedAt;
    pressedAt = null;
    if (from !== null) afterPaint((at) => watched.keys.push(at - from));
  }

  function tellFirst(at: number): void {
    watched.firstDigit = at;
    window.tellFirstDigit?.(String(at));
  }

  /** Presses 1 until the amount has taken it. */
  function pressFirst(): void {
    const one = [...document.querySelectorAll('button')].find((key) => key.textContent.trim() === '1');
    one?.click();
    // By then either till has drawn it: this very frame shows it.
    queueMicrotask(() => {
      const isShown = document.querySelector(figure)?.textContent.includes('1') === true;
      if (isShown) afterFrame(tellFirst);
      else requestAnimationFrame(pressFirst);
    });
  }

  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries())
      watched.longTasks.push({ at: startTime, ms: duration });
  }).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntriesByName('read')) watched.reads.push(startTime);
  }).observe({ type: 'mark', buffered: true });

  /** A decoder in a worker: the code is read when its word reaches the page. */
  const Plain = Worker;
  class HeardWorker extends Plain {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      this.addEventListener('message', ({ data }: MessageEvent<{ kind?: string; text?: string | null }>) => {
        if (data.kind === 'decoded' && data.text) watched.reads.push(performance.now());
      });
    }
  }
  window.Worker = HeardWorker;
  if (pressesFirst) requestAnimationFrame(pressFirst);
}
