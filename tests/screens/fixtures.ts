/** Every screen by name: the view the till would give, and how the page is set for it. Names follow the mock-ups. */
import type { DeclineReason } from '../../src/core/decline-reason.ts';
import type { SaleId } from '../../src/core/ids.ts';
import { money, type Currency, type Money } from '../../src/core/money/money.ts';
import type { Wallet } from '../../src/core/wallet.ts';
import type { ScannerFailure, ScannerState } from '../../src/scan/scanner.ts';
import type { Action, Counter, LegName, Legs, LegState, OnCounter, TillView } from '../../src/till/view.ts';
import { at, NOW, ring, ROLL, ROLL_AFTER, ROLL_EMPTY, ROLL_LIVE, ZONE } from './day.ts';

/** One picture to take. */
export interface Screen {
  readonly view: TillView;
  readonly language?: 'en' | 'zh-Hans';
  readonly scanner?: ScannerState;
  /** Accessible names of buttons to press before the picture is taken. */
  readonly press?: readonly string[];
  /** Only where the window is narrower than this: states a wide window cannot be in. */
  readonly below?: number;
  /** Only where the window is at least this wide. */
  readonly from?: number;
}

const CHAIN: readonly LegName[] = ['wifi', 'internet', 'proxy', 'gateway', 'wallet'];

/** A chain that is broken at `broken`. */
function legs(broken: LegName | null = null, state: LegState = 'silent'): Legs {
  const end = broken === null ? CHAIN.length : CHAIN.indexOf(broken);
  const stateOf = (index: number): LegState => (index < end ? 'ok' : index === end ? state : 'unknown');
  const [wifi, internet, proxy, gateway, wallet] = CHAIN.map((_, index) => stateOf(index));
  return {
    states: {
      wifi: wifi ?? 'ok',
      internet: internet ?? 'ok',
      proxy: proxy ?? 'ok',
      gateway: gateway ?? 'ok',
      wallet: wallet ?? 'ok',
    },
    broken,
  };
}

const BASE: Omit<TillView, 'counter'> = {
  pairing: { name: 'paired' },
  shop: { name: 'Corner Store', mode: 'live', tillName: 'Till A', timeZone: ZONE },
  roll: ROLL,
  legs: legs(),
  notices: [],
  detail: null,
  receipt: null,
  trouble: null,
  clockOffMs: null,
  busy: false,
};

const usd = (minor: number): Money => money(minor, 'USD');

function sale(wallet: Wallet | null = 'alipay', amount: Money = usd(1250)): OnCounter {
  return {
    saleId: 'a0018' as SaleId,
    number: 'A-0018',
    amount,
    note: '',
    openedAt: at('14:06'),
    wallet,
  };
}

function amountOf(minor: number, more: Partial<Extract<Counter, { name: 'amount' }>> = {}): Counter {
  return { name: 'amount', amount: usd(minor), note: '', number: 'A-0018', problem: null, ...more };
}

function screen(counter: Counter, more: Partial<TillView> = {}): Screen {
  return { view: { ...BASE, counter, ...more } };
}

function inDoubt(silent: LegName, nextAskAt: number | null = NOW + 2000): Counter {
  const actions: readonly Action[] = ['cancel', 'cash', 'next-customer'];
  return {
    name: 'in-doubt',
    ...sale(),
    sentAt: at('14:06:12'),
    asked: nextAskAt === null ? 0 : 5,
    nextAskAt,
    silent,
    actions,
  };
}

function declined(reason: DeclineReason): Screen {
  return screen({ name: 'declined', ...sale(), reason, actions: ['scan-again', 'cash', 'abandon'] });
}

function closed(why: Extract<Counter, { name: 'closed' }>['why'], more: readonly Action[] = []): Screen {
  return screen({ name: 'closed', ...sale(), why, actions: ['scan-again', 'cash', 'abandon', ...more] });
}

const READY: Counter = { name: 'ready', ...sale(null), actions: ['back'] };
const failedScanner = (why: ScannerFailure): Screen => ({
  ...screen(READY),
  scanner: { kind: 'failed', why },
});
const inCurrency = (minor: number, currency: Currency): Partial<Extract<Counter, { name: 'amount' }>> => ({
  amount: money(minor, currency),
});
const PAID = screen(
  { name: 'paid', ...sale(), paidAt: at('14:06'), actions: ['receipt', 'next-sale'] },
  { roll: ROLL_AFTER },
);
const HELD: Counter = {
  name: 'held',
  ...sale('wechat'),
  ring: ring(38),
  actions: ['back', 'send-now', 'cash', 'next-customer'],
};
const WAITING: Counter = {
  name: 'waiting',
  ...sale(),
  ring: ring(47),
  actions: ['extend', 'cancel', 'cash', 'next-customer'],
};
const practice: TillView['shop'] = {
  name: 'Corner Store',
  mode: 'practice',
  tillName: 'Till A',
  timeZone: ZONE,
};

/** All of helper A's screens: the counter's states and the roll. */
export const COUNTER_SCREENS: Readonly<Record<string, Screen>> = {
  '01-till': screen(amountOf(1250)),
  '01-till-empty': screen(amountOf(0, { problem: 'zero' }), { roll: ROLL_EMPTY }),
  '01-till-over-limit': screen(amountOf(250_000, { problem: 'over-limit' })),
  '01-till-long': screen(amountOf(123_456_789)),
  '01-till-yen': screen(amountOf(0, inCurrency(123_456_789, 'JPY'))),
  '01-till-note': screen(amountOf(1250, { note: 'Two coffees and the large cake for Saturday' })),
  '01-till-note-open': { ...screen(amountOf(1250)), press: ['Add a note'] },
  '01-till-zh': { ...screen(amountOf(1250)), language: 'zh-Hans' },
  '01-till-no-internet': screen(amountOf(1250), { legs: legs('internet', 'down') }),
  '01-till-looking': screen(amountOf(1250), { legs: legs('proxy', 'unknown') }),
  '01-till-practice': screen(amountOf(1250), { shop: practice }),
  '02-ready': { ...screen(READY), scanner: 'ready' },
  '02-ready-starting': { ...screen(READY), scanner: 'starting' },
  '02-ready-typing': { ...screen(READY), scanner: 'ready', press: ['Type it'] },
  '02-ready-refused': failedScanner('refused'),
  '02-ready-no-camera': failedScanner('no-camera'),
  '02-ready-busy': failedScanner('busy'),
  '02-ready-insecure': failedScanner('insecure'),
  '02-ready-broken': failedScanner('broken'),
  '02-ready-zh': { ...screen(READY), scanner: 'ready', language: 'zh-Hans' },
  '03-charging': screen({ name: 'charging', ...sale(), ring: ring(52), actions: [] }),
  '03-charging-line': screen({ name: 'charging', ...sale('line'), ring: ring(240, 300), actions: [] }),
  '04-waiting': screen(WAITING),
  '04-waiting-zh': { ...screen(WAITING), language: 'zh-Hans' },
  '05-in-doubt': screen(inDoubt('wallet'), { legs: legs('wallet') }),
  '05-in-doubt-wifi': screen(inDoubt('wifi', null), { legs: legs('wifi', 'down') }),
  '05-in-doubt-gateway': screen(inDoubt('gateway'), { legs: legs('gateway') }),
  '05-in-doubt-zh': { ...screen(inDoubt('wallet'), { legs: legs('wallet') }), language: 'zh-Hans' },
  '05-in-doubt-practice': screen(inDoubt('proxy', null), { legs: legs('proxy'), shop: practice }),
  '06-held': screen(HELD, { legs: legs('wifi', 'down') }),
  '06-held-zh': { ...screen(HELD, { legs: legs('internet', 'down') }), language: 'zh-Hans' },
  '07-too-old': closed('expired', ['back']),
  '07-too-old-zh': { ...closed('expired', ['back']), language: 'zh-Hans' },
  '07-timed-out': closed('timed-out'),
  '07-refused': closed('refused', ['back']),
  '07-withdrawn': closed('withdrawn', ['back']),
  '07-by-hand': closed('by-hand'),
  '07-cancelling': screen({
    name: 'cancelling',
    ...sale(),
    charged: false,
    actions: ['cash', 'next-customer'],
  }),
  '07-giving-back': screen({
    name: 'cancelling',
    ...sale(),
    charged: true,
    actions: ['cash', 'next-customer'],
  }),
  '07-cancelled': closed('cancelled'),
  '07-returned': screen({ name: 'returned', ...sale(), actions: ['scan-again', 'cash', 'abandon'] }),
  '07-differs': screen({ name: 'differs', ...sale(), found: usd(1150), actions: ['next-customer'] }),
  '07-unresolved': screen({
    name: 'unresolved',
    ...sale(),
    charged: false,
    actions: ['cash', 'next-customer'],
  }),
  '07-not-returned': screen({ name: 'unresolved', ...sale(), charged: true, actions: ['next-customer'] }),
  '08-paid': PAID,
  '08-paid-zh': { ...PAID, language: 'zh-Hans' },
  '08-paid-long': screen(
    {
      name: 'paid',
      ...sale('alipay-plus', usd(123_456_789)),
      paidAt: at('14:06'),
      actions: ['receipt', 'next-sale'],
    },
    { roll: ROLL_AFTER, shop: practice },
  ),
  '09-declined': declined('funds'),
  '09-declined-risk': declined('risk'),
  '09-declined-code-expired': declined('code-expired'),
  '09-declined-code-used': declined('code-used'),
  '09-declined-customer-refused': declined('customer-refused'),
  '09-declined-unknown': declined('unknown'),
  '09-declined-zh': { ...declined('funds'), language: 'zh-Hans' },
  '13-roll-live': screen(amountOf(0, { problem: 'zero' }), { roll: ROLL_LIVE }),
  '13-roll-open': { ...screen(amountOf(1250)), press: ['Roll|All of today'], below: 900 },
  '13-roll-open-practice': {
    ...screen(amountOf(1250), { shop: practice, roll: ROLL_LIVE }),
    press: ['Roll|All of today'],
    below: 900,
  },
};
