/** Decodes on the main thread by @zxing/browser: for browsers without WebAssembly or module workers. */
import type { Decoder, Frame } from './decoder.ts';
import { drawFrame } from './draw-frame.ts';
import { createCode128Reader } from './zxing-js-code128.ts';

/** Reads one symbology from a canvas; throws where it finds none. */
interface CanvasReader {
  decodeFromCanvas(canvas: HTMLCanvasElement): { getText(): string };
}

/**
 * Makes the decoder; the library (123 kB) is loaded by `warm` or the first frame. Known limits (measured,
 * @zxing/library 0.23.0): no inverted codes, no Code 128 on its side, and little that is blurred or far off.
 */
export function createZxingJsDecoder(): Decoder {
  let loaded: Promise<readonly CanvasReader[]> | null = null;
  let canvas: HTMLCanvasElement | null = null;

  function load(): Promise<readonly CanvasReader[]> {
    loaded ??= loadReaders();
    return loaded;
  }

  async function warm(): Promise<boolean> {
    try {
      await load();
      return true;
    } catch {
      loaded = null; // the chunk did not come over the network: the next frame tries again
      return false;
    }
  }

  async function decode(frame: Frame): Promise<string | null> {
    if (!(await warm())) return null;
    canvas ??= document.createElement('canvas');
    drawFrame(canvas, frame);
    for (const reader of await load()) {
      const text = readFrom(reader, canvas);
      if (text !== null) return text;
    }
    return null;
  }

  return { warm, decode, close: () => (canvas = null) };
}

/**
 * One reader a symbology, QR first. Not `BrowserMultiFormatReader`: on every frame without a code it writes a
 * warning to the console, and tries no more than these two do.
 */
async function loadReaders(): Promise<readonly CanvasReader[]> {
  const [browser, library] = await Promise.all([import('@zxing/browser'), import('@zxing/library')]);
  const hints = new Map([[library.DecodeHintType.TRY_HARDER, true]]);
  return [
    new browser.BrowserQRCodeReader(hints),
    new browser.BrowserCodeReader(createCode128Reader(library.Code128Reader), hints),
  ];
}

function readFrom(reader: CanvasReader, canvas: HTMLCanvasElement): string | null {
  try {
    const text = reader.decodeFromCanvas(canvas).getText();
    return text === '' ? null : text;
  } catch {
    return null; // this library says "no code here" by throwing, and says it in many classes
  }
}
