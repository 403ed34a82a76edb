/** What every part of the practice gateway works with. */
import type { Alarm } from './alarm.ts';
import type { Faults } from './faults.ts';
import type { Merchant, SimPorts } from './ports.ts';
import type { SimSettings } from './settings.ts';

/** Ports, settings, the stores it serves, and what it keeps in memory of its own file. */
export interface Sim extends SimPorts {
  /** In force now; they may be others at the next call. */
  readonly settings: SimSettings;
  readonly merchants: readonly Merchant[];
  readonly faults: Faults;
  readonly alarm: Alarm;
  /** Counts changes of orders and money, so that an unchanged book need not be read again. */
  readonly revision: { count: number };
}

/** Runs `work` in one transaction. Where it throws, what was held in memory is read anew from what still stands. */
export function transact<T>(sim: Sim, work: () => T): T {
  try {
    return sim.sql.transaction(work);
  } catch (cause) {
    sim.faults.reload();
    sim.alarm.early.clear();
    sim.revision.count += 1;
    throw cause;
  }
}
