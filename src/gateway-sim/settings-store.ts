/** Settings in force: the defaults, what the start named, and what was changed while running (kept in the file). */
import type { Sql } from '../sql/sql.ts';
import { text } from './rows.ts';
import { DEFAULT_SETTINGS, type SimSettings } from './settings.ts';
import { WALLET_NAMES } from './wallets.ts';

/** What a setting may be: one of a list, or of a kind. */
type Rule = readonly unknown[] | 'text' | 'ms' | 'minutes' | 'gaps' | 'endings' | 'lives';

/** The longest duration, ms: a day. */
const MAX_MS = 86_400_000;

const RULES: Readonly<Record<keyof SimSettings, Rule>> = {
  shopName: 'text',
  emptyValues: ['either', 'keep', 'drop'],
  refusalHttpStatus: [200, 400],
  zeroDecimal: ['plain', 'two-places'],
  duplicateReference: ['000023', '000022'],
  badCode: ['failed', '000080', '000023'],
  wrongVendor: ['000022', 'ignored'],
  declineReason: ['ret_msg', 'nowhere'],
  queryLagMs: 'ms',
  afterClosed: ['stays-closed', 'may-still-pay'],
  cancelUnpaid: ['closes', 'refused', 'says-so-only'],
  cancelPaid: ['gives-back', 'refused', 'says-so-only'],
  cancelUntil: ['same-day', 'always'],
  cancelEvidence: ['both', 'refund-info', 'void-amount', 'none'],
  refund: ['gives-back', 'refused', 'says-so-only', 'slow'],
  refundSlowMs: 'ms',
  repeatedRefund: ['same-answer', '000023', 'refunds-again'],
  overRefund: ['000023', '000040'],
  afterFullRefund: ['success', 'closed', 'refunded'],
  refundAnswerAmount: ['order', 'refund'],
  refundWebhook: ['payment-shape', 'refund-fields', 'none'],
  addTakesIpnUrl: [true, false],
  ipnHttpLoopback: [true, false],
  webhookOn: 'endings',
  webhookDelayMs: 'ms',
  webhookGapsMs: 'gaps',
  webhookTimeoutMs: 'ms',
  orderTimeoutMin: 'minutes',
  needQrcode: [true, false],
  codeLifeMs: 'lives',
  slowMs: 'ms',
  lateMs: 'ms',
  hangMs: 'ms',
};

/** Why `value` cannot be the setting `name`, as a sentence, or null. */
export function wrongSetting(name: string, value: unknown): string | null {
  if (!isSettingName(name)) return `There is no setting ${name}.`;
  const rule = RULES[name];
  if (typeof rule === 'object') {
    return rule.includes(value) ? null : `${name} must be one of ${rule.join(', ')}.`;
  }
  return isKind(rule, value) ? null : `${name} cannot be ${JSON.stringify(value)}.`;
}

function isKind(kind: Exclude<Rule, readonly unknown[]>, value: unknown): boolean {
  switch (kind) {
    case 'text':
      return typeof value === 'string';
    case 'ms':
      return isWhole(value, 0, MAX_MS);
    case 'minutes':
      return isWhole(value, 1, MAX_MS / 60_000);
    case 'gaps':
      return Array.isArray(value) && value.every((one) => isWhole(one, 0, MAX_MS));
    case 'endings':
      return (
        Array.isArray(value) && value.every((one) => ['success', 'failed', 'closed'].includes(String(one)))
      );
    case 'lives': // those named are changed, the others stay
      return (
        typeof value === 'object' &&
        value !== null &&
        Object.entries(value).every(([name, life]) => isOf(WALLET_NAMES, name) && isWhole(life, 0, MAX_MS))
      );
  }
}

/** The settings in force; `set` changes those named, at once and for later starts on the same file. */
export class SettingsStore {
  readonly #sql: Sql;
  readonly #given: SimSettings;
  #changed: Partial<SimSettings> = {};
  #current: SimSettings;

  constructor(sql: Sql, given: Partial<SimSettings>) {
    this.#sql = sql;
    this.#given = { ...DEFAULT_SETTINGS, ...given };
    const [row] = sql.all('SELECT changed FROM settings');
    if (row !== undefined) this.#changed = readChanged(text(row, 'changed'));
    this.#current = merge(this.#given, this.#changed);
  }
  get current(): SimSettings {
    return this.#current;
  }
  set(changes: Partial<SimSettings>): void {
    this.#changed = { ...this.#changed, ...changes };
    this.#current = merge(this.#current, changes);
    this.#changed = {
      ...this.#changed,
      ...('codeLifeMs' in changes && { codeLifeMs: this.#current.codeLifeMs }),
    };
    this.#sql.run('INSERT OR REPLACE INTO settings (one, changed) VALUES (1, ?)', [
      JSON.stringify(this.#changed),
    ]);
  }
}

/** What a file says; a setting another version wrote otherwise is left out. */
function readChanged(json: string): Partial<SimSettings> {
  const stored = JSON.parse(json) as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(stored).filter(([name, value]) => wrongSetting(name, value) === null),
  );
}

function merge(base: SimSettings, changes: Partial<SimSettings>): SimSettings {
  return { ...base, ...changes, codeLifeMs: { ...base.codeLifeMs, ...changes.codeLifeMs } };
}

function isSettingName(name: string): name is keyof SimSettings {
  return Object.hasOwn(RULES, name);
}

function isOf(list: readonly string[], text: string): boolean {
  return list.includes(text);
}

function isWhole(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}
