/** The shops of a deployment from the environment: one set of variables, or POCKYT_SHOPS with a set a shop. */
import * as v from 'valibot';
import { money, parseDecimal, type Minor } from '../core/money/money.ts';
import { makeRealm, SETTING_DEFAULTS, type GatewayAccount, type ShopSettings } from '../core/settings.ts';
import { readEnvironment, type Environment, type EnvironmentValues } from './env.ts';
import { StartProblem } from './start-problem.ts';

/** The practice gateway's one store. Its token guards nothing: no money can move there. */
export const PRACTICE_ACCOUNT = { merchantNo: '200043', storeNo: '300014', token: 'practice' } as const;

/** Settings before the server knows its own addresses. */
export type ShopConfig = Omit<ShopSettings, 'gateway' | 'webhookOrigin' | 'publicUrl'>;

/** One shop before the server knows its own addresses. */
export interface ConfiguredShop {
  readonly shop: ShopConfig;
  /** The account at the real gateway; null in practice. */
  readonly account: GatewayAccount | null;
}

/** The shops of a server. */
export type ConfiguredShops = readonly [ConfiguredShop, ...ConfiguredShop[]];

/** True where charges are real; practice and live shops never share a server. */
export function isLive([first]: ConfiguredShops): boolean {
  return first.account !== null;
}

/** Variables a shop may have of its own; all others belong to the server. */
export const SHOP_VARIABLES: readonly string[] = [
  'POCKYT_MERCHANT_NO',
  'POCKYT_STORE_NO',
  'POCKYT_TOKEN',
  'POCKYT_BASE_URL',
  'CURRENCY',
  'SETTLE_CURRENCY',
  'VENDOR_WECHAT',
  'SHOP_NAME',
  'SHOP_ADDRESS',
  'SHOP_TIME_ZONE',
  'LIMIT_PER_SALE',
  'TRUST_LIMIT',
  'LIMIT_PER_TILL_DAY',
  'LIMIT_PER_DAY',
  'REFUND_LIMIT_PER_DAY',
  'ORDER_TIMEOUT_MIN',
];
/** More than any machine in a shop serves; each has a database of its own open. */
const MOST_SHOPS = 100;

const shopsSchema = v.pipe(
  v.array(v.record(v.string(), v.union([v.string(), v.number()]))),
  v.minLength(1),
  v.maxLength(MOST_SHOPS),
);

/** What is asked for beside the environment. */
export interface ShopsWanted {
  /** practice, whatever the environment says */
  readonly practice: boolean;
  /** the time zone where none is named */
  readonly machineZone: string;
}

/** Reads every shop. Throws a StartProblem that names the shop and the variable. */
export function readShops(
  environment: Environment,
  values: EnvironmentValues,
  { practice, machineZone }: ShopsWanted,
): ConfiguredShops {
  if (practice || values.POCKYT_SHOPS === undefined) {
    return [makeShop(values, practice ? null : readAccount(values), machineZone)];
  }
  const [first, ...others] = readList(values.POCKYT_SHOPS).map((own, index) =>
    readOne({ ...environment, ...own }, `POCKYT_SHOPS, shop ${index + 1}`, machineZone),
  );
  if (first === undefined) throw notAList();
  const shops: ConfiguredShops = [first, ...others];
  refuseTwins(shops);
  return shops;
}

function readList(text: string): Record<string, string>[] {
  const read = v.safeParse(shopsSchema, jsonOf(text));
  if (!read.success) throw notAList();
  return read.output.map((own, index) => {
    const stranger = Object.keys(own).find((name) => !SHOP_VARIABLES.includes(name));
    if (stranger !== undefined)
      throw new StartProblem(`POCKYT_SHOPS, shop ${index + 1}: a shop cannot have ${stranger} of its own.`);
    return Object.fromEntries(Object.entries(own).map(([name, value]) => [name, String(value)]));
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notAList();
  }
}

function notAList(): StartProblem {
  return new StartProblem(
    `POCKYT_SHOPS must be a JSON list of 1 to ${MOST_SHOPS} shops, such as [{"POCKYT_STORE_NO": "300014", "SHOP_NAME": "Main Street"}].`,
  );
}

function readOne(environment: Environment, where: string, machineZone: string): ConfiguredShop {
  try {
    const values = readEnvironment(environment);
    const account = readAccount(values);
    if (account === null) throw new StartProblem('set all four POCKYT_ variables.');
    return makeShop(values, account, machineZone);
  } catch (error) {
    if (!(error instanceof StartProblem)) throw error;
    throw new StartProblem(`${where}: ${error.message}`, { cause: error });
  }
}

/** Two ledgers of one store would each believe that the other's payments are strays. */
function refuseTwins(shops: ConfiguredShops): void {
  const realms = shops.map(({ shop }) => shop.realm);
  const twin = realms.findIndex((realm, index) => realms.indexOf(realm) !== index);
  if (twin < 0) return;
  throw new StartProblem(`POCKYT_SHOPS, shop ${twin + 1}: this merchant and store stand there twice.`);
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
): ConfiguredShop {
  // Practice has one name whatever port it runs on, so that its records are found again.
  const { baseUrl, merchantNo, storeNo } = account ?? { baseUrl: 'practice', ...PRACTICE_ACCOUNT };
  const shop: ShopConfig = {
    mode: account === null ? 'practice' : 'live',
    realm: makeRealm(baseUrl, merchantNo, storeNo),
    name: values.SHOP_NAME,
    address: values.SHOP_ADDRESS ?? null,
    timeZone: values.SHOP_TIME_ZONE ?? machineZone,
    currency: values.CURRENCY,
    settleCurrency: values.SETTLE_CURRENCY,
    limitPerSale: readLimit(values),
    trustLimit: readTrustLimit(values),
    ...readDayLimits(values, readLimit(values)),
    orderTimeoutMin: values.ORDER_TIMEOUT_MIN,
    codeLifeMs: SETTING_DEFAULTS.codeLifeMs,
    wechatVendor: values.VENDOR_WECHAT,
  };
  return { shop, account };
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

/** A day's limits: what is not named has none, but for refunds. */
function readDayLimits(
  values: EnvironmentValues,
  limitPerSale: Minor,
): Pick<ShopConfig, 'limitPerTillDay' | 'limitPerDay' | 'refundLimitPerDay'> {
  return {
    limitPerTillDay: readDayLimit(values, 'LIMIT_PER_TILL_DAY') ?? SETTING_DEFAULTS.limitPerTillDay,
    limitPerDay: readDayLimit(values, 'LIMIT_PER_DAY') ?? SETTING_DEFAULTS.limitPerDay,
    // 0: a manager gives nothing back here, only in the gateway's portal. Any one sale can be given back, in any currency.
    refundLimitPerDay:
      readDayLimit(values, 'REFUND_LIMIT_PER_DAY') ?? money(2 * limitPerSale, values.CURRENCY).minor,
  };
}

function readDayLimit(
  values: EnvironmentValues,
  name: 'LIMIT_PER_TILL_DAY' | 'LIMIT_PER_DAY' | 'REFUND_LIMIT_PER_DAY',
): Minor | null {
  const { [name]: limit, CURRENCY: currency } = values;
  if (limit === undefined) return null;
  const read = parseDecimal(limit, currency);
  if (read.ok && (read.money.minor > 0 || name === 'REFUND_LIMIT_PER_DAY')) return read.money.minor;
  throw new StartProblem(`${name} must be an amount in ${currency} such as 5000.00, not "${limit}".`);
}
