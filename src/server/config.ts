/** From environment and arguments to what the server is made of. Pure: reads no file and no clock. */
import { parseArgs } from 'node:util';
import { money, parseDecimal, type Minor } from '../core/money/money.ts';
import { makeRealm, SETTING_DEFAULTS, type GatewayAccount, type ShopSettings } from '../core/settings.ts';
import { readEnvironment, type Environment, type EnvironmentValues } from './env.ts';
import { StartProblem } from './start-problem.ts';

/** The practice gateway's one store. Its token guards nothing: no money can move there. */
export const PRACTICE_ACCOUNT = { merchantNo: '200043', storeNo: '300014', token: 'practice' } as const;

/** Settings before the server knows its own addresses. */
export type ShopConfig = Omit<ShopSettings, 'gateway' | 'webhookOrigin' | 'publicUrl'>;

/** What the server is made of. */
export interface ServerConfig {
  readonly shop: ShopConfig;
  /** The account at the real gateway; null in practice. */
  readonly account: GatewayAccount | null;
  /** Practice only: where to reach the practice gateway instead of at the server's own address. */
  readonly practiceGatewayUrl: string | null;
  readonly publicUrl: string | null;
  readonly port: number;
  readonly host: string;
  /** Listen on all addresses with a local certificate. */
  readonly lan: boolean;
  /** Files of a certificate, if the shop has one. */
  readonly tls: { readonly certPath: string; readonly keyPath: string } | null;
  readonly dataDir: string;
  readonly secret: string | null;
  /** A person asked for practice where live ledgers lie. */
  readonly practiceWanted: boolean;
}

/** Reads everything. `machineZone` is the time zone where none is named. Throws a StartProblem. */
export function readConfig(
  environment: Environment,
  args: readonly string[],
  machineZone: string,
): ServerConfig {
  const { lan, practice } = readArguments(args);
  const values = readEnvironment(environment);
  const account = practice ? null : readAccount(values);
  if (account !== null && values.PRACTICE_GATEWAY_URL !== undefined) {
    throw new StartProblem('PRACTICE_GATEWAY_URL is for practice only; remove it, or the POCKYT_ variables.');
  }
  return {
    shop: makeShop(values, account, machineZone),
    account,
    practiceGatewayUrl: values.PRACTICE_GATEWAY_URL ?? null,
    publicUrl: values.PUBLIC_URL ?? null,
    port: values.PORT,
    host: lan ? '0.0.0.0' : values.HOST,
    lan,
    tls: readTls(values),
    dataDir: values.DATA_DIR,
    secret: values.PLING_SECRET ?? null,
    practiceWanted: practice,
  };
}

function readArguments(args: readonly string[]): { lan: boolean; practice: boolean } {
  try {
    const options = { lan: { type: 'boolean' }, practice: { type: 'boolean' } } as const;
    const { values } = parseArgs({ args: [...args], options, strict: true });
    return { lan: values.lan ?? false, practice: values.practice ?? false };
  } catch {
    throw new StartProblem(`Cannot read the arguments "${args.join(' ')}": known are --lan and --practice.`);
  }
}

/** All four or none: half a set would be a shop that cannot charge and does not know it. */
function readAccount(values: EnvironmentValues): GatewayAccount | null {
  const { POCKYT_MERCHANT_NO: merchantNo, POCKYT_STORE_NO: storeNo } = values;
  const { POCKYT_TOKEN: token, POCKYT_BASE_URL: baseUrl } = values;
  if (merchantNo !== undefined && storeNo !== undefined && token !== undefined && baseUrl !== undefined) {
    return { merchantNo, storeNo, token, baseUrl };
  }
  const names = ['POCKYT_MERCHANT_NO', 'POCKYT_STORE_NO', 'POCKYT_TOKEN', 'POCKYT_BASE_URL'] as const;
  const missing = names.filter((name) => values[name] === undefined);
  if (missing.length === names.length) return null;
  throw new StartProblem(
    `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not set: set all four POCKYT_ variables, or none for practice.`,
  );
}

function makeShop(
  values: EnvironmentValues,
  account: GatewayAccount | null,
  machineZone: string,
): ShopConfig {
  // Practice has one name whatever port it runs on, so that its records are found again.
  const { baseUrl, merchantNo, storeNo } = account ?? { baseUrl: 'practice', ...PRACTICE_ACCOUNT };
  return {
    mode: account === null ? 'practice' : 'live',
    realm: makeRealm(baseUrl, merchantNo, storeNo),
    name: values.SHOP_NAME,
    address: values.SHOP_ADDRESS ?? null,
    timeZone: values.SHOP_TIME_ZONE ?? machineZone,
    currency: values.CURRENCY,
    settleCurrency: values.SETTLE_CURRENCY,
    limitPerSale: readLimit(values),
    trustLimit: readTrustLimit(values),
    orderTimeoutMin: values.ORDER_TIMEOUT_MIN,
    codeLifeMs: SETTING_DEFAULTS.codeLifeMs,
    wechatVendor: values.VENDOR_WECHAT,
  };
}

function readLimit({ LIMIT_PER_SALE: limit, CURRENCY: currency }: EnvironmentValues): Minor {
  const read = parseDecimal(limit, currency);
  if (!read.ok || read.money.minor === 0) {
    throw new StartProblem(
      `LIMIT_PER_SALE must be an amount in ${currency} such as 1000.00, not "${limit}".`,
    );
  }
  return money(read.money.minor, currency).minor;
}

/** 0 lets nothing go on trust. */
function readTrustLimit({ TRUST_LIMIT: limit, CURRENCY: currency }: EnvironmentValues): Minor {
  const read = parseDecimal(limit, currency);
  if (read.ok) return read.money.minor;
  throw new StartProblem(`TRUST_LIMIT must be an amount in ${currency} such as 50.00, or 0, not "${limit}".`);
}

function readTls({ TLS_CERT: certPath, TLS_KEY: keyPath }: EnvironmentValues): ServerConfig['tls'] {
  if (certPath !== undefined && keyPath !== undefined) return { certPath, keyPath };
  if (certPath === undefined && keyPath === undefined) return null;
  const [missing, other] = certPath === undefined ? ['TLS_CERT', 'TLS_KEY'] : ['TLS_KEY', 'TLS_CERT'];
  throw new StartProblem(`${missing} is not set, but ${other} is: a certificate needs both files.`);
}
