/** The port of what finds a code in a picture: zxing-wasm in a worker, or zxing-js where there is no WebAssembly. */

/** A picture: a running video is taken as it is at the call, a video frame may be used up by it. Sizes in pixels. */
export interface Frame {
  readonly source: HTMLVideoElement | HTMLCanvasElement | ImageBitmap | VideoFrame;
  readonly width: number;
  readonly height: number;
}

/** Finds QR codes and Code 128, nothing else: further symbologies slow every frame and misread codes. */
export interface Decoder {
  /** Loads what is needed. Resolves false where this decoder cannot work; never rejects. May be called again. */
  warm(): Promise<boolean>;
  /**
   * Resolves with the text of one code in the picture, or null. A call waits for the one before. Rejects with `DecoderBroken`
   * when this decoder will never decode again. A `still` picture has no second frame to confirm what it shows.
   */
  decode(frame: Frame, kind?: 'live' | 'still'): Promise<string | null>;
  /** Lets worker and memory go. May be called twice. */
  close(): void;
}

/** The decoder has failed for good: another one must take over. */
export class DecoderBroken extends Error {
  override readonly name = 'DecoderBroken' as const;
}
