/** What this deployment is set up as: the variables and secrets of the Worker, read as a shop's own machine reads its own. */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { LogLevel } from '../core/json-log.ts';
import { SETTING_DEFAULTS, type ShopSettings } from '../core/settings.ts';
import { readConfig, type ServerConfig } from '../setup/config.ts';
import { GATEWAY_PATH } from '../setup/paths.ts';
import { isLive, PRACTICE_ACCOUNT, type ConfiguredShop } from '../setup/shops.ts';
import { StartProblem } from '../setup/start-problem.ts';
import type { CodeDirectory, ObjectNamespace, Reach } from './platform.ts';

/** The Worker's bindings (wrangler.jsonc); beside them stand the variables of `.env`, and the secrets. */
export interface Env {
  readonly SHOP: ObjectNamespace<Reach>;
  readonly GATEWAY: ObjectNamespace<Reach>;
  readonly CODES: ObjectNamespace<CodeDirectory>;
  readonly ASSETS: Reach;
  readonly [variable: string]: unknown;
}

/** One deployment. */
export interface Deployment {
  /** Practice has one. */
  readonly shops: readonly [ShopSettings, ...ShopSettings[]];
  /** key of every keyed hash */
  readonly secret: Uint8Array;
  readonly isPractice: boolean;
  /** the least that is logged */
  readonly logFrom: LogLevel;
  /** requests a second of one till, in the long run */
  readonly ratePerTill: number;
  /** Pling's, as `npm run deploy` has named it */
  readonly version: string;
}

/** Addresses that lead nowhere (RFC 6761): in practice shop and gateway meet inside the Worker, never on the network. */
const INNER_GATEWAY = `https://gateway.invalid${GATEWAY_PATH}`;
const INNER_SHOP = 'https://till.invalid';

/** What was read already: the variables of a running Worker never change. */
const known = new WeakMap<Env, Deployment>();

/** The deployment of `env`. Throws a StartProblem that names the variable. */
export function deploymentOf(env: Env): Deployment {
  const found = known.get(env) ?? readDeployment(env);
  known.set(env, found);
  return found;
}

function readDeployment(env: Env): Deployment {
  const config = readConfig(textsOf(env), [], SETTING_DEFAULTS.timeZone);
  if (config.secret === null) {
    throw new StartProblem('PLING_SECRET is not set: npx wrangler secret put PLING_SECRET.');
  }
  if (config.practiceGatewayUrl !== null) {
    throw new StartProblem('PRACTICE_GATEWAY_URL is for a shop’s own machine; remove it.');
  }
  const [first, ...others] = config.shops;
  return {
    shops: [settingsOf(config, first), ...others.map((shop) => settingsOf(config, shop))],
    secret: sha256(utf8ToBytes(config.secret)),
    isPractice: !isLive(config.shops),
    logFrom: config.logFrom,
    ratePerTill: config.ratePerTill,
    version: textsOf(env)['PLING_VERSION'] ?? 'unknown',
  };
}

function settingsOf({ publicUrl }: ServerConfig, { shop, account }: ConfiguredShop): ShopSettings {
  return {
    ...shop,
    gateway: account ?? { ...PRACTICE_ACCOUNT, baseUrl: INNER_GATEWAY },
    webhookOrigin: account === null ? INNER_SHOP : publicUrl,
    publicUrl,
  };
}

function textsOf(env: Env): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}
