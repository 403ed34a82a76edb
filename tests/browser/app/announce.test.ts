/** What a screen reader is told of a sale: each state once, in the cashier's language, and money as money. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Language } from '../../../src/i18n/languages.ts';
import type { Counter } from '../../../src/till/view.ts';
import { type Ears, openEars, readRegions } from './ears.ts';
import { mountApp, type Mounted } from './setup.ts';
import { COUNTERS } from './views.ts';

/** A part of the page may be fetched first. */
const PATIENT = { timeout: 5_000 };

let app: Mounted | null = null;
let ears: Ears | null = null;
afterEach(async () => {
  ears?.close();
  await app?.close();
  app = null;
});

/** A till in `language` with the sale charging, and somebody who only hears. */
async function listenAtCharging(
  language: Language,
): Promise<{ mounted: Mounted; heard: () => readonly string[] }> {
  const mounted = await mountApp({ counter: COUNTERS.charging }, { language });
  app = mounted;
  await expect.poll(readRegions, PATIENT).toHaveLength(1);
  ears = openEars(document.body);
  return { mounted, heard: ears.heard };
}

/** State, what is told in English, what in Chinese. */
const TOLD: readonly (readonly [name: string, counter: Counter, english: string, chinese: string])[] = [
  ['paid', COUNTERS.paid, 'Paid. $12.50, Alipay.', '已付款。$12.50，支付宝。'],
  [
    'declined',
    COUNTERS.declined,
    'Declined. There is not enough money in the wallet.',
    '被拒绝。钱包余额不足。',
  ],
  ['in doubt', COUNTERS['in-doubt'], 'No answer yet. Do not scan again.', '暂无结果。请勿再次扫码。'],
  [
    'closed, too old',
    COUNTERS.closed,
    'Closed. The code was too old and was never sent. Not charged.',
    '已关闭。付款码已过期，没有发送。未扣款。',
  ],
  [
    'closed, cancelled',
    { ...COUNTERS.closed, why: 'cancelled' },
    'Closed. If the phone shows a payment, it is given back.',
    '已关闭。如果手机显示已付款，钱会退回。',
  ],
  [
    'held without a network',
    COUNTERS.held,
    '$12.50. Held. Will send when the network is back.',
    '$12.50。已保留，网络恢复后发送。',
  ],
  [
    'paid after all',
    COUNTERS['paid-after-all'],
    'Paid after all. $12.50. Keep it or give it back?',
    '后来已付款，$12.50。收下，还是退还？',
  ],
  [
    'another amount',
    COUNTERS.differs,
    'The wallet charged another amount. Keep it or give it back?',
    '钱包扣了另一个金额。收下，还是退还？',
  ],
  [
    'undecided',
    COUNTERS.unresolved,
    'No final answer. It is on the manager’s list.',
    '没有最终结果，已列入店长的待办。',
  ],
];

describe.each([
  ['en', 2],
  ['zh-Hans', 3],
] as const)('told in %s', (language, column) => {
  it.each(TOLD)('%s, once', async (...row) => {
    const { mounted, heard } = await listenAtCharging(language);
    mounted.show({ counter: row[1] });
    await expect.poll(readRegions, PATIENT).toContain(row[column]);
    mounted.pass(3_000);
    mounted.show({ legs: { ...mounted.till.view().legs } }); // drawn again, with nothing new to say
    await expect.poll(readRegions, PATIENT).toContain(row[column]);
    expect(heard()).toEqual([row[column]]);
  });

  it('a scan that came in damaged, once', async () => {
    const { mounted, heard } = await listenAtCharging(language);
    const sentence = mounted.services.words.text.said['scan-damaged'];
    mounted.services.says.say('scan-damaged');
    await expect.poll(readRegions, PATIENT).toContainEqual(expect.stringContaining(sentence));
    await expect.poll(() => heard().filter((it) => it.includes(sentence)).length, PATIENT).toBe(1);
  });

  it('a code read: how much is being charged, by which wallet', async () => {
    await listenAtCharging(language);
    const { text } = app?.services.words ?? {};
    expect(await readRegions()).toEqual([
      text?.announce.charging({ amount: '$12.50', wallet: text.wallet.alipay, reason: '' }),
    ]);
  });
});
