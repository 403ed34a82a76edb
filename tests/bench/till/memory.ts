/** Hundreds of sales in one page, read by a hand scanner: what is left in memory after each stretch. */
import type { Gateway } from '../../e2e/gateway.ts';
import { TillPage } from '../../e2e/pages/till-page.ts';
import type { Link } from './link.ts';
import type { Tablet } from './tablet.ts';

/** Sales before the first look: what is made once is made by then. */
const WARM_UP = 20;

/** What the page holds after the garbage was collected. */
export interface Held {
  readonly sales: number;
  /** JavaScript, what the browser holds for it, and buffers, MB */
  readonly mb: number;
  readonly nodes: number;
  readonly listeners: number;
}

/** Sells, and looks at the beginning, in the middle and at the end. */
export async function measureMemory(
  { tablet, link, gateway }: { readonly tablet: Tablet; readonly link: Link; readonly gateway: Gateway },
  sales: number,
): Promise<Held[]> {
  const till = new TillPage(tablet.page, link.origin);
  const looks = [WARM_UP, WARM_UP + Math.round(sales / 2), WARM_UP + sales];
  const held: Held[] = [];
  for (let n = 1; n <= WARM_UP + sales; n += 1) {
    await sellByHand(tablet, till, gateway, n);
    if (looks.includes(n)) held.push({ sales: n, ...(await look(tablet)) });
  }
  return held;
}

/** No two sums in a row are alike: the till would ask whether it is the same customer. */
async function sellByHand(tablet: Tablet, till: TillPage, gateway: Gateway, n: number): Promise<void> {
  const before = (await tablet.watched()).paid.length;
  const { code } = await gateway.code();
  await tablet.charge(String(100 + n));
  await till.waitForViewfinder();
  await till.scan(code);
  await tablet.isPaid(before);
  await tablet.key(tablet.subject.next).tap();
  await tablet.key(/^1$/).waitFor();
}

async function look({ devtools }: Tablet): Promise<Omit<Held, 'sales'>> {
  for (let round = 0; round < 3; round += 1) await devtools.send('HeapProfiler.collectGarbage');
  const usage = await devtools.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await devtools.send('Memory.getDOMCounters');
  const bytes = usage.usedSize + usage.embedderHeapUsedSize + usage.backingStorageSize;
  return { mb: bytes / 1e6, nodes, listeners: jsEventListeners };
}
