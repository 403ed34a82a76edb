/** Starts of an installed till, each without a page, a process or a worker of it left from before, to the first digit its keypad takes. */
import type { Link } from './link.ts';
import type { Subject } from './subjects.ts';
import { Tablet } from './tablet.ts';
import { pause } from './wall.ts';

/** The browser's own start is not the till's: a tablet's runs already, ms. */
const BROWSER_MS = 1_000;

/** What is started, and how. */
export interface StartOptions {
  readonly subject: Subject;
  readonly link: Link;
  /** a profile in which the till is installed */
  readonly profile: string;
  readonly isOffline: boolean;
  readonly slowdown: number;
}

/** From the navigation's beginning to the painted digit, ms. */
export async function measureStart({
  subject,
  link,
  profile,
  isOffline,
  slowdown,
}: StartOptions): Promise<number> {
  link.cut(isOffline);
  const tablet = await Tablet.start({ subject, profile, pressesFirst: true });
  try {
    await tablet.setOffline(isOffline);
    await tablet.slowDown(slowdown);
    await pause(BROWSER_MS);
    const digit = await tablet.firstDigit();
    await tablet.page.goto(link.origin, { waitUntil: 'commit' });
    return await digit.painted;
  } finally {
    await tablet.close();
    link.cut(false);
  }
}

/** Waits until the service worker has all of the till: then it is installed. */
export async function whenInstalled(tablet: Tablet): Promise<void> {
  await tablet.page.evaluate(async () => void (await navigator.serviceWorker.ready));
  let kept = -1;
  for (;;) {
    const now = await tablet.page.evaluate(countKept);
    if (now === kept && now > 0) return;
    kept = now;
    await pause(1_000);
  }
}

/** Runs in the page. */
async function countKept(): Promise<number> {
  const names = await caches.keys();
  const lists = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).length));
  return lists.reduce((sum, count) => sum + count, 0);
}
