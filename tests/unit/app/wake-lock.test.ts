/** The screen stays on while the till is in use, and what the system refuses harms nobody. */
import { describe, expect, it } from 'vitest';
import { createWakeLock, type HeldLock, type ScreenLock } from '../../../src/app/state/wake-lock.ts';
import type { Log } from '../../../src/core/ports.ts';
import { fakePage } from '../scan/fake-lens.ts';

/** A system that gives the screen away when a test lets it, and takes it back with a hidden page. */
function setup(change: { readonly isMissing?: boolean } = {}) {
  const page = fakePage();
  const held = new Set<HeldLock>();
  const told: string[] = [];
  const world = { asked: 0, isRefusing: false, wait: Promise.resolve() };
  const screenLock: ScreenLock = {
    async request() {
      world.asked++;
      await world.wait;
      if (world.isRefusing || !page.isVisible()) throw new Error('NotAllowedError');
      const lock = Object.assign(new EventTarget(), {
        released: false,
        release: async () => {
          lock.released = true;
          held.delete(lock);
        },
      });
      held.add(lock);
      return lock;
    },
  };
  const log: Log = { info: () => undefined, warn: (event) => told.push(event), error: () => undefined };
  const guard = createWakeLock({ screenLock: change.isMissing === true ? null : screenLock, page, log });
  /** The page goes or comes; a system takes every lock with a page that goes. */
  const show = async (isVisible: boolean): Promise<void> => {
    if (!isVisible) for (const lock of [...held]) await lock.release();
    page.show(isVisible);
    await settled();
  };
  const need = async (isNeeded: boolean): Promise<void> => {
    guard.need(isNeeded);
    await settled();
  };
  return { guard, page, held, told, world, show, need };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the screen', () => {
  it('stays on while it is needed, and no longer', async () => {
    const { held, need } = setup();
    expect(held.size).toBe(0);
    await need(true);
    expect(held.size).toBe(1);
    await need(false);
    expect(held.size).toBe(0);
  });

  it('is asked for once, however often it is needed', async () => {
    const { world, need } = setup();
    await need(true);
    await need(true);
    expect(world.asked).toBe(1);
  });

  it('is asked for again when the page is back', async () => {
    const { held, world, show, need } = setup();
    await need(true);
    await show(false);
    expect([held.size, world.asked]).toEqual([0, 1]);
    await show(true);
    expect([held.size, world.asked]).toEqual([1, 2]);
  });

  it('is not asked for while the page is hidden', async () => {
    const { world, show, need } = setup();
    await show(false);
    await need(true);
    expect(world.asked).toBe(0);
  });

  it('that the system has taken from a visible page is asked for again at the next hint', async () => {
    const { held, world, page, need } = setup();
    await need(true);
    for (const lock of [...held]) await lock.release();
    page.show(true);
    await settled();
    expect([held.size, world.asked]).toEqual([1, 2]);
  });

  it('is given back when it is no longer needed by the time the answer comes', async () => {
    const { held, world, need } = setup();
    let answer: () => void = () => undefined;
    world.wait = new Promise((resolve) => (answer = resolve));
    await need(true);
    await need(false);
    answer();
    await settled();
    expect([world.asked, held.size]).toEqual([1, 0]);
  });

  it('that the system will not give is told once, and asked for again when the page is back', async () => {
    const { held, told, world, show, need } = setup();
    world.isRefusing = true;
    await need(true);
    await show(false);
    await show(true);
    expect(told).toEqual(['wake-lock.refused']);
    world.isRefusing = false;
    await show(false);
    await show(true);
    expect(held.size).toBe(1);
  });

  it('sleeps as it likes in a browser without the lock', async () => {
    const { guard, need } = setup({ isMissing: true });
    await need(true);
    guard.close();
  });

  it('is let go for good when the guard is closed', async () => {
    const { guard, page, held, need } = setup();
    await need(true);
    guard.close();
    await settled();
    expect([held.size, page.listening()]).toEqual([0, 0]);
  });
});
