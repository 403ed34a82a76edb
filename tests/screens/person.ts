/** Screens where a person decides: questions, refunds, the manager's list, the PIN, other tills, this tablet. */
import type { Reference, SaleId } from '../../src/core/ids.ts';
import { money, type Money } from '../../src/core/money/money.ts';
import type { ListItem, OtherSale, RefundLine, SaleDetail, TillView } from '../../src/till/view.ts';
import { at, line, ROLL, ROLL_AFTER, ROLL_LIVE, ROLL_MANY } from './day.ts';
import { COUNTER_SCREENS, SHOP, type Screen } from './fixtures.ts';
import { IN_DOUBT, PAID_LATE, step } from './sheets.ts';

const TILL = COUNTER_SCREENS['01-till'];
if (!TILL) throw new Error('The sheets lie on the screen 01-till');
const base: TillView = TILL.view;
const screen = (change: Partial<TillView>): Screen => ({ view: { ...base, ...change } });
/** Where digits are pressed: no keypad lies under the sheet. */
const WITHOUT_KEYPAD = COUNTER_SCREENS['09-declined']?.view.counter ?? base.counter;
const inChinese = (it: Screen): Screen => ({ ...it, language: 'zh-Hans' });
const usd = (minor: number): Money => money(minor, 'USD');

const QUESTION = screen({
  question: {
    kind: 'same-customer',
    saleId: line('14:02', 17, 1250, 'wechat', 'in-doubt').saleId,
    number: 'A-0017',
    amount: usd(1250),
    openedAt: at('14:02'),
    state: 'in-doubt',
  },
  roll: {
    ...ROLL,
    lines: [line('14:02', 17, 1250, 'wechat', 'in-doubt', { live: true }), ...ROLL.lines.slice(1)],
  },
});

function refund(n: number, minor: number, state: RefundLine['state'], reason: string): RefundLine {
  return {
    n,
    amount: usd(minor),
    by: reason === '' ? 'ladder' : 'manager',
    reason,
    state,
    at: at(`14:1${n}`),
  };
}

const REFUNDED: SaleDetail = {
  ...PAID_LATE,
  line: line('14:04', 17, 3100, 'wechat', 'refunded-partly'),
  steps: [
    ...PAID_LATE.steps.slice(0, 3),
    step('14:06:00', 'paid'),
    step('14:11:02', 'refund-asked', { amount: usd(500) }),
    step('14:11:04', 'refunded', { amount: usd(500) }),
  ],
  refunds: [
    refund(1, 500, 'done', 'Goods came back'),
    refund(2, 250, 'refused', 'Wrong amount'),
    refund(3, 100, 'asking', 'Agreed with the customer'),
  ],
  refundable: usd(2500),
};

const GIVEN_BACK: SaleDetail = {
  ...PAID_LATE,
  line: line('14:04', 17, 3100, 'wechat', 'given-back'),
  settled: 'cash',
  steps: [
    ...PAID_LATE.steps.slice(0, 3),
    step('14:04:40', 'cancel-asked'),
    step('14:04:55', 'cash'),
    step('14:06:00', 'given-back'),
  ],
  refunds: [refund(1, 3100, 'done', '')],
  refundable: null,
  receipt: null,
  actions: [],
};

const DIFFERS: SaleDetail = {
  ...IN_DOUBT,
  line: line('14:04', 17, 3100, 'wechat', 'differs', { live: true }),
  steps: [...PAID_LATE.steps.slice(0, 3), step('14:04:40', 'differs', { amount: usd(3000) })],
  actions: ['keep', 'give-back'],
};

const OWED: SaleDetail = {
  ...IN_DOUBT,
  line: line('14:04', 17, 3100, 'wechat', 'owed', { live: true }),
  settled: 'trust',
  steps: [
    ...PAID_LATE.steps.slice(0, 3),
    step('14:04:49', 'trust'),
    step('14:09:49', 'closed', { reason: 'timed-out' }),
  ],
  actions: ['cash', 'abandon'],
};

const AFTER_DECLINE: SaleDetail = {
  ...IN_DOUBT,
  line: line('13:44', 12, 2250, 'paypal', 'cash'),
  number: 'A-0012',
  amount: usd(2250),
  settled: 'cash',
  steps: [
    step('13:44:02', 'sale-opened', { amount: usd(2250) }),
    step('13:44:09', 'sent', { wallet: 'paypal' }),
    step('13:44:11', 'declined', { wallet: 'paypal', reason: 'funds' }),
    step('13:45:00', 'cash'),
  ],
  actions: [],
};

function item(
  number: string,
  minor: number,
  state: Extract<ListItem, { kind: 'attempt' }>['state'],
  more: Partial<Extract<ListItem, { kind: 'attempt' }>> = {},
): ListItem {
  return {
    kind: 'attempt',
    saleId: number.toLowerCase() as SaleId,
    reference: `3kq9v7ta0mxe21bd8w5n6c${number.slice(2)}` as Reference,
    number,
    amount: usd(minor),
    taken: null,
    state,
    wallet: 'alipay',
    transactionNo: '297245675783219843',
    since: at('13:20'),
    actions: ['close-by-hand'],
    ...more,
  };
}

const LIST: readonly ListItem[] = [
  item('A-0023', 1250, 'differs', { taken: usd(1150), actions: ['keep', 'give-back'] }),
  item('B-0011', 2599, 'unresolved', { wallet: 'cashapp' }),
  item('A-0009', 1680, 'not-returned'),
  item('A-0004', 4410, 'refund-listed', { wallet: 'wechat' }),
  {
    kind: 'stray',
    transactionNo: '297245675783211111',
    status: 'success',
    reference: null,
    amount: '18.00 USD',
    since: at('12:58'),
  },
];

const OTHERS: readonly OtherSale[] = [
  {
    saleId: 'b0012' as SaleId,
    number: 'B-0012',
    amount: usd(4200),
    openedAt: at('14:02'),
    tillName: 'Till B',
    state: 'in-doubt',
  },
  {
    saleId: 'b0011' as SaleId,
    number: 'B-0011',
    amount: usd(123_450),
    openedAt: at('13:50'),
    tillName: 'Till B',
    state: 'trust',
  },
  {
    saleId: 'c0007' as SaleId,
    number: 'C-0007',
    amount: usd(990),
    openedAt: at('13:41'),
    tillName: 'Bar',
    state: 'unresolved',
  },
  // Taken over here, and the answer was lost: the ledger has it for this tablet's.
  {
    saleId: 'd0003' as SaleId,
    number: 'D-0003',
    amount: usd(1250),
    openedAt: at('13:20'),
    tillName: null,
    state: 'waiting',
  },
];

const refunding: Screen = {
  ...screen({ detail: PAID_LATE, roll: ROLL_AFTER, counter: WITHOUT_KEYPAD }),
  open: ({ sheets }) =>
    sheets.ask({ kind: 'refund', saleId: PAID_LATE.saleId, number: 'A-0017', left: usd(3100) }),
};
const tablet: Screen = {
  ...screen({ roll: { ...ROLL, lines: [], unfinished: 0 } }),
  open: ({ sheets }) => sheets.openPage('tablet'),
};
const status: Screen = {
  ...screen({ counter: WITHOUT_KEYPAD }),
  open: ({ sheets }) => sheets.openPage('status'),
};
const PIN = ['^1$', '^2$', '^3$', '^4$'];
const TO_PIN = ['^Next$', '^Goods came back$', '^Next$'];

/** Screens where a person decides. */
export const PERSON_SCREENS: Readonly<Record<string, Screen>> = {
  '20-question': QUESTION,
  '20-question-zh': inChinese(QUESTION),
  '20-question-practice': { view: { ...QUESTION.view, shop: { ...SHOP, mode: 'practice' } } },
  '21-refund-amount': refunding,
  '21-refund-too-much': { ...refunding, press: ['^9$', '^9$', '^9$', '^9$'] },
  '21-refund-reason': { ...refunding, press: ['^Next$', '^Goods came back$'] },
  '21-refund-pin': { ...refunding, press: [...TO_PIN, ...PIN] },
  '21-refund-silent': { ...refunding, press: [...TO_PIN, ...PIN, '^Give back'] },
  '21-refund-zh': inChinese({ ...refunding, press: ['^下一步$', '^顾客退货$', '^下一步$', ...PIN] }),
  '21-refunds': screen({ detail: REFUNDED, roll: ROLL_AFTER }),
  '21-refunds-zh': inChinese(screen({ detail: REFUNDED, roll: ROLL_AFTER })),
  '22-given-back': screen({ detail: GIVEN_BACK }),
  '22-differs': screen({ detail: DIFFERS }),
  '22-owed': screen({ detail: OWED }),
  '22-cash-after-decline': screen({ detail: AFTER_DECLINE }),
  '23-words': { ...screen({ detail: GIVEN_BACK }), press: ['^For the customer'] },
  '23-words-differs': { ...screen({ detail: DIFFERS }), press: ['^For the customer'] },
  '23-words-zh': { ...screen({ detail: IN_DOUBT }), press: ['^For the customer', '中文'] },
  '24-list': screen({ list: { name: 'ready', items: LIST }, roll: ROLL_MANY, forPerson: 4 }),
  '24-list-zh': inChinese(screen({ list: { name: 'ready', items: LIST }, roll: ROLL_MANY })),
  '24-list-empty': screen({ list: { name: 'ready', items: [] } }),
  '24-list-silent': screen({ list: { name: 'silent' } }),
  '24-list-loading': screen({ list: { name: 'loading' } }),
  '24-close-by-hand': { ...screen({ list: { name: 'ready', items: LIST } }), press: ['^Close by hand'] },
  '24-override': {
    ...screen({}),
    open: ({ sheets }) => sheets.ask({ kind: 'override', saleId: PAID_LATE.saleId, number: 'A-0018' }),
  },
  '25-pin-choose': {
    ...screen({ shop: { ...SHOP, hasPin: false } }),
    open: ({ sheets }) => sheets.ask({ kind: 'set-pin' }),
  },
  '25-pin-differ': {
    ...screen({ shop: { ...SHOP, hasPin: false }, counter: WITHOUT_KEYPAD }),
    open: ({ sheets }) => sheets.ask({ kind: 'set-pin' }),
    press: [...PIN, '^Next$', ...[...PIN].reverse(), '^Save'],
  },
  '25-pin-zh': inChinese({ ...screen({}), open: ({ sheets }) => sheets.ask({ kind: 'set-pin' }) }),
  '26-others': screen({ others: { name: 'ready', items: OTHERS } }),
  '26-others-zh': inChinese(screen({ others: { name: 'ready', items: OTHERS } })),
  '26-others-empty': screen({ others: { name: 'ready', items: [] } }),
  '27-tablet-kept': { ...tablet, storage: true },
  '27-tablet-may-clear': { ...tablet, storage: false },
  '27-tablet-leave': { ...tablet, storage: true, press: ['^Leave this shop'] },
  '27-tablet-cannot-leave': { ...tablet, view: { ...base, roll: ROLL_LIVE }, press: ['^Leave this shop'] },
  '27-tablet-exported': { ...tablet, storage: true, press: ['^Export the journal'] },
  '27-tablet-zh': inChinese({ ...tablet, storage: false }),
  '29-status-pin': { ...status, press: ['^1$', '^2$', '^3$'] },
  '29-status': { ...status, press: [...PIN, '^Show it$'] },
  '29-status-zh': inChinese({ ...status, press: [...PIN, '^显示$'] }),
  '28-menu-person': {
    ...screen({ forPerson: 2, shop: { ...SHOP, hasPin: false } }),
    open: ({ sheets }) => sheets.openMenu(),
  },
  '28-menu-zh': inChinese({ ...screen({ forPerson: 2 }), open: ({ sheets }) => sheets.openMenu() }),
  '28-said-kept': { ...screen({}), open: ({ says }) => says.say('kept') },
  '28-said-may-clear': { ...screen({}), open: ({ says }) => says.say('may-clear') },
};
