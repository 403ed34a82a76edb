/** Counters and sales for the app's tests. */
import type { SaleId } from '../../../src/core/ids.ts';
import { money } from '../../../src/core/money/money.ts';
import type { Counter, OnCounter, ReceiptView, SaleDetail } from '../../../src/till/view.ts';
import { NOW } from './setup.ts';

/** What every sale on the counter shows. */
export const SALE: OnCounter = {
  saleId: 'a0017' as SaleId,
  number: 'A-0017',
  amount: money(1250, 'USD'),
  note: '',
  openedAt: NOW - 20_000,
  wallet: 'alipay',
};

const RING = { startsAt: NOW - 10_000, endsAt: NOW + 50_000 };

/** One counter for each state, with no actions. */
export const COUNTERS = {
  amount: {
    name: 'amount',
    saleId: null,
    amount: money(0, 'USD'),
    note: '',
    number: 'A-0017',
    problem: 'zero',
    limit: money(100_000, 'USD'),
  },
  ready: { name: 'ready', ...SALE, actions: ['back'] },
  held: { name: 'held', ...SALE, ring: RING, actions: [] },
  charging: { name: 'charging', ...SALE, ring: RING, actions: [] },
  waiting: { name: 'waiting', ...SALE, ring: RING, actions: [] },
  'in-doubt': {
    name: 'in-doubt',
    ...SALE,
    sentAt: NOW - 6_000,
    asked: 1,
    nextAskAt: NOW + 2_000,
    silent: 'gateway',
    actions: [],
  },
  cancelling: { name: 'cancelling', ...SALE, charged: false, overrideAt: null, actions: [] },
  'paid-after-all': { name: 'paid-after-all', ...SALE, actions: ['keep', 'give-back'] },
  paid: { name: 'paid', ...SALE, paidAt: NOW, receiptUrl: null, actions: ['receipt', 'next-sale'] },
  declined: { name: 'declined', ...SALE, reason: 'funds', actions: [] },
  closed: { name: 'closed', ...SALE, why: 'expired', actions: [] },
  returned: { name: 'returned', ...SALE, actions: [] },
  differs: { name: 'differs', ...SALE, found: money(1150, 'USD'), actions: [] },
  unresolved: { name: 'unresolved', ...SALE, charged: false, actions: [] },
} as const satisfies Record<Counter['name'], Counter>;

/** A receipt whose page a phone can reach. */
export const RECEIPT: ReceiptView = {
  shopName: 'Corner Store',
  address: '218 Mott Street, New York NY 10012',
  number: 'A-0017',
  paidAt: NOW,
  timeZone: 'America/New_York',
  amount: money(1250, 'USD'),
  wallet: 'alipay',
  transactionNo: '297245675783219843',
  reference: '3kq9v7ta0mxe21bd8w5n6c4h0z',
  url: 'https://pling.example/r/7kq4mx2b9tz5w8n3c6v0',
  givenBack: null,
  practice: false,
};

/** A sale that was declined and then paid in cash. */
export const DETAIL: SaleDetail = {
  saleId: SALE.saleId,
  number: 'A-0017',
  amount: SALE.amount,
  note: '',
  openedAt: SALE.openedAt,
  line: { ...SALE, state: 'in-doubt', live: true, ring: null },
  settled: null,
  steps: [
    { at: NOW - 12_000, what: 'code-read', wallet: 'alipay', amount: null, reason: null, tillName: null },
    { at: NOW - 11_000, what: 'sent', wallet: 'alipay', amount: null, reason: null, tillName: null },
    { at: NOW - 9_000, what: 'declined', wallet: 'alipay', amount: null, reason: 'funds', tillName: null },
  ],
  reference: RECEIPT.reference,
  transactionNo: RECEIPT.transactionNo,
  receipt: null,
  refunds: [],
  refundable: null,
  actions: ['cancel', 'cash'],
};
