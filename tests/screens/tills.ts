/** The shop's tills: the list, one of them, a code for a tablet, who came in by it, and what managers did. */
import { money } from '../../src/core/money/money.ts';
import type { AuditLine, ShopTillsView, TillItem } from '../../src/till/shop-tills.ts';
import { at, NOW } from './day.ts';
import { COUNTER_SCREENS, SHOP, type Screen } from './fixtures.ts';

const TILL = COUNTER_SCREENS['01-till'];
if (!TILL) throw new Error('The sheets lie on the screen 01-till');
const base = TILL.view;
const DAY_MS = 86_400_000;

function one(letter: string, name: string, more: Partial<TillItem> = {}): TillItem {
  return {
    id: `till${letter}`,
    letter,
    name,
    lastSeenAt: NOW - 60_000,
    revokedAt: null,
    isMe: letter === 'A',
    ...more,
  };
}

const BAR = one('B', 'Bar', { lastSeenAt: at('14:02') });
const ITEMS: readonly TillItem[] = [
  one('A', 'Till A'),
  BAR,
  one('C', 'Terrace, by the door to the garden', { lastSeenAt: NOW - 2 * DAY_MS }),
  one('E', 'Till E', { lastSeenAt: null }),
  one('D', 'Till D', { revokedAt: at('13:20') }),
];

const LIST: ShopTillsView = { tills: { name: 'ready', items: ITEMS }, code: null, audit: null };
const CODE: ShopTillsView = {
  ...LIST,
  code: {
    code: 'QX7M3KWP',
    link: 'https://till.cornerstore.example/#pair=3f9a1c55e07b2d84.QX7M3KWP',
    endsAt: NOW + 9 * 60_000 - 1,
    forTill: null,
    joined: null,
  },
};

let n = 900;
const did = (time: string, deed: string, more: Partial<AuditLine> = {}): AuditLine => ({
  n: n--,
  at: at(time),
  till: { letter: 'A', name: 'Till A' },
  deed,
  about: null,
  amount: null,
  reason: null,
  ...more,
});
const AUDIT: ShopTillsView = {
  ...LIST,
  audit: {
    isLast: false,
    lines: [
      did('14:05', 'till-renamed', { about: 'B', reason: 'Bar' }),
      did('14:01', 'refund', { about: 'A-0017', amount: money(1250, 'USD'), reason: 'Goods came back' }),
      did('13:58', 'override', { about: 'B-0009', reason: 'No answer to the cancel' }),
      did('13:40', 'till-enrolled', { about: 'E' }),
      did('13:39', 'code-made'),
      did('13:20', 'till-revoked', { about: 'D', till: null }),
      did('12:10', 'pin-locked', { till: { letter: 'C', name: 'Terrace, by the door to the garden' } }),
      did('09:02', 'pin-chosen', { at: NOW - 2 * DAY_MS }),
    ],
  },
};

const screen = (tills: ShopTillsView, more: Partial<Screen> = {}): Screen => ({
  view: { ...base, shop: SHOP },
  open: ({ sheets }) => sheets.openPage('tills'),
  tills,
  ...more,
});
const inChinese = (it: Screen): Screen => ({ ...it, language: 'zh-Hans' });
/** Where digits are pressed: no keypad lies under the sheet. */
const WITHOUT_KEYPAD = { ...base, counter: COUNTER_SCREENS['09-declined']?.view.counter ?? base.counter };
const never = { isDone: false, code: 'pin-wrong' } as const;
const asking = (
  kind: 'add-till' | 'move-till' | 'rename-till' | 'revoke-till' | 'audit',
  name = 'Bar',
): Screen => ({
  view: WITHOUT_KEYPAD,
  open: ({ sheets }) => sheets.ask({ kind, name, act: () => Promise.resolve(never) }),
});

/** The sheet of the shop's tills. */
export const TILLS_SCREENS: Readonly<Record<string, Screen>> = {
  '18-tills': screen(LIST),
  '18-tills-zh': inChinese(screen(LIST)),
  '18-tills-silent': screen({ ...LIST, tills: { name: 'silent' } }),
  '18-tills-one': screen(LIST, { press: ['B Bar'] }),
  '18-tills-me': screen(LIST, { press: ['A Till A'] }),
  '18-tills-revoked': screen(LIST, { press: ['D Till D'] }),
  '18-tills-code': screen(CODE),
  '18-tills-code-zh': inChinese(screen(CODE)),
  '18-tills-code-for': screen({ ...CODE, code: CODE.code && { ...CODE.code, forTill: BAR } }),
  '18-tills-code-over': screen({ ...CODE, code: CODE.code && { ...CODE.code, endsAt: NOW - 1 } }),
  '18-tills-joined': screen({ ...CODE, code: CODE.code && { ...CODE.code, joined: one('F', 'Till F') } }),
  '18-audit': screen(AUDIT),
  '18-audit-zh': inChinese(screen(AUDIT)),
  '18-audit-empty': screen({ ...LIST, audit: { lines: [], isLast: true } }),
  '18-pin-add': asking('add-till', ''),
  '18-pin-move': asking('move-till'),
  '18-pin-revoke': asking('revoke-till'),
  '18-pin-revoke-zh': inChinese(asking('revoke-till')),
  '18-pin-audit': asking('audit', ''),
  '18-rename': asking('rename-till'),
};
