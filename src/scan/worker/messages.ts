/** What page and decode worker say to each other; every picture is transferred, never copied. */

/** From the page. */
export type ToDecodeWorker =
  | { readonly kind: 'warm' }
  /** `isStill`: no second frame will confirm what it shows. */
  | {
      readonly kind: 'decode';
      readonly id: number;
      readonly isStill: boolean;
      readonly picture: VideoFrame | ImageBitmap;
    }
  /** RGBA bytes, for browsers whose workers cannot draw. */
  | {
      readonly kind: 'decode-pixels';
      readonly id: number;
      readonly isStill: boolean;
      readonly pixels: ArrayBuffer;
      readonly width: number;
      readonly height: number;
    };

/** From the worker. */
export type FromDecodeWorker =
  /** zxing-wasm is loaded; `canDraw` tells whether pictures are welcome, or only pixels. */
  | { readonly kind: 'warm'; readonly canDraw: boolean }
  /** zxing-wasm will not load here. */
  | { readonly kind: 'broken'; readonly reason: string }
  /** The answer to `id`: one code's text, or null. */
  | { readonly kind: 'decoded'; readonly id: number; readonly text: string | null };
