/** The practice gateway: Pockyt's in-store API at the root, the customers' wallets and the faults under /sim. */
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createAdmin } from './admin.ts';
import { createAgenda } from './agenda.ts';
import type { Sim } from './context.ts';
import type { Call } from './faults.ts';
import type { Merchant, SimPorts } from './ports.ts';
import { migrate } from './schema.ts';
import { serve } from './serve.ts';
import { DEFAULT_SETTINGS, type SimSettings } from './settings.ts';

/** What it is made of. `settings` replace the defaults one by one. */
export interface SimDeps extends SimPorts {
  readonly merchants: readonly Merchant[];
  readonly settings?: Partial<SimSettings>;
}

/** A running practice gateway. */
export interface GatewaySim {
  /** Serves everything; mount it anywhere. */
  readonly app: Hono;
  /** Picks up what the database says is still to happen. Call once, also after a kill. */
  start(): void;
  /** Ends timers and waits for deliveries on their way; the database may then be closed. */
  stop(): Promise<void>;
}

/** Paths of the calls served; `prepay` is `pay` under its other name (pockyt.md §2). */
const PATHS: Readonly<Record<string, Call>> = {
  '/app-instore/v3/add': 'add',
  '/app-instore/v3/pay': 'pay',
  '/app-instore/v3/prepay': 'pay',
  '/app-data-search/v3/tran-query': 'tran-query',
  '/app-data-search/v3/cancel': 'cancel',
};

/** Far beyond any call; this gateway may stand open to a whole Wi-Fi. */
const MAX_BODY_BYTES = 64 * 1024;

/** Makes a practice gateway on `deps.sql`, whose tables it makes where there are none. Throws on a newer file. */
export function createGatewaySim(deps: SimDeps): GatewaySim {
  migrate(deps.sql);
  const sim: Sim = { ...deps, settings: { ...DEFAULT_SETTINGS, ...deps.settings } };
  const agenda = createAgenda(sim);
  const app = new Hono();
  app.use(bodyLimit({ maxSize: MAX_BODY_BYTES }));
  for (const [path, call] of Object.entries(PATHS)) app.post(path, (c) => serve(sim, agenda, call, c));
  app.route('/sim', createAdmin(sim, agenda));
  return { app, start: () => agenda.wake(), stop: () => agenda.stop() };
}
