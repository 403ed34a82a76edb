/** Torch, zoom and focus of a lens, and how far it is zoomed at first. */
import { describe, expect, it } from 'vitest';
import { silentLog } from '../../../src/core/ports.ts';
import { capabilitiesOf } from '../../../src/scan/lens-capabilities.ts';
import { createLensControls } from '../../../src/scan/lens-controls.ts';
import { createLensMemory } from '../../../src/scan/lens-memory.ts';
import { startZoom } from '../../../src/scan/start-zoom.ts';
import { fakeKeeper, type FakeTrack, fakeTrack } from './fake-lens.ts';

const ZOOM = { min: 1, max: 8, step: 0.1 };

function setup(can: Record<string, unknown>, keeper = fakeKeeper()) {
  const fake: FakeTrack = fakeTrack(can);
  return { fake, controls: createLensControls(fake.track, createLensMemory(keeper), silentLog), keeper };
}

describe('the zoom a lens starts with', () => {
  it.each<[string, Record<string, unknown>, number | null]>([
    ['an iPhone Pro, which does not tell how near it focuses', { zoom: ZOOM }, 2],
    ['a triple camera whose widest lens is 0.5', { zoom: { min: 0.5, max: 10 } }, 2],
    ['a lens that focuses at 10 cm', { zoom: ZOOM, focusDistance: { min: 0.1, max: 10 } }, null],
    ['a lens that focuses only from 15 cm on', { zoom: ZOOM, focusDistance: { min: 0.15, max: 10 } }, 2],
    ['a webcam that counts from 100, fixed focus', { zoom: { min: 100, max: 500 } }, 200],
    [
      'a webcam that focuses near',
      { zoom: { min: 100, max: 500 }, focusDistance: { min: 0, max: 250 } },
      null,
    ],
    ['a lens that does not zoom', {}, null],
    ['a lens that zooms too little', { zoom: { min: 1, max: 1.5 } }, null],
    ['a lens whose zoom cannot move', { zoom: { min: 1, max: 1 } }, null],
  ])('%s', (_, can, zoom) => {
    expect(startZoom(capabilitiesOf(fakeTrack(can).track))).toBe(zoom);
  });
});

describe('a lens just opened', () => {
  it('focuses and exposes by itself and is zoomed, one wish beside the others', async () => {
    const modes = ['manual', 'continuous'];
    const { fake, controls } = setup({ zoom: ZOOM, focusMode: modes, exposureMode: modes });
    await controls.prepare();
    expect(fake.asked.at(-1)).toEqual({ focusMode: 'continuous', exposureMode: 'continuous', zoom: 2 });
    expect(controls.zoom()).toEqual({ ...ZOOM, value: 2 });
  });

  it('is asked for nothing it cannot do', async () => {
    const { fake, controls } = setup({ focusMode: ['manual'] });
    await controls.prepare();
    expect(fake.asked).toEqual([]);
    expect([controls.zoom(), controls.torch()]).toEqual([null, 'none']);
  });

  it('takes what it grants when it refuses the rest', async () => {
    const { fake, controls } = setup({ zoom: ZOOM, focusMode: ['continuous'] });
    fake.refuses.add('focusMode');
    await controls.prepare();
    expect(controls.zoom()?.value).toBe(2);
  });

  it('works in a browser that tells no capabilities', async () => {
    const { fake, controls } = setup({});
    Object.assign(fake.track, { getCapabilities: undefined });
    await controls.prepare();
    expect([controls.zoom(), controls.torch()]).toEqual([null, 'none']);
  });
});

describe('zooming', () => {
  it('stays in range and is remembered for this lens', async () => {
    const { controls, keeper } = setup({ zoom: ZOOM });
    await controls.setZoom(99);
    expect(controls.zoom()?.value).toBe(8);
    const next = setup({ zoom: ZOOM }, keeper);
    await next.controls.prepare();
    expect(next.controls.zoom()?.value).toBe(8);
  });

  it('is not remembered when the lens refuses', async () => {
    const { fake, controls, keeper } = setup({ zoom: ZOOM });
    fake.refuses.add('zoom');
    await controls.setZoom(4);
    expect(keeper.text).toBeNull();
  });
});

describe('the torch', () => {
  it('goes on and off and leaves the zoom as it is', async () => {
    const { fake, controls } = setup({ zoom: ZOOM, torch: true });
    await controls.prepare();
    expect(controls.torch()).toBe('off');
    await controls.setTorch(true);
    expect(controls.torch()).toBe('on');
    expect(fake.asked.at(-1)).toEqual({ zoom: 2, torch: true });
    await controls.setTorch(false);
    expect(controls.torch()).toBe('off');
  });

  it('stays off when the lens refuses, and off is told', async () => {
    const { fake, controls } = setup({ torch: true });
    fake.refuses.add('torch');
    await controls.setTorch(true);
    expect(controls.torch()).toBe('off');
  });

  it('is told as a list of values by older browsers', () => {
    expect(setup({ torch: [false, true] }).controls.torch()).toBe('off');
    expect(setup({ torch: [false] }).controls.torch()).toBe('none');
  });

  it('is off at a new track: nothing is told of the one before', async () => {
    const { controls } = setup({ torch: true });
    await controls.setTorch(true);
    expect(setup({ torch: true }).controls.torch()).toBe('off');
  });
});
