/** Screens of the states that need no ring: how a sale ended, what waits for proof, questions of money. */
import type { Action, Counter } from '../../src/till/view.ts';
import { NOW } from './day.ts';
import { sale, screen, usd, type Screen } from './fixtures.ts';

function closed(why: Extract<Counter, { name: 'closed' }>['why'], more: readonly Action[] = []): Screen {
  return screen({ name: 'closed', ...sale(), why, actions: ['scan-again', 'cash', 'abandon', ...more] });
}

/** How a sale ended, or what a person must decide. */
export const VERDICT_SCREENS: Readonly<Record<string, Screen>> = {
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
    overrideAt: NOW + 92_000,
    actions: ['cash', 'next-customer'],
  }),
  '07-cancelling-override': screen({
    name: 'cancelling',
    ...sale(),
    charged: false,
    overrideAt: NOW - 4_000,
    actions: ['cash', 'override', 'next-customer'],
  }),
  '07-giving-back': screen({
    name: 'cancelling',
    ...sale(),
    charged: true,
    overrideAt: null,
    actions: ['cash', 'next-customer'],
  }),
  '07-cancelled': closed('cancelled'),
  '07-returned': screen({ name: 'returned', ...sale(), actions: ['scan-again', 'cash', 'abandon'] }),
  '07-differs': screen({
    name: 'differs',
    ...sale(),
    found: usd(1150),
    actions: ['keep', 'give-back', 'next-customer'],
  }),
  '07-differs-zh': {
    ...screen({
      name: 'differs',
      ...sale(),
      found: usd(12_500),
      actions: ['keep', 'give-back', 'next-customer'],
    }),
    language: 'zh-Hans',
  },
  '07-differs-failed': {
    ...screen({
      name: 'differs',
      ...sale(),
      found: usd(1150),
      actions: ['keep', 'give-back', 'next-customer'],
    }),
    press: ['^Keep it'],
  },
  '07-paid-after-all': screen({
    name: 'paid-after-all',
    ...sale(),
    actions: ['keep', 'give-back', 'next-customer'],
  }),
  '07-paid-after-all-zh': {
    ...screen({ name: 'paid-after-all', ...sale(), actions: ['keep', 'give-back'] }),
    language: 'zh-Hans',
  },
  '07-unresolved': screen({
    name: 'unresolved',
    ...sale(),
    charged: false,
    actions: ['cash', 'override', 'next-customer'],
  }),
  '07-not-returned': screen({ name: 'unresolved', ...sale(), charged: true, actions: ['next-customer'] }),
};
