/** Every screen by name: the view the till would give, and how the page is set for it. Names follow the mock-ups. */
import type { DeclineReason } from '../../src/core/decline-reason.ts';
import type { SaleId } from '../../src/core/ids.ts';
import { money, type Currency, type Money } from '../../src/core/money/money.ts';
import type { Wallet } from '../../src/core/wallet.ts';
import type { Services } from '../../src/app/context.ts';
import type { LensView } from '../../src/scan/camera.ts';
import type { HidScannerDevice } from '../../src/scan/hid/hid-scanner.ts';
import type { ScannerFailure, ScannerState, ScanRead } from '../../src/scan/scanner.ts';
import type { LevelDay } from '../../src/contract/service-level.ts';
import type { ShopTillsView } from '../../src/till/shop-tills.ts';
import type { Action, Counter, LegName, Legs, LegState, OnCounter, TillView } from '../../src/till/view.ts';
import { at, NOW, ring, ROLL, ROLL_AFTER, ROLL_EMPTY, ROLL_LIVE, ROLL_MANY, ZONE } from './day.ts';

/** One picture to take. */
export interface Screen {
  readonly view: TillView;
  readonly language?: 'en' | 'zh-Hans';
  readonly scanner?: ScannerState;
  readonly lens?: LensView;
  /** What the check of the scanners has read. */
  readonly reads?: readonly ScanRead[];
  /** Scanners that speak HID. */
  readonly devices?: readonly HidScannerDevice[];
  /** What the sheet of the shop's tills shows. */
  readonly tills?: ShopTillsView;
  /** How fast the till was. */
  readonly level?: readonly LevelDay[];
  /** what the browser says of its storage */
  readonly storage?: boolean;
  /** Opens a sheet of the tablet's own. */
  readonly open?: (services: Services) => void;
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

/** The shop of the pictures. */
export const SHOP: NonNullable<TillView['shop']> = {
  name: 'Corner Store',
  mode: 'live',
  tillName: 'Till A',
  timeZone: ZONE,
  trustLimit: money(5000, 'USD'),
  hasPin: true,
};

const BASE: Omit<TillView, 'counter'> = {
  pairing: { name: 'paired' },
  shop: SHOP,
  question: null,
  roll: ROLL,
  legs: legs(),
  notices: [],
  detail: null,
  receipt: null,
  list: null,
  others: null,
  forPerson: 0,
  trouble: null,
  clockOffMs: null,
  busy: false,
};

/** An amount in cents. */
export const usd = (minor: number): Money => money(minor, 'USD');

/** A-0018 on the counter. */
export function sale(wallet: Wallet | null = 'alipay', amount: Money = usd(1250)): OnCounter {
  return { saleId: 'a0018' as SaleId, number: 'A-0018', amount, note: '', openedAt: at('14:06'), wallet };
}

function amountOf(minor: number, more: Partial<Extract<Counter, { name: 'amount' }>> = {}): Counter {
  return {
    name: 'amount',
    saleId: null,
    amount: usd(minor),
    note: '',
    number: 'A-0018',
    problem: null,
    limit: usd(100_000),
    ...more,
  };
}

/** A screen with `counter` on it. */
export function screen(counter: Counter, more: Partial<TillView> = {}): Screen {
  return { view: { ...BASE, counter, ...more } };
}

function inDoubt(
  silent: LegName,
  nextAskAt: number | null = NOW + 2000,
  actions: readonly Action[] = ['cancel', 'cash', 'trust', 'next-customer'],
): Counter {
  return {
    name: 'in-doubt',
    ...sale(),
    sentAt: at('14:06:12'),
    asked: nextAskAt === null ? 0 : 2,
    nextAskAt,
    silent,
    actions,
  };
}

function declined(reason: DeclineReason): Screen {
  return screen({ name: 'declined', ...sale(), reason, actions: ['scan-again', 'cash', 'abandon'] });
}

const TWO_LENSES: LensView = {
  lenses: [
    { id: 'back', label: 'Back camera', facing: 'back' },
    { id: 'front', label: 'Front camera', facing: 'front' },
  ],
  lens: { id: 'back', label: 'Back camera', facing: 'back' },
  torch: 'off',
  zoom: null,
};
/** Read one after the other: a wallet's code, a product, a web link. */
const TRIED: readonly ScanRead[] = [
  { text: 'https://example.com/menu', source: 'photo', atMonotonic: 0, tookMs: 412 },
  { text: '4006381333931', source: 'wedge', atMonotonic: 0, tookMs: 96 },
  { text: '284312345678901234', source: 'camera', atMonotonic: 0, tookMs: 21 },
];
const DEVICES: readonly HidScannerDevice[] = [
  { id: 1, name: 'Counter scanner 2D', state: 'ready' },
  { id: 2, name: 'Hand scanner', state: { failed: 'not-a-scanner' } },
];
/** The set-up of scanners. */
const scanners = (more: Partial<Screen> = {}): Screen => ({
  ...screen(amountOf(0)),
  scanner: 'ready',
  open: ({ sheets }) => sheets.openPage('scanners'),
  ...more,
});

const READY: Counter = { name: 'ready', ...sale(null), actions: ['back'] };
const failedScanner = (why: ScannerFailure): Screen => ({
  ...screen(READY),
  scanner: { kind: 'failed', why },
});
const inCurrency = (minor: number, currency: Currency): Partial<Extract<Counter, { name: 'amount' }>> => ({
  amount: money(minor, currency),
});
const RECEIPT_URL = 'https://pling.example/r/7kq4mx2b9tz5w8n3c6v0';
const PAID = screen(
  {
    name: 'paid',
    ...sale(),
    paidAt: at('14:06'),
    receiptUrl: RECEIPT_URL,
    actions: ['receipt', 'next-sale'],
  },
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
const CANCEL_ASKED: Counter = { ...WAITING, actions: ['cash', 'next-customer'] };
const practice: TillView['shop'] = { ...SHOP, mode: 'practice' };

/** The counter's states and the roll. */
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
  '02-ready-two-lenses': { ...screen(READY), scanner: 'ready', lens: TWO_LENSES },
  '17-scanners': scanners({ lens: TWO_LENSES, reads: TRIED, devices: DEVICES }),
  '17-scanners-no-camera': scanners({ scanner: { kind: 'failed', why: 'no-camera' }, reads: [] }),
  '17-scanners-lesson': scanners({ press: ['Teach a scanner that types'] }),
  '17-scanners-zh': scanners({ language: 'zh-Hans', lens: TWO_LENSES, reads: TRIED, devices: DEVICES }),
  '02-ready-starting': { ...screen(READY), scanner: 'starting' },
  '02-ready-typing': { ...screen(READY), scanner: 'ready', press: ['Type it'] },
  '02-ready-refused': failedScanner('refused'),
  '02-ready-no-camera': failedScanner('no-camera'),
  '02-ready-busy': failedScanner('busy'),
  '02-ready-insecure': failedScanner('insecure'),
  '02-ready-frozen': failedScanner('frozen'),
  '02-ready-broken': failedScanner('broken'),
  '02-ready-zh': { ...screen(READY), scanner: 'ready', language: 'zh-Hans' },
  '03-charging': screen({ name: 'charging', ...sale(), ring: ring(52), actions: [] }),
  '03-charging-line': screen({ name: 'charging', ...sale('line'), ring: ring(240, 300), actions: [] }),
  '04-waiting': screen(WAITING),
  '04-waiting-zh': { ...screen(WAITING), language: 'zh-Hans' },
  '04-waiting-cancel-asked': screen(CANCEL_ASKED),
  '04-waiting-cancel-asked-zh': { ...screen(CANCEL_ASKED), language: 'zh-Hans' },
  '05-in-doubt': screen(inDoubt('wallet'), { legs: legs('wallet') }),
  '05-in-doubt-wifi': screen(inDoubt('wifi', null), { legs: legs('wifi', 'down') }),
  '05-in-doubt-gateway': screen(inDoubt('gateway'), { legs: legs('gateway') }),
  '05-in-doubt-zh': { ...screen(inDoubt('wallet'), { legs: legs('wallet') }), language: 'zh-Hans' },
  '05-in-doubt-cancel-asked': screen(inDoubt('wallet', NOW, ['cash', 'next-customer']), {
    legs: legs('wallet'),
  }),
  '05-in-doubt-practice': screen(inDoubt('proxy', null), { legs: legs('proxy'), shop: practice }),
  '06-held': screen(HELD, { legs: legs('wifi', 'down') }),
  '06-held-zh': { ...screen(HELD, { legs: legs('internet', 'down') }), language: 'zh-Hans' },
  '08-paid': PAID,
  '08-paid-no-qr': screen(
    { name: 'paid', ...sale(), paidAt: at('14:06'), receiptUrl: null, actions: ['receipt', 'next-sale'] },
    { roll: ROLL_AFTER },
  ),
  '08-paid-zh': { ...PAID, language: 'zh-Hans' },
  '08-paid-long': screen(
    {
      name: 'paid',
      ...sale('alipay-plus', usd(123_456_789)),
      paidAt: at('14:06'),
      receiptUrl: RECEIPT_URL,
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
  '13-roll-live': screen(amountOf(0, { problem: 'zero' }), { roll: ROLL_LIVE, forPerson: 2 }),
  '13-roll-news': screen(amountOf(0, { problem: 'zero' }), { roll: ROLL_MANY, forPerson: 2 }),
  '13-roll-news-zh': {
    ...screen(amountOf(0, { problem: 'zero' }), { roll: ROLL_MANY }),
    language: 'zh-Hans',
  },
  '13-roll-news-open': {
    ...screen(amountOf(1250), { roll: ROLL_MANY, forPerson: 2 }),
    press: ['Roll|All of today'],
    below: 900,
  },
  '13-roll-open': { ...screen(amountOf(1250)), press: ['Roll|All of today'], below: 900 },
  '13-roll-open-practice': {
    ...screen(amountOf(1250), { shop: practice, roll: ROLL_LIVE }),
    press: ['Roll|All of today'],
    below: 900,
  },
};
