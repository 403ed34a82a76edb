/** The shop every story plays in: its settings, its log, and how an error is told. */
import { money } from '../../src/core/money/money.ts';
import type { Log } from '../../src/core/ports.ts';
import { makeRealm, SETTING_DEFAULTS, type ShopSettings } from '../../src/core/settings.ts';
import { ACCOUNT } from './gateway-house.ts';
import type { Plan } from './schedule.ts';
import type { Story } from './trace.ts';

/** Where practice webhooks go. */
const HOOKS = 'http://127.0.0.1:8787';

/** Settings of the shop. */
export function makeSettings(plan: Plan): ShopSettings {
  return {
    ...SETTING_DEFAULTS,
    mode: 'practice',
    realm: makeRealm(ACCOUNT.baseUrl, ACCOUNT.merchantNo, ACCOUNT.storeNo),
    address: null,
    limitPerSale: money(100_000, 'USD').minor,
    trustLimit: money(5_000, 'USD').minor,
    // A story's day has more refunds than a shop's.
    refundLimitPerDay: null,
    gateway: ACCOUNT,
    webhookOrigin: plan.hasWebhooks ? HOOKS : null,
    publicUrl: null,
  };
}

/** A log that keeps everything but the ordinary, for law 9 looks into it. */
export function makeLog(logged: string[], story: Story): Log {
  const write = (level: string) => (event: string, fields?: object) => {
    if (level === 'info') return;
    const line = `${level} ${event} ${JSON.stringify(fields ?? {})}`;
    logged.push(line);
    story.say(() => line);
  };
  return { info: write('info'), warn: write('warn'), error: write('error') };
}

/** An error in one line. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? ` ← ${error.cause.message}` : '';
  return `${error.name}: ${error.message}${cause} ${(error.stack ?? '').split('\n')[1]?.trim() ?? ''}`;
}
