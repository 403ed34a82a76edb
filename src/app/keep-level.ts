/** How fast this till is, kept on the tablet: fetched when the page is idle, or with the page that shows it. */
import { openLevelShelf } from '../journal/level-shelf.ts';
import type { ServiceLevel } from '../till/service-level.ts';
import type { Till } from '../till/till.ts';

/** Measures from now on, in a store of its own; null where the code for it could not be fetched. Again: nothing more. */
export async function keepLevel(till: Pick<Till, 'level' | 'subscribe'>): Promise<ServiceLevel | null> {
  const level = await till.level();
  level?.begin({ till, openShelf: (realm) => openLevelShelf(`level-${realm}`) });
  return level;
}
