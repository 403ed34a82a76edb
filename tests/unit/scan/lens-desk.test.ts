/** What a screen is told of the lenses, from opening to letting go. */
import { describe, expect, it } from 'vitest';
import { silentLog } from '../../../src/core/ports.ts';
import { createLensDesk, type LensView } from '../../../src/scan/lens-desk.ts';
import { createLensMemory } from '../../../src/scan/lens-memory.ts';
import { FakeDevices, fakeKeeper, fakeTrack, streamOf, videoInput } from './fake-lens.ts';
import { createManualTime } from './manual-time.ts';

const MAIN = videoInput('main', 'camera2 0, facing back');
const FRONT = videoInput('front', 'camera2 1, facing front');
const ZOOM = { min: 1, max: 4, step: 0.1 };

function setup() {
  const time = createManualTime();
  const devices = new FakeDevices(MAIN, FRONT);
  const memory = createLensMemory(fakeKeeper());
  const getUserMedia = (): Promise<MediaStream> => Promise.reject(new Error('not asked for in this test'));
  const desk = createLensDesk({ getUserMedia, devices, memory, timers: time, log: silentLog });
  const views: LensView[] = [];
  desk.onview((view) => views.push(view));
  return { time, devices, memory, desk, views };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the lenses on the screen', () => {
  it('are all there are, the open one among them, with its torch and zoom', async () => {
    const { desk, views } = setup();
    desk.adopt(streamOf(fakeTrack({ torch: true, zoom: ZOOM }, 'main', MAIN.label).track));
    await settled();
    expect(views.at(-1)).toEqual({
      lenses: [
        { id: 'main', label: 'Back camera 1', facing: 'back' },
        { id: 'front', label: 'Front camera 2', facing: 'front' },
      ],
      lens: { id: 'main', label: 'Back camera 1', facing: 'back' },
      torch: 'off',
      zoom: { ...ZOOM, value: 2 },
    });
  });

  it('show the open lens by its own name where the browser lists none', async () => {
    const { desk, devices } = setup();
    devices.change();
    desk.adopt(streamOf(fakeTrack({}, 'main', MAIN.label).track));
    await settled();
    expect(desk.view().lens?.label).toBe('Back camera 1');
  });

  it('follow torch and zoom, and know of neither when the stream is let go', async () => {
    const { desk } = setup();
    desk.adopt(streamOf(fakeTrack({ torch: true, zoom: ZOOM }, 'main', MAIN.label).track));
    await desk.setTorch(true);
    await desk.setZoom(3);
    expect([desk.view().torch, desk.view().zoom?.value]).toEqual(['on', 3]);
    desk.leave();
    expect([desk.view().torch, desk.view().zoom, desk.view().lens]).toEqual(['none', null, null]);
  });

  it('have the torch off and the zoom as it was when the stream is opened anew', async () => {
    const { desk } = setup();
    const can = { torch: true, zoom: ZOOM };
    desk.adopt(streamOf(fakeTrack(can, 'main', MAIN.label).track));
    await desk.setTorch(true);
    await desk.setZoom(3);
    desk.leave();
    desk.adopt(streamOf(fakeTrack(can, 'main', MAIN.label).track));
    await settled();
    expect([desk.view().torch, desk.view().zoom?.value]).toEqual(['off', 3]);
  });

  it('are looked at again a second later: a browser may know a lens only then', async () => {
    const { desk, time } = setup();
    const fake = fakeTrack({}, 'main', MAIN.label);
    desk.adopt(streamOf(fake.track));
    await settled();
    fake.can = { torch: true, zoom: ZOOM };
    time.pass(1_000);
    await settled();
    expect([desk.view().torch, desk.view().zoom?.value]).toEqual(['off', 2]);
  });

  it('change with what is plugged in', async () => {
    const { desk, devices } = setup();
    let changes = 0;
    const forget = desk.ondevices(() => void changes++);
    devices.change(MAIN);
    await settled();
    expect([changes, desk.view().lenses.length]).toEqual([1, 1]);
    forget();
    devices.change(MAIN, FRONT);
    await settled();
    expect([changes, desk.view().lenses.length]).toEqual([1, 1]);
  });
});

describe('the lens a person wants', () => {
  it('is kept by the browser’s own name, and is another than the open one until it is opened', async () => {
    const { desk, memory } = setup();
    desk.adopt(streamOf(fakeTrack({}, 'main', MAIN.label).track));
    await settled();
    expect(desk.isOtherWanted()).toBe(false);
    desk.choose('front');
    expect(memory.choice()).toEqual({ id: 'front', label: FRONT.label });
    expect(desk.isOtherWanted()).toBe(true);
    desk.leave();
    desk.adopt(streamOf(fakeTrack({}, 'front', FRONT.label).track));
    expect(desk.isOtherWanted()).toBe(false);
  });

  it('is not changed by an id nobody has', () => {
    const { desk, memory } = setup();
    desk.choose('nothing');
    expect(memory.choice()).toBeNull();
  });
});
