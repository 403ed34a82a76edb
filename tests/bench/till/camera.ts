/** What stands before the tablet's camera: a film of three frames that is written over while Chromium plays it. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { filmFrames, filmHeader } from '../../fixtures/camera-video.ts';
import { wallNow } from './wall.ts';

/** Frames a second of the camera. */
const RATE = 30;
/** Frames of a picture: each has other grain, as a live camera's have. */
const FRAMES = 3;

/** Chromium reads its fake camera's file anew for every frame, in a process of its own, as a real camera is. */
export class BenchCamera {
  readonly path: string;
  readonly #file: number;
  readonly #header: string;
  readonly #desk: Uint8Array;

  constructor(path: string) {
    this.path = path;
    this.#file = openSync(path, 'w');
    this.#header = filmHeader(RATE);
    this.#desk = filmFrames(null, FRAMES);
    writeSync(this.#file, this.#header);
    this.clear();
  }

  /** Chromium's flags for it. */
  get flags(): string[] {
    return [
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${this.path}`,
    ];
  }

  /** Draws a phone with this QR code, to be shown later: drawing takes a while. */
  draw(code: string): Uint8Array {
    return filmFrames({ text: code, symbology: 'qr' }, FRAMES);
  }

  /** From now on this is before the camera; returns when, on this machine's wall clock. */
  show(picture: Uint8Array): number {
    const at = wallNow();
    writeSync(this.#file, picture, 0, picture.length, this.#header.length);
    return at;
  }

  /** The phone is gone. */
  clear(): void {
    this.show(this.#desk);
  }

  close(): void {
    closeSync(this.#file);
  }
}
