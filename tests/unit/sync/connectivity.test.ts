/** Which link is down, by real exchanges. */
import { describe, expect, it } from 'vitest';
import { Connectivity } from '../../../src/sync/connectivity.ts';
import type { Result, Silence } from '../../../src/sync/transport.ts';
import { makeSeededRandom } from '../../fakes/random.ts';
import { makeManualTime } from '../../fakes/timers.ts';

const ok: Result<unknown> = { kind: 'answer', answer: {}, serverTime: 1, roundTripMs: 1 };
const silent = (why: Silence): Result<unknown> => ({ kind: 'silent', why });

function setup(hasLink = true) {
  const time = makeManualTime();
  const probes: number[] = [];
  let next: Result<unknown> = ok;
  const connectivity: Connectivity = new Connectivity({
    ...time,
    random: makeSeededRandom(1),
    hasLink: () => hasLink,
    probe: async () => {
      probes.push(time.clock.monotonic());
      connectivity.heard(next);
    },
  });
  return { connectivity, time, probes, answerWith: (result: Result<unknown>) => void (next = result) };
}

describe('connectivity', () => {
  it('believes nothing before the first answer', () => {
    const { connectivity } = setup();
    expect([connectivity.isUp(), connectivity.isDown()]).toEqual([false, false]);
    expect(connectivity.legs().broken).toBeNull();
  });

  it.each<[Silence, boolean, string]>([
    ['refused-to-connect', true, 'proxy'],
    ['timeout', true, 'proxy'],
    ['garbage', true, 'internet'],
    ['refused-to-connect', false, 'wifi'],
    ['timeout', false, 'wifi'],
  ])('%s with a link: %s blames the %s', (why, hasLink, leg) => {
    const { connectivity } = setup(hasLink);
    connectivity.heard(silent(why));
    expect(connectivity.legs().broken).toBe(leg);
    expect([connectivity.isUp(), connectivity.isDown()]).toEqual([false, true]);
  });

  it('takes any answer of the proxy for a network that works, also a refusal', () => {
    const { connectivity } = setup(false);
    connectivity.heard({ kind: 'problem', code: 'not-paired', serverTime: 1, roundTripMs: 1 });
    expect(connectivity.isUp()).toBe(true);
    expect(connectivity.legs().states).toMatchObject({ wifi: 'ok', internet: 'ok', proxy: 'ok' });
  });

  it('is not moved by a request the till itself took back', () => {
    const { connectivity } = setup();
    connectivity.heard(ok);
    connectivity.heard(silent('aborted'));
    expect(connectivity.isUp()).toBe(true);
  });

  it.each([
    ['gateway-silent', 'gateway'],
    ['wallet-silent', 'wallet'],
    ['ok', null],
  ] as const)('names the link behind the proxy: %s', (leg, broken) => {
    const { connectivity } = setup();
    connectivity.heard(ok);
    connectivity.heardBeyond(leg);
    expect(connectivity.legs().broken).toBe(broken);
  });

  it('probes with growing waits while it is down, and soon again once it is back', async () => {
    const { connectivity, time, probes, answerWith } = setup();
    answerWith(silent('timeout'));
    connectivity.start();
    await time.advance(40_000);
    const waits = probes.slice(1).map((at, index) => at - (probes[index] ?? 0));
    expect(waits[0]).toBeLessThanOrEqual(1_000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(8_000);
    expect(probes.length).toBeLessThan(15);
    answerWith(ok);
    await time.advance(8_000);
    expect(connectivity.isUp()).toBe(true);
  });

  it('probes every second while a code is held, and slows down again after', async () => {
    const { connectivity, time, probes, answerWith } = setup();
    answerWith(silent('refused-to-connect'));
    connectivity.start();
    await time.advance(40_000);
    connectivity.setUrgent(true);
    const before = probes.length;
    await time.advance(10_000);
    expect(probes.length - before).toBeGreaterThanOrEqual(9);
    expect(probes.length - before).toBeLessThanOrEqual(14);
    connectivity.setUrgent(false);
    const after = probes.length;
    await time.advance(20_000);
    expect(probes.length - after).toBeLessThanOrEqual(5);
  });

  it('believes nothing between a broken feed and the answer of the probe', async () => {
    const { connectivity, time } = setup();
    connectivity.start();
    await time.settle();
    const seen: boolean[] = [];
    connectivity.subscribe(() => seen.push(connectivity.isUp()));
    connectivity.suspect();
    await time.settle();
    expect(seen).toEqual([false, true]);
  });

  it('has one probe under way, and none after stop', async () => {
    const { connectivity, time, probes } = setup();
    connectivity.start();
    connectivity.start();
    connectivity.probe();
    expect(probes).toHaveLength(1);
    await time.settle();
    connectivity.stop();
    await time.advance(120_000);
    expect(probes).toHaveLength(1);
    expect(time.pending()).toBe(0);
  });
});
