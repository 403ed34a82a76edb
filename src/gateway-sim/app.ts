/** The practice gateway: Pockyt's in-store API at the root, the customers' wallets and the faults under /sim. */
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { LinearRouter } from 'hono/router/linear-router';
import { createAdmin } from './admin.ts';
import { createAgenda } from './agenda.ts';
import { makeAlarm } from './alarm.ts';
import type { Sim } from './context.ts';
import { createControls, type Controls } from './controls.ts';
import { MAX_BODY_BYTES } from './body.ts';
import type { Call } from './fault-kinds.ts';
import { Faults } from './faults.ts';
import type { Merchant, SimPorts } from './ports.ts';
import { migrate } from './schema.ts';
import { serve } from './serve.ts';
import { SettingsStore } from './settings-store.ts';
import type { SimSettings } from './settings.ts';

/** What it is made of. `settings` replace the defaults one by one; what was set while running replaces these. */
export interface SimDeps extends SimPorts {
  readonly merchants: readonly Merchant[];
  readonly settings?: Partial<SimSettings>;
}

/** A running practice gateway. */
export interface GatewaySim extends Controls {
  /** Serves everything; mount it anywhere. */
  readonly app: Hono;
  /** Picks up what the database says is still to happen. Call once, also after a kill. */
  start(): void;
  /** Does what is due; resolves when its deliveries have ended. Only for who must wake it from outside. */
  wake(): Promise<void>;
  /** Ends timers and waits for deliveries on their way; the database may then be closed. */
  stop(): Promise<void>;
}

/** Paths of the calls served; `prepay` and `reverse` are other names of `pay` and `cancel` (pockyt.md §2). */
const PATHS: Readonly<Record<string, Call>> = {
  '/app-instore/v3/add': 'add',
  '/app-instore/v3/pay': 'pay',
  '/app-instore/v3/prepay': 'pay',
  '/app-instore/v3/reverse': 'cancel',
  '/app-data-search/v3/tran-query': 'tran-query',
  '/app-data-search/v3/cancel': 'cancel',
  '/app-data-search/v3/reverse': 'cancel',
  '/app-data-search/v3/refund': 'refund',
  '/app-instore/v3/create-trans-qrcode': 'create-trans-qrcode',
  '/app-data-search/v3/trans-list': 'trans-list',
  '/app-data-search/v3/settle-list': 'settle-list',
};

/** Makes a practice gateway on `deps.sql`, whose tables it makes or migrates. Throws on a newer file. */
export function createGatewaySim(deps: SimDeps): GatewaySim {
  migrate(deps.sql);
  const settings = new SettingsStore(deps.sql, deps.settings ?? {});
  const sim: Sim = {
    ...deps,
    get settings() {
      return settings.current;
    },
    faults: new Faults(deps.sql),
    alarm: makeAlarm(),
    revision: { count: 0 },
  };
  const agenda = createAgenda(sim);
  const controls = createControls(sim, agenda, settings);
  const app = new Hono({ router: new LinearRouter() });
  app.use('/sim/*', bodyLimit({ maxSize: MAX_BODY_BYTES }));
  for (const [path, call] of Object.entries(PATHS)) app.post(path, (c) => serve(sim, agenda, call, c));
  app.route('/sim', createAdmin(sim, agenda, controls));
  const wake = (): Promise<void> => {
    agenda.wake();
    return agenda.settled();
  };
  return { app, ...controls, start: () => agenda.wake(), wake, stop: () => agenda.stop() };
}
