/** Every change of the till has the tone that LOOK gives it, and no other. */
import { describe, expect, it } from 'vitest';
import { money } from '../../../src/core/money/money.ts';
import { startConductor } from '../../../src/app/sound/conductor.ts';
import { DOUBT_EVERY_MS, nextDoubtBeat, toneOf } from '../../../src/app/sound/score.ts';
import type { Tone } from '../../../src/app/sound/tones.ts';
import type { ClosedWhy } from '../../../src/core/attempt.ts';
import type { Counter, Notice } from '../../../src/till/view.ts';
import { EMPTY_VIEW, makeFakeTill } from './fake-till.ts';
import { NOW } from './setup.ts';
import { COUNTERS, SALE } from './views.ts';

const toneFor = (before: Counter, after: Counter): Tone | null =>
  toneOf({ ...EMPTY_VIEW, counter: before }, { ...EMPTY_VIEW, counter: after });

describe('the tone of a change on the counter', () => {
  it.each([
    ['ready', 'charging', 'tick'],
    ['ready', 'held', 'tick'],
    ['ready', 'waiting', 'tick'],
    ['held', 'charging', null],
    ['charging', 'waiting', null],
    ['charging', 'paid', 'paid'],
    ['ready', 'paid', 'paid'],
    ['in-doubt', 'paid', 'paid'],
    ['charging', 'declined', 'low'],
    ['held', 'closed', 'low'],
    ['charging', 'in-doubt', 'soft'],
    ['waiting', 'cancelling', null],
    ['cancelling', 'returned', 'soft'],
    ['charging', 'differs', 'soft'],
    ['in-doubt', 'unresolved', 'soft'],
    ['cancelling', 'paid-after-all', 'soft'],
    ['amount', 'ready', null],
    ['paid', 'amount', null],
  ] as const)('from %s to %s is %s', (before, after, tone) => {
    expect(toneFor(COUNTERS[before], COUNTERS[after])).toBe(tone);
  });

  it.each([
    ['expired', 'low'],
    ['refused', 'low'],
    ['timed-out', 'low'],
    ['cancelled', 'soft'],
    ['by-hand', 'soft'],
    ['withdrawn', null],
  ] as const satisfies ReadonlyArray<readonly [ClosedWhy, Tone | null]>)(
    'to closed (%s) is %s',
    (why, tone) => {
      expect(toneFor(COUNTERS.waiting, { ...COUNTERS.closed, why })).toBe(tone);
    },
  );

  it('is silence while the same state is only redrawn', () => {
    for (const counter of Object.values(COUNTERS)) expect(toneFor(counter, { ...counter })).toBeNull();
  });
});

describe('the tone of a notice', () => {
  const refused: Notice = { id: 1, kind: 'scan-refused', why: 'web-link' };
  const news: Notice = {
    ...SALE,
    id: 2,
    kind: 'roll-news',
    amount: money(3100, 'USD'),
    state: 'paid',
    at: NOW,
  };
  const toneOfNotices = (before: readonly Notice[], after: readonly Notice[]): Tone | null =>
    toneOf({ ...EMPTY_VIEW, notices: before }, { ...EMPTY_VIEW, notices: after });

  it('is low for a wrong code', () => {
    expect(toneOfNotices([], [refused])).toBe('low');
  });

  it('is soft for a paid sale of the roll: two rising tones would be taken for the one on the counter', () => {
    expect(toneOfNotices([], [news])).toBe('soft');
  });

  it('sounds once', () => {
    expect(toneOfNotices([refused], [refused])).toBeNull();
    expect(toneOfNotices([refused, news], [news])).toBeNull();
  });

  it('gives way to a payment on the counter', () => {
    const before = { ...EMPTY_VIEW, counter: COUNTERS.charging };
    expect(toneOf(before, { ...EMPTY_VIEW, counter: COUNTERS.paid, notices: [refused, news] })).toBe('paid');
  });
});

describe('the tone of people’s money', () => {
  it.each(['trust', 'owed', 'refunded', 'taken-over', 'paid-after-all'] as const)(
    'is soft for news that a sale is %s',
    (state) => {
      const news: Notice = { ...SALE, id: 9, kind: 'roll-news', state, at: NOW };
      expect(toneOf(EMPTY_VIEW, { ...EMPTY_VIEW, notices: [news] })).toBe('soft');
    },
  );

  it('is soft for a question', () => {
    const question = { kind: 'same-customer', ...SALE, state: 'in-doubt' } as const;
    expect(toneOf(EMPTY_VIEW, { ...EMPTY_VIEW, question })).toBe('soft');
    expect(toneOf({ ...EMPTY_VIEW, question }, { ...EMPTY_VIEW, question })).toBeNull();
  });
});

describe('a charge in doubt', () => {
  it('is due for a reminder every ten seconds from when it was sent', () => {
    const counter = COUNTERS['in-doubt'];
    expect(nextDoubtBeat(counter, counter.sentAt + 6_000)).toBe(counter.sentAt + DOUBT_EVERY_MS);
    expect(nextDoubtBeat(counter, counter.sentAt + 10_000)).toBe(counter.sentAt + 2 * DOUBT_EVERY_MS);
    expect(nextDoubtBeat(COUNTERS.paid, NOW)).toBeNull();
  });

  it('sounds softly again and again, and stops when the answer is there', () => {
    let now = NOW;
    let due: { at: number; run: () => void } | null = null;
    const played: Tone[] = [];
    const till = makeFakeTill({ counter: COUNTERS.charging });
    const stop = startConductor({
      till,
      clock: { now: () => now },
      timers: {
        after: (ms, run) => {
          const mine = { at: now + ms, run };
          due = mine;
          return () => (due = due === mine ? null : due);
        },
      },
      play: (tone) => played.push(tone),
    });
    const wait = (ms: number): void => {
      now += ms;
      const ready = due;
      if (ready && ready.at <= now) {
        due = null;
        ready.run();
      }
    };
    till.show({ counter: COUNTERS['in-doubt'] });
    wait(4_000);
    wait(10_000);
    till.show({ counter: COUNTERS.paid });
    wait(60_000);
    expect(played).toEqual(['soft', 'soft', 'soft', 'paid']);
    stop();
  });
});
