/** Typed codes behind one address: who guesses is slowed down before any shop is asked. */
import { expect, test } from 'vitest';
import { CodeLookups } from '../../../src/proxy/auth/code-lookups.ts';
import { RATES } from '../../../src/proxy/auth/rate-limits.ts';
import { makeManualClock } from '../../fakes/clock.ts';

function setup() {
  const clock = makeManualClock();
  const lookups = new CodeLookups(clock);
  let looks = 0;
  const find = (address: string | null, realms: readonly string[]) =>
    lookups.find(address, () => {
      looks += 1;
      return realms;
    });
  return { clock, find, looks: () => looks };
}

test('wrong codes of one address are looked up a few times, and again after a while', () => {
  const { clock, find, looks } = setup();
  for (let n = 0; n < RATES.pairing.burst; n += 1) expect(find('192.0.2.1', [])).toEqual([]);
  expect(find('192.0.2.1', ['a'])).toBeNull();
  expect(looks()).toBe(RATES.pairing.burst);
  clock.pass(15_000);
  expect(find('192.0.2.1', ['a'])).toEqual(['a']);
});

test('another address is not held up, and an address provider’s customer is one', () => {
  const { find } = setup();
  for (let n = 0; n < RATES.pairing.burst; n += 1) find(`2001:db8::${n}`, []);
  expect(find('2001:db8::ffff', ['a'])).toBeNull();
  expect(find('192.0.2.1', ['a'])).toEqual(['a']);
});

test('right codes are not counted: a shop may pair all its tablets at once', () => {
  const { find } = setup();
  for (let n = 0; n < 50; n += 1) expect(find('192.0.2.1', ['a'])).toEqual(['a']);
});

test('a code that two shops hold is counted as a wrong one', () => {
  const { find } = setup();
  for (let n = 0; n < RATES.pairing.burst; n += 1) find(null, ['a', 'b']);
  expect(find(null, ['a'])).toBeNull();
});
