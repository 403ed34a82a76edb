/** What becomes of a camera that fails: opened anew, told, tried again, and never behind the scenes. */
import { describe, expect, it } from 'vitest';
import { MAIN, setup, USB } from './keeper-world.ts';

const FROZEN = { kind: 'failed', why: 'frozen' } as const;
describe('a picture that stands still', () => {
  it('is opened anew within two seconds, on one stream at a time', async () => {
    const { states, openedAt, world, pass, startAndLook, now } = setup();
    await startAndLook();
    world.isRunning = false;
    const frozenAt = now();
    await pass(3_000);
    expect(states).toEqual(['starting', 'ready', 'starting', 'ready']);
    expect((openedAt[1] ?? Infinity) - frozenAt).toBeLessThan(2_000);
    expect(world.live).toBe(1);
  });

  it('is told as frozen when opening anew does not help, and is tried again ever more rarely', async () => {
    const { keeper, states, openedAt, world, pass, startAndLook } = setup();
    await startAndLook();
    world.isRunning = false;
    world.next = 'frozen';
    await pass(5_000);
    expect(keeper.state()).toEqual(FROZEN);
    expect(states).toEqual(['starting', 'ready', 'starting', 'frozen']);
    await pass(120_000);
    expect(states).toHaveLength(4);
    expect(openedAt.length).toBeGreaterThan(4);
    expect(openedAt.length).toBeLessThan(9);
  });

  it('recovers by itself when a later try helps', async () => {
    const { states, world, pass, startAndLook } = setup();
    await startAndLook();
    world.isRunning = false;
    world.next = 'frozen';
    await pass(8_000);
    world.next = 'works';
    await pass(20_000);
    expect(states).toEqual(['starting', 'ready', 'starting', 'frozen', 'ready']);
  });

  it('is back without a further opening when the camera goes on by itself', async () => {
    const { keeper, openedAt, world, pass, startAndLook } = setup();
    await startAndLook();
    world.isRunning = false;
    world.next = 'frozen';
    await pass(4_000);
    expect(keeper.state()).toEqual(FROZEN);
    const before = openedAt.length;
    world.isRunning = true;
    await pass(1_000);
    expect(keeper.state()).toBe('ready');
    await pass(60_000);
    expect(openedAt).toHaveLength(before);
  });

  it('of one colour is opened anew too', async () => {
    const { states, view, pass, startAndLook } = setup();
    await startAndLook();
    view.isPlain = true;
    await pass(1_800);
    view.isPlain = false;
    await pass(1_500);
    expect(states).toEqual(['starting', 'ready', 'starting', 'ready']);
  });

  it('is left alone while the page is hidden, and seen to as soon as it is back', async () => {
    const { page, openedAt, world, pass, startAndLook } = setup();
    await startAndLook();
    page.show(false);
    world.isRunning = false;
    await pass(120_000);
    expect(openedAt).toHaveLength(1);
    page.show(true);
    await pass(2_000);
    expect(openedAt).toHaveLength(2);
  });

  it('is not opened behind the scenes when the page goes just before', async () => {
    const { page, openedAt, world, pass, startAndLook } = setup();
    await startAndLook();
    world.isRunning = false;
    await pass(1_320); // let go, and not yet opened anew
    expect(world.live).toBe(0);
    page.show(false);
    await pass(60_000);
    expect(openedAt).toHaveLength(1);
    page.show(true);
    await pass(1_000);
    expect(openedAt).toHaveLength(2);
  });

  it('concerns nobody while no video shows it', async () => {
    const { keeper, openedAt, world, pass, startAndLook } = setup();
    await startAndLook();
    keeper.detach();
    world.isRunning = false;
    await pass(60_000);
    expect(openedAt).toHaveLength(1);
    expect(keeper.state()).toBe('ready');
  });
});

describe('a camera that does not open', () => {
  it('is not asked for again while a person is still asked', async () => {
    const { keeper, view, openedAt, world, pass } = setup();
    world.ask = new Promise(() => undefined);
    keeper.attach(view.video);
    void keeper.start();
    await pass(120_000);
    expect(openedAt).toHaveLength(1);
    expect(keeper.state()).toBe('starting');
  });

  it('is never asked for again by itself when a person said no', async () => {
    const { keeper, view, devices, openedAt, world, pass } = setup();
    world.next = 'NotAllowedError';
    keeper.attach(view.video);
    await keeper.start();
    devices.change(MAIN, USB);
    await pass(120_000);
    expect(keeper.state()).toEqual({ kind: 'failed', why: 'refused' });
    expect(openedAt).toHaveLength(1);
  });

  it('is never asked for again by itself when a person says no later', async () => {
    const { keeper, openedAt, world, pass, startAndLook } = setup();
    await startAndLook();
    world.isRunning = false;
    world.next = 'NotAllowedError';
    await pass(120_000);
    expect(keeper.state()).toEqual({ kind: 'failed', why: 'refused' });
    expect(openedAt).toHaveLength(2);
  });

  it('because another app has it from the start opens once that lets it go', async () => {
    const { keeper, view, world, pass } = setup();
    world.next = 'NotReadableError';
    keeper.attach(view.video);
    await keeper.start();
    await pass(4_000);
    expect(keeper.state()).toEqual({ kind: 'failed', why: 'busy' });
    world.next = 'works';
    await pass(10_000);
    expect(keeper.state()).toBe('ready');
  });

  it('after it had worked is tried again: another app has it for a while', async () => {
    const { keeper, world, pass, startAndLook } = setup();
    await startAndLook();
    world.isRunning = false;
    world.next = 'NotReadableError';
    await pass(4_000);
    expect(keeper.state()).toEqual({ kind: 'failed', why: 'busy' });
    world.next = 'works';
    await pass(10_000);
    expect(keeper.state()).toBe('ready');
  });

  it('opens when a first camera is plugged in', async () => {
    const { keeper, view, devices, pass } = setup();
    devices.change();
    keeper.attach(view.video);
    expect(await keeper.start()).toEqual({ kind: 'failed', why: 'no-camera' });
    devices.change(MAIN);
    await pass(500);
    expect(keeper.state()).toBe('ready');
  });
});

describe('a camera that is pulled out', () => {
  it('gives way to another at once, and to none where there is none', async () => {
    const { keeper, devices, states, pass, startAndLook, end } = setup();
    await startAndLook();
    end();
    await pass(1_000);
    expect(states).toEqual(['starting', 'ready', 'starting', 'ready']);
    devices.change();
    end();
    await pass(4_000);
    expect(keeper.state()).toEqual({ kind: 'failed', why: 'no-camera' });
  });

  it('with a page that goes, as iOS does it, is back with the page, and nobody reads of a missing camera', async () => {
    const { page, states, openedAt, pass, startAndLook, end } = setup();
    await startAndLook();
    page.show(false);
    end();
    await pass(60_000);
    expect(openedAt).toHaveLength(1);
    page.show(true);
    await pass(1_500);
    expect(states).toEqual(['starting', 'ready', 'starting', 'ready']);
  });

  it('and was the chosen one is taken again when it is back', async () => {
    const { keeper, devices, states, openedAt, memory, pass, startAndLook } = setup();
    memory.keepChoice({ id: 'usb', label: USB.label });
    await startAndLook();
    expect(openedAt).toHaveLength(2);
    devices.change(MAIN, USB);
    await pass(1_000);
    expect(openedAt).toHaveLength(3);
    expect(keeper.state()).toBe('ready');
    expect(states).toEqual(['starting', 'ready', 'starting', 'ready']);
    devices.change(MAIN, USB);
    await pass(1_000);
    expect(openedAt).toHaveLength(3);
  });

  it('while its page is hidden opens at the next start, though nobody looked in between', async () => {
    const { keeper, page, view, openedAt, pass, startAndLook, end } = setup();
    await startAndLook();
    page.show(false);
    end();
    await pass(5_000);
    keeper.detach();
    page.show(true);
    await pass(5_000);
    keeper.attach(view.video);
    await keeper.start();
    await pass(1_000);
    expect(openedAt).toHaveLength(2);
    expect(keeper.state()).toBe('ready');
  });
});
