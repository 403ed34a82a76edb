/** The camera: one stream for the whole shift, its frames decoded only while a sale waits for a code. */
import type { Log, Timers } from '../core/ports.ts';
import { closeStream, type GetUserMedia, openCameraStream, watchStream } from './camera-stream.ts';
import type { Decoder, Frame } from './decoder.ts';
import { createFrameLoop } from './frame-loop.ts';
import { createListeners } from './listeners.ts';
import type { Scanner, ScannerState, ScanRead } from './scanner.ts';
import { createViewMemory } from './view-memory.ts';

/** What the camera needs. */
export interface CameraDeps {
  readonly getUserMedia: GetUserMedia;
  readonly decoder: Decoder;
  readonly clock: { monotonic(): number };
  readonly timers: Timers;
  readonly log: Log;
}

/** A scanner with a picture. The stream outlives sales and screens: opening one takes a tablet up to a second. */
export interface Camera extends Scanner {
  /** Loads the decoder; called when the app is idle. Resolves false where no decoder works. */
  warm(): Promise<boolean>;
  /** Shows the picture in `video` and reads codes from it; a video attached before is let go. */
  attach(video: HTMLVideoElement): void;
  /** Lets the video go; nothing is read until the next `attach`. */
  detach(): void;
  /** Decodes no frames; the stream and the picture go on. */
  pause(): void;
  /** Decodes again (a camera starts so). */
  resume(): void;
  /** A new attempt begins: a code that is still in view is a read again. */
  arm(): void;
}

/** Makes the camera; it opens with `start`. */
export function createCamera(deps: CameraDeps): Camera {
  const reads = createListeners<ScanRead>();
  const states = createListeners<ScannerState>();
  const memory = createViewMemory();
  let state: ScannerState = 'off';
  let stream: MediaStream | null = null;
  let starting: Promise<ScannerState> = Promise.resolve('off');
  let video: HTMLVideoElement | null = null;
  let isPaused = false;
  const loop = createFrameLoop(deps.timers, look);
  let lastOpening = 0;
  let isFailing = false;
  let stopWatching = (): void => undefined;

  function move(next: ScannerState): void {
    state = next;
    states.emit(next);
  }

  /** Brings picture and loop to where state, video and pause say they should be. */
  function settle(): void {
    loop.stop();
    if (video === null) return;
    if (video.srcObject !== stream) show(video);
    if (stream !== null && state === 'ready' && !isPaused) loop.run(video);
  }

  function show(element: HTMLVideoElement): void {
    element.srcObject = stream;
    element.muted = true;
    element.playsInline = true; // without it iOS opens a full-screen player
    if (stream === null) return;
    // Rejects when the video is let go before it plays: nothing is lost by that.
    element.play().catch((error: unknown) => deps.log.info('scan.no-play', { error: String(error) }));
  }

  async function look(frame: Frame): Promise<void> {
    const atMonotonic = deps.clock.monotonic(); // before decoding: a code's life runs from when it was in view
    try {
      const text = await deps.decoder.decode(frame);
      isFailing = false;
      // Stopped, paused or let go while the frame was decoded: its sale may be over.
      if (text === null || state !== 'ready' || isPaused || video !== frame.source) return;
      if (memory.isNew(text, atMonotonic)) reads.emit({ text, source: 'camera', atMonotonic });
    } catch (error) {
      if (!isFailing) deps.log.warn('scan.frame-failed', { error: String(error) }); // once, not 30 times a second
      isFailing = true;
    }
  }

  async function open(): Promise<ScannerState> {
    const opening = ++lastOpening;
    move('starting');
    const opened = await openCameraStream(deps.getUserMedia);
    if (opening !== lastOpening) {
      if (opened.ok) closeStream(opened.stream); // stopped while a person was asked for permission
      return state;
    }
    if (opened.ok) {
      stream = opened.stream;
      stopWatching = watchStream(stream, onstream);
    }
    move(opened.ok ? 'ready' : { kind: 'failed', why: opened.why });
    settle();
    return state;
  }

  function onstream(next: ScannerState): void {
    move(next);
    settle();
  }

  function start(): Promise<ScannerState> {
    if (state === 'ready') return Promise.resolve(state);
    if (state === 'starting') return starting;
    release();
    starting = open();
    return starting;
  }

  function release(): void {
    lastOpening++;
    stopWatching();
    if (stream !== null) closeStream(stream);
    stream = null;
  }

  function stop(): void {
    release();
    if (state !== 'off') move('off');
    settle();
  }

  function attach(next: HTMLVideoElement): void {
    detach();
    video = next;
    settle();
  }

  function detach(): void {
    const old = video;
    video = null;
    settle();
    if (old !== null) old.srcObject = null;
  }

  function setPaused(paused: boolean): void {
    isPaused = paused;
    settle();
  }

  return {
    start,
    stop,
    onread: reads.add,
    state: () => state,
    onstate: states.add,
    warm: () => deps.decoder.warm(),
    attach,
    detach,
    pause: () => setPaused(true),
    resume: () => setPaused(false),
    arm: () => memory.forget(),
  };
}
