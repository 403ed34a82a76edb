/** A camera that looks open and shows nothing, in a real browser with streams a test can stop, blacken and turn. */
import { afterEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../../src/core/ports.ts';
import { type Camera, createCamera } from '../../../src/scan/camera.ts';
import { pageSight } from '../../../src/scan/page-sight.ts';
import type { ScannerState } from '../../../src/scan/scanner.ts';
import { startDecodeWorker } from '../../../src/scan/start-decode-worker.ts';
import { createVideoProbe } from '../../../src/scan/video-probe.ts';
import { createWorkerDecoder } from '../../../src/scan/worker-decoder.ts';
import { clearDesk, createDesk, showCode } from './code-canvas.ts';
import { pageClock, pageTimers, wait } from '../../fakes/page-time.ts';

const CODE = '284312345678901234';

/** What stands before the lens. */
type Scene = 'code' | 'black' | 'nothing new';

/** One tablet: its lenses, what each sees, and every stream it was given. */
class Tablet {
  readonly camera: Camera;
  readonly video = document.createElement('video');
  readonly reads: string[] = [];
  readonly states: string[] = [];
  readonly openedAt: number[] = [];
  readonly lenses: string[] = [];
  kept: string | null = null;
  /** What the stream of the last opening sees, and what the next ones see at first. */
  scene: Scene = 'code';
  nextScene: Scene = 'code';
  desk = createDesk();
  hasLight = false;
  isLit = false;
  #isOver = false;

  constructor() {
    const devices = Object.assign(new EventTarget(), {
      enumerateDevices: async () => [
        { kind: 'videoinput', deviceId: 'main', label: 'camera2 0, facing back' },
        { kind: 'videoinput', deviceId: 'front', label: 'camera2 1, facing front' },
      ],
    });
    this.camera = createCamera({
      getUserMedia: (constraints) => this.#open(constraints),
      devices,
      keeper: { get: () => this.kept, set: (text) => void (this.kept = text) },
      page: pageSight(window),
      probe: createVideoProbe(silentLog, document),
      decoder: createWorkerDecoder({ startWorker: startDecodeWorker, timers: pageTimers }),
      clock: pageClock,
      timers: pageTimers,
      log: silentLog,
    });
    this.camera.onread((read) => this.reads.push(read.text));
    this.camera.onstate((state: ScannerState) =>
      this.states.push(typeof state === 'string' ? state : state.why),
    );
    document.body.append(this.video);
    void this.#paint();
  }

  async #open({ video }: MediaStreamConstraints): Promise<MediaStream> {
    const { deviceId } = video as { deviceId?: { exact: string } };
    const id = deviceId?.exact ?? 'main';
    this.openedAt.push(performance.now());
    this.lenses.push(id);
    this.scene = this.nextScene;
    this.desk = createDesk();
    const stream = this.desk.captureStream(25);
    for (const track of stream.getVideoTracks()) this.#equip(track, id);
    return stream;
  }

  /** A lens with a light. */
  #equip(track: MediaStreamTrack, deviceId: string): void {
    this.isLit = false;
    track.getSettings = () => ({ deviceId, torch: this.isLit });
    track.getCapabilities = () => ({ deviceId, torch: this.hasLight });
    track.applyConstraints = async ({ advanced = [] } = {}) => {
      for (const wish of advanced) if ('torch' in wish) this.isLit = wish.torch === true;
    };
  }

  /** A captured canvas sends a frame when it is drawn on. */
  async #paint(): Promise<void> {
    for (; !this.#isOver; await wait(40)) {
      if (this.scene === 'code') showCode(this.desk, 'qr', CODE, { width: this.desk.height / 2 });
      if (this.scene === 'black') this.#blacken();
    }
  }

  #blacken(): void {
    const context = this.desk.getContext('2d');
    if (context) context.fillStyle = '#000';
    context?.fillRect(0, 0, this.desk.width, this.desk.height);
  }

  async open(): Promise<void> {
    await this.camera.warm();
    await this.camera.start();
    this.camera.attach(this.video);
    await this.until(() => this.reads.length > 0);
  }

  /** Waits until `isDone`, at most 15 s: a slow machine is no failure. */
  async until(isDone: () => boolean): Promise<void> {
    const end = performance.now() + 15_000;
    while (!isDone() && performance.now() < end) await wait(20);
    expect(isDone(), `${isDone.toString()}, states ${this.states.join(' ')}`).toBe(true);
  }

  close(): void {
    this.#isOver = true;
    this.camera.stop();
    this.camera.detach();
  }
}

let tablet: Tablet | null = null;
afterEach(() => {
  tablet?.close();
  document.body.replaceChildren();
});

async function openTablet(): Promise<Tablet> {
  tablet = new Tablet();
  await tablet.open();
  return tablet;
}

describe('a camera that gives no more frames', () => {
  it('is opened anew within two seconds and reads again', async () => {
    const till = await openTablet();
    till.scene = 'nothing new';
    const frozenAt = performance.now();
    await till.until(() => till.states.length === 4);
    expect(till.states).toEqual(['starting', 'ready', 'starting', 'ready']);
    expect((till.openedAt[1] ?? Infinity) - frozenAt).toBeLessThan(2_000);
    till.camera.arm();
    await till.until(() => till.reads.length === 2);
    expect(till.openedAt).toHaveLength(2);
  });

  it('says frozen when that does not help, and reads by itself once there are frames', async () => {
    const till = await openTablet();
    till.scene = till.nextScene = 'nothing new';
    await till.until(() => till.states.length === 4);
    expect(till.states.slice(2)).toEqual(['starting', 'frozen']);
    till.camera.arm();
    till.nextScene = 'code';
    await till.until(() => till.reads.length === 2);
    expect(till.states.slice(2)).toEqual(['starting', 'frozen', 'ready']);
  });

  it('because the page muted its track is opened anew too', async () => {
    const till = await openTablet();
    const [track] = (till.video.srcObject as MediaStream).getVideoTracks();
    if (track) track.enabled = false; // as a muted one: frames come black, or not at all
    await till.until(() => till.states.length === 4);
    expect(till.states.slice(2)).toEqual(['starting', 'ready']);
  });
});

describe('a camera whose frames are black', () => {
  it('is opened anew and reads again', async () => {
    const till = await openTablet();
    till.scene = 'black';
    const blackAt = performance.now();
    await till.until(() => till.states.length === 4);
    expect(till.states).toEqual(['starting', 'ready', 'starting', 'ready']);
    expect((till.openedAt[1] ?? Infinity) - blackAt).toBeGreaterThan(1_000);
    till.camera.arm();
    await till.until(() => till.reads.length === 2);
  });

  it('is left alone when it is an empty desk of some colours', async () => {
    const till = await openTablet();
    till.scene = 'nothing new';
    const end = performance.now() + 2_500;
    while (performance.now() < end) {
      clearDesk(till.desk);
      const context = till.desk.getContext('2d');
      if (context) context.fillStyle = '#45413c';
      context?.fillRect(0, 0, 640, 720);
      await wait(40);
    }
    expect(till.states).toEqual(['starting', 'ready']);
  });
});

describe('a camera nobody can see', () => {
  it('is left alone, and is seen to when its video is on the screen again', async () => {
    const till = await openTablet();
    till.video.style.display = 'none';
    till.scene = 'nothing new';
    await wait(2_500);
    expect(till.openedAt).toHaveLength(1);
    till.video.style.display = '';
    await till.until(() => till.openedAt.length === 2);
  });
});

describe('a tablet with two lenses', () => {
  it('goes on with the other at a person’s word, and remembers it', async () => {
    const till = await openTablet();
    await till.until(() => till.camera.view().lenses.length === 2);
    expect(till.camera.view().lens).toEqual({ id: 'main', label: 'Back camera 1', facing: 'back' });
    till.camera.arm();
    expect(await till.camera.chooseLens('front')).toBe('ready');
    await till.until(() => till.camera.view().lens?.facing === 'front');
    await till.until(() => till.reads.length === 2);
    till.camera.stop();
    await till.camera.start();
    expect(till.lenses).toEqual(['main', 'front', 'front']);
    expect(till.camera.view().torch).toBe('none');
  });
});

describe('the light of a lens', () => {
  it('goes out with the picture: the camera stays open between sales', async () => {
    const till = await openTablet();
    till.hasLight = true;
    expect(await till.camera.chooseLens('front')).toBe('ready');
    await till.until(() => till.camera.view().torch === 'off');
    await till.camera.setTorch(true);
    expect([till.isLit, till.camera.view().torch]).toEqual([true, 'on']);
    till.camera.detach();
    await till.until(() => !till.isLit && till.camera.view().torch === 'off');
  });
});

describe('a tablet that is turned', () => {
  it('reads on, with frames as wide as they now are', async () => {
    const till = await openTablet();
    till.desk.width = 720;
    till.desk.height = 1280;
    await till.until(() => till.video.videoWidth === 720);
    till.camera.arm();
    await till.until(() => till.reads.length === 2);
    expect(till.openedAt).toHaveLength(1);
  });
});
