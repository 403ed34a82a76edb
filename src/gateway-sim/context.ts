/** What every part of the practice gateway works with. */
import type { Merchant, SimPorts } from './ports.ts';
import type { SimSettings } from './settings.ts';

/** Ports, settings and the stores it serves. */
export interface Sim extends SimPorts {
  readonly settings: SimSettings;
  readonly merchants: readonly Merchant[];
}
