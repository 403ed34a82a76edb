/** Screens that lie on the till or stand before it: pairing, sheets, notices, trouble. */
import { money } from '../../src/core/money/money.ts';
import type { DetailStep, Notice, ReceiptView, SaleDetail, TillView } from '../../src/till/view.ts';
import { at, line, ROLL, ROLL_AFTER, ROLL_LIVE, ZONE } from './day.ts';
import { COUNTER_SCREENS, SHOP, type Screen } from './fixtures.ts';

const TILL = COUNTER_SCREENS['01-till'];
if (!TILL) throw new Error('The sheets lie on the screen 01-till');
const base: TillView = TILL.view;
const screen = (change: Partial<TillView>): Screen => ({ view: { ...base, ...change } });
const inChinese = (change: Partial<TillView>): Screen => ({ ...screen(change), language: 'zh-Hans' });

const RECEIPT: ReceiptView = {
  shopName: 'Corner Store',
  address: '218 Mott Street, New York NY 10012',
  number: 'A-0018',
  paidAt: at('14:06'),
  timeZone: ZONE,
  amount: money(1250, 'USD'),
  givenBack: null,
  wallet: 'alipay',
  transactionNo: '297245675783219843',
  reference: '3kq9v7ta0mxe21bd8w5n6c4h0z',
  url: 'https://pling.example/r/7kq4mx2b9tz5w8n3c6v0',
  practice: false,
};

/** One step of a sale. */
export function step(time: string, what: DetailStep['what'], more: Partial<DetailStep> = {}): DetailStep {
  return { at: at(time), what, wallet: 'wechat', amount: null, reason: null, tillName: null, ...more };
}

/** A sale that was paid after it had moved to the roll. */
export const PAID_LATE: SaleDetail = {
  saleId: line('14:04', 17, 3100, 'wechat', 'paid').saleId,
  number: 'A-0017',
  amount: money(3100, 'USD'),
  note: '',
  openedAt: at('14:04'),
  line: line('14:04', 17, 3100, 'wechat', 'paid'),
  settled: null,
  steps: [
    step('14:04:29', 'sale-opened', { amount: money(3100, 'USD') }),
    step('14:04:31', 'code-read'),
    step('14:04:32', 'sent'),
    step('14:04:49', 'moved-to-roll'),
    step('14:06:00', 'paid'),
  ],
  reference: '3kq9v7ta0mxe21bd8w5n6c4h0z',
  transactionNo: '297245675783219843',
  receipt: { ...RECEIPT, number: 'A-0017', wallet: 'wechat', amount: money(3100, 'USD') },
  refunds: [],
  refundable: money(3100, 'USD'),
  actions: ['receipt', 'refund'],
};

/** The same while nothing is known. */
export const IN_DOUBT: SaleDetail = {
  ...PAID_LATE,
  line: line('14:04', 17, 3100, 'wechat', 'in-doubt', { live: true }),
  steps: [
    step('14:04:20', 'sale-opened', { amount: money(3000, 'USD') }),
    step('14:04:25', 'withdrawn'),
    step('14:04:27', 'amount-changed', { amount: money(3100, 'USD') }),
    step('14:04:28', 'attempt-opened'),
    step('14:04:29', 'gateway-ready'),
    step('14:04:31', 'code-read'),
    step('14:04:32', 'sent'),
    step('14:04:33', 'waiting'),
    step('14:04:49', 'moved-to-roll'),
    step('14:05:49', 'cancel-asked'),
  ],
  receipt: null,
  refundable: null,
  actions: ['cancel', 'cash', 'trust'],
};

const DECLINED: SaleDetail = {
  ...PAID_LATE,
  line: line('13:44', 12, 2250, 'paypal', 'declined'),
  number: 'A-0012',
  amount: money(2250, 'USD'),
  note: 'Two coffees and the large cake for Saturday',
  steps: [
    step('13:44:02', 'sale-opened', { amount: money(2250, 'USD') }),
    step('13:44:09', 'code-read', { wallet: 'paypal' }),
    step('13:44:09', 'sent', { wallet: 'paypal' }),
    step('13:44:11', 'declined', { wallet: 'paypal', reason: 'funds' }),
    step('13:45:00', 'cash'),
  ],
  receipt: null,
  refundable: null,
  actions: [],
};

const NOTICES: readonly Notice[] = [
  {
    id: 1,
    kind: 'roll-news',
    saleId: PAID_LATE.saleId,
    number: 'A-0017',
    amount: money(3100, 'USD'),
    state: 'paid',
    at: at('14:06'),
  },
  { id: 2, kind: 'scan-refused', why: 'web-link' },
];

const RECOVERED: readonly Notice[] = [{ id: 1, kind: 'recovered', count: 17 }];

/** Pairing, receipt, a sale explained, notices, troubles. */
export const SHEET_SCREENS: Readonly<Record<string, Screen>> = {
  '10-receipt': screen({ receipt: RECEIPT, roll: ROLL_AFTER }),
  '10-receipt-part-back': screen({
    receipt: { ...RECEIPT, givenBack: money(500, 'USD') },
    roll: ROLL_AFTER,
  }),
  '10-receipt-no-qr': screen({ receipt: { ...RECEIPT, url: null, address: null }, roll: ROLL_AFTER }),
  '10-receipt-practice': screen({
    receipt: { ...RECEIPT, practice: true, wallet: 'alipay-plus', amount: money(123_456_789, 'USD') },
    roll: ROLL_AFTER,
    shop: { ...SHOP, mode: 'practice' },
  }),
  '10-receipt-zh': inChinese({ receipt: RECEIPT, roll: ROLL_AFTER }),
  '11-explained': screen({ detail: PAID_LATE, roll: ROLL_AFTER }),
  '11-explained-in-doubt': screen({ detail: IN_DOUBT, roll: ROLL }),
  '11-explained-declined': screen({ detail: DECLINED }),
  '11-explained-zh': inChinese({ detail: IN_DOUBT }),
  '12-pairing': screen({ pairing: { name: 'unpaired' }, shop: null }),
  '12-pairing-failed': screen({ pairing: { name: 'failed', code: 'pairing-code-wrong' }, shop: null }),
  '12-pairing-lost': screen({ pairing: { name: 'lost' } }),
  '12-pairing-zh': inChinese({ pairing: { name: 'unpaired' }, shop: null }),
  '16-notices': screen({ notices: NOTICES, roll: ROLL_LIVE }),
  '16-notices-recovered': screen({ notices: RECOVERED }),
  '16-notices-recovered-zh': inChinese({ notices: RECOVERED }),
  '16-clock': screen({ clockOffMs: 9 * 60_000 }),
  '16-menu': { ...screen({}), press: ['Roll|All of today', 'Menu'], below: 900 },
  '16-menu-wide': { ...screen({}), press: ['Menu'], from: 900 },
  '16-trouble-cannot-save': screen({ trouble: 'cannot-save' }),
  '16-trouble-newer': screen({ trouble: 'newer-journal' }),
  '16-trouble-corrupt': screen({ trouble: 'corrupt-journal' }),
  '16-trouble-other-tab': screen({ trouble: 'other-tab' }),
  '16-trouble-other-realm': screen({ trouble: 'other-realm' }),
  '16-trouble-moved': screen({ trouble: 'moved' }),
  '16-trouble-sealed': screen({ trouble: 'sealed' }),
  '16-trouble-sealed-pin': { ...screen({ trouble: 'sealed' }), press: ['^The old one is off', '^1$', '^2$'] },
  '02-ready-scan-damaged': {
    ...(COUNTER_SCREENS['02-ready'] ?? TILL),
    open: ({ says }) => says.say('scan-damaged'),
  },
};
