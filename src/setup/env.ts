/** The environment as typed values: every variable read once, every mistake a sentence that names it. */
import * as v from 'valibot';
import { LOG_LEVELS } from '../core/json-log.ts';
import { currencies, isCurrency, type Currency } from '../core/money/money.ts';
import { ORDER_TIMEOUT_BOUNDS, SETTING_DEFAULTS, TEXT_BOUNDS, WECHAT_VENDORS } from '../core/settings.ts';
import { RATES } from '../proxy/auth/rate-limits.ts';
import { StartProblem } from './start-problem.ts';

/** What the environment, or `.env`, may hold. */
export type Environment = Readonly<Record<string, string | undefined>>;

const text = (max: number) => v.pipe(v.string(), v.maxLength(max, `may have ${max} characters at most`));
const digits = v.pipe(v.string(), v.regex(/^\d{4,20}$/, 'must be digits only'));
const wholeNumber = (min: number, max: number) =>
  v.pipe(
    v.string(),
    v.regex(/^\d{1,6}$/, `must be a whole number from ${min} to ${max}`),
    v.transform(Number),
    v.minValue(min, `must be a whole number from ${min} to ${max}`),
    v.maxValue(max, `must be a whole number from ${min} to ${max}`),
  );
const currency = v.pipe(
  v.string(),
  v.check(isCurrency, `must be one of ${currencies().join(', ')}`),
  v.transform((code) => code as Currency),
);
const origin = v.pipe(
  v.string(),
  v.check(isHttpsOrigin, 'must be an https address without a path, such as https://till.example.com'),
  v.transform((url) => new URL(url).origin),
);
const address = v.pipe(
  v.string(),
  v.check(isSafeAddress, 'must be an https address (http only on this machine itself)'),
  v.transform((url) => url.replace(/\/+$/, '')),
);

const environmentSchema = v.object({
  POCKYT_MERCHANT_NO: v.optional(digits),
  POCKYT_STORE_NO: v.optional(digits),
  POCKYT_TOKEN: v.optional(text(200)),
  POCKYT_BASE_URL: v.optional(address),
  POCKYT_SHOPS: v.optional(v.string()),
  PRACTICE_GATEWAY_URL: v.optional(address),
  CURRENCY: v.optional(currency, SETTING_DEFAULTS.currency),
  SETTLE_CURRENCY: v.optional(currency, SETTING_DEFAULTS.settleCurrency),
  VENDOR_WECHAT: v.optional(
    v.picklist(WECHAT_VENDORS, `must be ${WECHAT_VENDORS.join(' or ')}`),
    SETTING_DEFAULTS.wechatVendor,
  ),
  SHOP_NAME: v.optional(text(TEXT_BOUNDS.name), SETTING_DEFAULTS.name),
  SHOP_ADDRESS: v.optional(text(TEXT_BOUNDS.address)),
  SHOP_TIME_ZONE: v.optional(
    v.pipe(v.string(), v.check(isTimeZone, 'must be a time zone such as America/New_York')),
  ),
  LIMIT_PER_SALE: v.optional(v.string(), SETTING_DEFAULTS.limitPerSale),
  TRUST_LIMIT: v.optional(v.string(), SETTING_DEFAULTS.trustLimit),
  LIMIT_PER_TILL_DAY: v.optional(v.string()),
  LIMIT_PER_DAY: v.optional(v.string()),
  REFUND_LIMIT_PER_DAY: v.optional(v.string()),
  ORDER_TIMEOUT_MIN: v.optional(
    wholeNumber(ORDER_TIMEOUT_BOUNDS.min, ORDER_TIMEOUT_BOUNDS.max),
    String(SETTING_DEFAULTS.orderTimeoutMin),
  ),
  PUBLIC_URL: v.optional(origin),
  RATE_PER_TILL: v.optional(wholeNumber(1, 999_999), String(RATES.till.perSecond)),
  TRUST_PROXY: v.optional(v.picklist(['0', '1'], 'must be 1 or 0'), '0'),
  PLING_SECRET: v.optional(v.pipe(v.string(), v.minLength(16, 'must have 16 characters or more'))),
  PORT: v.optional(wholeNumber(1, 65_535), '8787'),
  HOST: v.optional(v.string(), '127.0.0.1'),
  TLS_CERT: v.optional(v.string()),
  TLS_KEY: v.optional(v.string()),
  DATA_DIR: v.optional(v.string(), 'data'),
  LOG: v.optional(v.picklist(LOG_LEVELS, `must be ${LOG_LEVELS.join(' or ')}`), 'warn'),
});

/** The variables, read. */
export type EnvironmentValues = v.InferOutput<typeof environmentSchema>;

/** Reads the variables; an empty one counts as not set. Throws a StartProblem. */
export function readEnvironment(environment: Environment): EnvironmentValues {
  const set = Object.fromEntries(
    Object.keys(environmentSchema.entries)
      .map((name) => [name, environment[name]?.trim()] as const)
      .filter(([, value]) => value !== undefined && value !== ''),
  );
  const read = v.safeParse(environmentSchema, set);
  if (read.success) return read.output;
  const [issue] = read.issues;
  throw new StartProblem(`${v.getDotPath(issue) ?? 'The environment'} ${issue.message}.`);
}

function isHttpsOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return url.protocol === 'https:' && url.pathname === '/' && url.search === '' && url.hash === '';
}

/** A token over plain http could be read on the way; only this machine's own addresses are spared. */
function isSafeAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, search, hash } = new URL(text);
  if (search !== '' || hash !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

/** True for names of this machine alone. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

function isTimeZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false; // RangeError is how Intl says no
  }
}
