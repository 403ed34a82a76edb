/** The camera from stream to read, in a real browser with a stream whose picture the test draws. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Decoder } from '../../../src/scan/decoder.ts';
import { draw, FIRST, letGo, SECOND, setup, show, showFor, showUntil } from './camera-counter.ts';
import { clearDesk, createDesk, showCode } from './code-canvas.ts';
import { wait } from '../../fakes/page-time.ts';

afterEach(letGo);

describe('the camera', () => {
  it('makes one read of a code held in view, and another of the next code', async () => {
    const counter = setup();
    await counter.camera.warm();
    expect(await counter.camera.start()).toBe('ready');
    counter.camera.attach(counter.video);
    await showUntil(counter, FIRST, 1);
    await showFor(counter, FIRST, 800);
    expect(counter.texts()).toEqual([FIRST]);
    expect(counter.reads[0]?.source).toBe('camera');
    await showUntil(counter, SECOND, 2);
    expect(counter.texts()).toEqual([FIRST, SECOND]);
    expect(counter.states).toEqual(['starting', 'ready']);
  });

  it('reads Code 128 too, and nothing from an empty desk', async () => {
    const counter = setup();
    await counter.camera.warm();
    await counter.camera.start();
    counter.camera.attach(counter.video);
    const end = performance.now() + 500;
    await draw(
      () => clearDesk(counter.desk),
      () => performance.now() >= end,
    );
    expect(counter.reads).toEqual([]);
    await draw(
      () => showCode(counter.desk, 'code128', FIRST, { width: 480 }),
      () => counter.reads.length > 0,
    );
    expect(counter.texts()).toEqual([FIRST]);
  });

  it('reads a code still in view again when a new attempt begins', async () => {
    const counter = setup();
    await counter.camera.start();
    counter.camera.attach(counter.video);
    await showUntil(counter, FIRST, 1);
    counter.camera.arm();
    await showUntil(counter, FIRST, 2);
    expect(counter.texts()).toEqual([FIRST, FIRST]);
  });

  it('decodes nothing between sales, on the same stream', async () => {
    const counter = setup();
    await counter.camera.warm();
    await counter.camera.start();
    counter.camera.attach(counter.video);
    counter.camera.pause();
    await showFor(counter, FIRST, 500);
    expect(counter.reads).toEqual([]);
    counter.camera.resume();
    await showUntil(counter, FIRST, 1);
    expect(counter.texts()).toEqual([FIRST]);
    expect(counter.streams).toHaveLength(1);
  });

  it('goes on in another screen’s video without opening the camera again', async () => {
    const counter = setup();
    await counter.camera.start();
    counter.camera.attach(counter.video);
    counter.camera.detach();
    expect(counter.video.srcObject).toBeNull();
    const other = document.createElement('video');
    document.body.append(other);
    counter.camera.attach(other);
    await showUntil(counter, FIRST, 1);
    expect(counter.texts()).toEqual([FIRST]);
    expect(counter.streams).toHaveLength(1);
  });

  it('gives the decoder one frame at a time, however often it pauses', async () => {
    let atWork = 0;
    let most = 0;
    const decoder: Decoder = {
      warm: async () => true,
      close: () => undefined,
      decode: async () => {
        most = Math.max(most, ++atWork);
        await wait(150);
        atWork--;
        return null;
      },
    };
    const counter = setup({ decoder });
    await counter.camera.start();
    counter.camera.attach(counter.video);
    for (let round = 0; round < 5; round++) {
      await showFor(counter, FIRST, 90);
      counter.camera.pause();
      counter.camera.resume();
    }
    expect(most).toBe(1);
  });

  it('drops what was decoded of a sale that is over', async () => {
    let answer: (text: string) => void = () => undefined;
    const decode = vi.fn(() => new Promise<string>((resolve) => (answer = resolve)));
    const counter = setup({ decoder: { warm: async () => true, close: () => undefined, decode } });
    await counter.camera.start();
    counter.camera.attach(counter.video);
    await draw(
      () => show(counter, FIRST),
      () => decode.mock.calls.length > 0,
    );
    counter.camera.pause();
    answer(FIRST);
    await wait(20);
    expect(counter.reads).toEqual([]);
  });
});

describe('the state of the camera', () => {
  it('tells when the camera is pulled out, and a new start opens it again', async () => {
    const counter = setup();
    await counter.camera.start();
    counter.streams[0]?.getVideoTracks()[0]?.dispatchEvent(new Event('ended'));
    expect(counter.camera.state()).toEqual({ kind: 'failed', why: 'no-camera' });
    expect(await counter.camera.start()).toBe('ready');
    expect(counter.streams).toHaveLength(2);
  });

  it('is not changed by a moment without a picture', async () => {
    const counter = setup();
    await counter.camera.start();
    counter.camera.attach(counter.video);
    await showFor(counter, FIRST, 500);
    counter.streams[0]?.getVideoTracks()[0]?.dispatchEvent(new Event('mute'));
    await showFor(counter, FIRST, 500);
    expect(counter.states).toEqual(['starting', 'ready']);
  });

  it('lets the camera go when stopped, also while a person is still asked for permission', async () => {
    const stream = createDesk().captureStream();
    let allow: (stream: MediaStream) => void = () => undefined;
    const getUserMedia = (): Promise<MediaStream> => new Promise((resolve) => (allow = resolve));
    const counter = setup({ getUserMedia });
    const started = counter.camera.start();
    counter.camera.stop();
    counter.camera.stop();
    allow(stream);
    expect(await started).toBe('off');
    expect(stream.getTracks()[0]?.readyState).toBe('ended');
    expect(counter.states).toEqual(['starting', 'off']);
  });

  it('opens one camera for two starts at once', async () => {
    const counter = setup();
    const both = await Promise.all([counter.camera.start(), counter.camera.start()]);
    expect(both).toEqual(['ready', 'ready']);
    expect(counter.streams).toHaveLength(1);
  });
});
