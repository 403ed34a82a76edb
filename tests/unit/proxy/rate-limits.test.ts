/** Who is counted as one: a till, an address, and a whole IPv6 network. */
import { expect, test } from 'vitest';
import { networkOf, RateLimits, RATES } from '../../../src/proxy/auth/rate-limits.ts';
import { Refusal } from '../../../src/proxy/refusal.ts';
import { makeManualClock } from '../../fakes/clock.ts';

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:DB8:1:2:ffff::1', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['2001:0db8:0001:0002::', '2001:db8:1:2'],
  ['::1', '0:0:0:0'],
  [null, ''],
])('%s counts as %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

const from = (address: string): Request => new Request('http://till.test/', { headers: { from: address } });

test('a stranger has a burst and then a wait; another address, a till and a receipt do not wait with it', () => {
  const limits = new RateLimits({
    clock: makeManualClock(),
    addressOf: ({ headers }) => headers.get('from'),
  });
  for (let count = 0; count < RATES.stranger.burst; count += 1) limits.countStranger(from('192.0.2.1'));
  expect(() => limits.countStranger(from('192.0.2.1'))).toThrow(Refusal);
  expect(() => limits.countStranger(from('192.0.2.2'))).not.toThrow();
  expect(() => limits.countStranger(from('192.0.2.1'), 'receipt')).not.toThrow();
  expect(() => limits.countTill('a')).not.toThrow();
});

test('where no address is known, all strangers share one count; where none can be, nobody is counted', () => {
  const blind = new RateLimits({ clock: makeManualClock(), addressOf: () => null });
  for (let count = 0; count < RATES.stranger.burst; count += 1) blind.countStranger(from('192.0.2.1'));
  expect(() => blind.countStranger(from('192.0.2.2'))).toThrow(/Try again in 1 s/);
  const free = new RateLimits({ clock: makeManualClock() });
  for (let count = 0; count < 1_000; count += 1) free.countStranger(from('192.0.2.1'));
});

test('the busiest till that may be never waits: a hundred unfinished sales, the feed down, ten minutes', () => {
  const clock = makeManualClock();
  const limits = new RateLimits({ clock });
  for (let second = 0; second < 600; second += 1) {
    const asked = second % 3 === 0 ? 100 : 0; // one look each in 3 s
    for (let count = 0; count < asked + 5; count += 1) limits.countTill('a');
    clock.pass(1_000);
  }
});
