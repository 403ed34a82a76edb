/** Law 5: the ledger's time by the last answer, plus what passed by the larger of both clocks. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ServerClock } from '../../../src/sync/server-clock.ts';
import { makeManualClock, SHOP_MORNING } from '../../fakes/clock.ts';

const SERVER = SHOP_MORNING + 7_000;

describe('the server clock', () => {
  it('knows nothing before the first answer', () => {
    const clock = new ServerClock(makeManualClock());
    expect([clock.now(), clock.offMs(), clock.pairToKeep()]).toEqual([null, null, null]);
    expect(clock.toWall(SERVER)).toBe(SERVER);
  });

  it.each([
    ['both clocks agree', 30_000, 0, 30_000],
    ['the wall was set back meanwhile', 30_000, -3_600_000, 30_000],
    ['the monotonic clock slept with the tablet', 0, 600_000, 600_000],
    ['the wall was set forward', 30_000, 5_000, 35_000],
  ])('takes the larger elapsed time: %s', (_name, passMs, wallJumpMs, elapsedMs) => {
    const manual = makeManualClock();
    const clock = new ServerClock(manual);
    clock.heard(SERVER, 0);
    manual.pass(passMs);
    manual.setWall(manual.now() + wallJumpMs);
    expect(clock.now()).toBe(SERVER + elapsedMs);
  });

  it('adds half the round trip', () => {
    const clock = new ServerClock(makeManualClock());
    clock.heard(SERVER, 300);
    expect(clock.now()).toBe(SERVER + 150);
  });

  it('goes on after a reload by the wall alone', () => {
    const before = makeManualClock();
    const first = new ServerClock(before);
    first.heard(SERVER, 0);
    const pair = first.pairToKeep();
    const after = makeManualClock(SHOP_MORNING + 90_000);
    const second = new ServerClock(after);
    second.restore(structuredClone(pair));
    expect(second.now()).toBe(SERVER + 90_000);
    after.setWall(SHOP_MORNING - 1);
    expect(second.now()).toBe(SERVER);
  });

  it('does not let an old pair overwrite an answer, and ignores what is no pair', () => {
    const clock = new ServerClock(makeManualClock());
    clock.restore({ serverTime: 'soon' });
    expect(clock.now()).toBeNull();
    clock.heard(SERVER, 0);
    clock.restore({ serverTime: 1, wall: 1 });
    expect(clock.now()).toBe(SERVER);
  });

  it('keeps the pair again only when the offset has moved', () => {
    const manual = makeManualClock();
    const clock = new ServerClock(manual);
    clock.heard(SERVER, 0);
    expect(clock.pairToKeep()).toEqual({ serverTime: SERVER, wall: SHOP_MORNING });
    manual.pass(5_000);
    clock.heard(SERVER + 5_400, 0);
    expect(clock.pairToKeep()).toBeNull();
    clock.heard(SERVER + 9_000, 0);
    expect(clock.pairToKeep()).not.toBeNull();
  });

  it.each([
    [119_000, null],
    [-119_000, null],
    [121_000, 121_000],
    [-7_200_000, -7_200_000],
  ])('a wall that is %i ms off is %s worth a sentence', (offMs, said) => {
    const clock = new ServerClock(makeManualClock(SHOP_MORNING + offMs));
    clock.heard(SHOP_MORNING, 0);
    expect(clock.offMs()).toBe(said);
  });

  it('never runs behind either clock, and maps its own now onto the wall', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 10_000 }),
        fc.array(fc.record({ pass: fc.nat({ max: 100_000 }), jump: fc.integer({ min: -1e6, max: 1e6 }) })),
        (roundTripMs, steps) => {
          const manual = makeManualClock();
          const clock = new ServerClock(manual);
          clock.heard(SERVER, roundTripMs);
          const start = { server: clock.now() ?? NaN, wall: manual.now(), monotonic: manual.monotonic() };
          for (const { pass, jump } of steps) {
            manual.pass(pass);
            manual.setWall(manual.now() + jump);
            const passed = (clock.now() ?? NaN) - start.server;
            expect(Number.isInteger(passed)).toBe(true);
            expect(passed).toBeGreaterThanOrEqual(Math.floor(manual.monotonic() - start.monotonic));
            expect(passed).toBeGreaterThanOrEqual(manual.now() - start.wall);
            expect(clock.toWall(clock.now() ?? NaN)).toBe(manual.now());
          }
        },
      ),
    );
  });
});
