/** The pace at which a camera is opened anew. */
import { describe, expect, it } from 'vitest';
import { createRescue } from '../../../src/scan/rescue.ts';
import { fakePage } from './fake-lens.ts';
import { createManualTime } from './manual-time.ts';

/** A camera that never works: it asks again as soon as it has been opened anew. */
function setup(heals = false) {
  const time = createManualTime();
  const page = fakePage();
  const begun = time.monotonic();
  const rebuilt: number[] = [];
  const rescue = createRescue({
    clock: time,
    timers: time,
    page,
    rebuild() {
      rebuilt.push(time.monotonic() - begun);
      if (!heals) time.after(1_000, () => rescue.ask());
    },
  });
  return { time, page, rebuilt, rescue };
}

describe('opening a camera anew', () => {
  it('comes at once for the first trouble', () => {
    const { time, rebuilt, rescue } = setup(true);
    expect(rescue.ask()).toBe(true);
    time.pass(0);
    expect(rebuilt).toEqual([0]);
  });

  it('comes ever more rarely, at last once a minute', () => {
    const { time, rebuilt, rescue } = setup();
    rescue.ask();
    time.pass(300_000);
    const gaps = rebuilt.slice(1).map((at, index) => at - (rebuilt[index] ?? 0));
    expect(gaps).toEqual([3_000, 5_000, 9_000, 17_000, 33_000, 61_000, 61_000, 61_000]);
  });

  it('is told as late from the second on', () => {
    const { time, rescue } = setup(true);
    rescue.ask();
    time.pass(5_000);
    expect(rescue.ask()).toBe(false);
  });

  it('waits once, however often it is asked for', () => {
    const { time, rebuilt, rescue } = setup(true);
    for (let asks = 0; asks < 5; asks++) rescue.ask();
    time.pass(120_000);
    expect(rebuilt).toHaveLength(1);
  });

  it('does not come while the page is hidden, and comes when it is back', () => {
    const { time, page, rebuilt, rescue } = setup(true);
    page.show(false);
    rescue.ask();
    time.pass(600_000);
    expect(rebuilt).toEqual([]);
    page.show(true);
    expect(rebuilt).toHaveLength(1);
  });

  it('is brought forward when the page comes to the front, but never twice within two seconds', () => {
    const { time, page, rebuilt, rescue } = setup();
    rescue.ask();
    time.pass(1_500);
    page.show(true);
    expect(rebuilt).toEqual([0]);
    time.pass(500);
    page.show(true);
    expect(rebuilt).toEqual([0, 2_000]);
  });

  it('is off when the picture is back before', () => {
    const { time, page, rebuilt, rescue } = setup(true);
    rescue.ask();
    time.pass(0);
    rescue.ask();
    rescue.live();
    time.pass(120_000);
    page.show(true);
    expect(rebuilt).toHaveLength(1);
    expect(page.listening()).toBe(0);
  });

  it('goes on growing for a camera that works for a moment each time', () => {
    const { time, rebuilt, rescue } = setup(true);
    for (let troubles = 0; troubles < 4; troubles++) {
      rescue.ask();
      time.pass(60_000);
      rescue.live();
      time.pass(3_000);
    }
    rescue.ask();
    const before = rebuilt.length;
    time.pass(15_900);
    expect(rebuilt).toHaveLength(before);
  });

  it('begins anew after a picture of half a minute', () => {
    const { time, rescue } = setup(true);
    rescue.ask();
    time.pass(0);
    rescue.live();
    time.pass(30_000);
    expect(rescue.ask()).toBe(true);
  });
});
