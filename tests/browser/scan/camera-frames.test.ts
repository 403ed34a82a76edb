/** Where the camera's frames come from, in browsers that tell more of them and less. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Counter, FIRST, letGo, SECOND, setup, showFor, showUntil } from './camera-counter.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  letGo();
});

type Processor = new (init: { readonly track: MediaStreamTrack }) => object;

/** How often the frames of a track were asked for. */
let processors = 0;

describe.each<[string, readonly ('track' | 'painted')[]]>([
  ['gives the frames of a track', ['track', 'painted']],
  ['tells of painted frames only', ['painted']],
  ['tells of none', []],
])('in a browser that %s', (_name, told) => {
  const watch = async (): Promise<Counter> => {
    const { MediaStreamTrackProcessor: Real } = globalThis as { MediaStreamTrackProcessor?: Processor };
    if (!Real) throw new Error('This Chromium gives no frames of a track');
    processors = 0;
    class Counted extends Real {
      constructor(init: { readonly track: MediaStreamTrack }) {
        super(init);
        processors += 1;
      }
    }
    vi.stubGlobal('MediaStreamTrackProcessor', told.includes('track') ? Counted : undefined);
    const counter = setup();
    if (!told.includes('painted'))
      Object.defineProperty(counter.video, 'requestVideoFrameCallback', { value: undefined });
    await counter.camera.warm();
    await counter.camera.start();
    counter.camera.attach(counter.video);
    return counter;
  };

  it('reads, stops, and reads on', async () => {
    const counter = await watch();
    await showUntil(counter, FIRST, 1);
    expect(processors > 0).toBe(told.includes('track'));
    counter.camera.pause();
    await showFor(counter, SECOND, 300);
    expect(counter.texts()).toEqual([FIRST]);
    counter.camera.resume();
    await showUntil(counter, SECOND, 2);
    expect(counter.texts()).toEqual([FIRST, SECOND]);
  });

  it('reads what it is shown next from another stream', async () => {
    const counter = await watch();
    await showUntil(counter, FIRST, 1);
    counter.camera.stop();
    await counter.camera.start();
    await showUntil(counter, SECOND, 2);
    expect(counter.texts()).toEqual([FIRST, SECOND]);
  });

  it('reads nothing behind a hidden picture', async () => {
    const counter = await watch();
    counter.video.style.display = 'none';
    await showFor(counter, FIRST, 500);
    expect(counter.reads).toEqual([]);
    counter.video.style.display = '';
    await showUntil(counter, FIRST, 1);
    expect(counter.texts()).toEqual([FIRST]);
  });
});
