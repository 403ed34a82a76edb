/** The decoders that are measured side by side, each as its users get it: a canvas in, a text or null out. */
import { BrowserMultiFormatReader } from '@zxing/browser';
import { BarcodeFormat, DecodeHintType } from '@zxing/library';
import { Html5QrcodeShim } from 'html5-qrcode/esm/code-decoder';
import { BaseLoggger, Html5QrcodeSupportedFormats } from 'html5-qrcode/esm/core';
import jsQR from 'jsqr';
import { prepareZXingModule, readBarcodes, type ReaderOptions } from 'zxing-wasm/reader';
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import type { Frame } from '../../../src/scan/decoder.ts';
import { textOfPhoto } from '../../../src/scan/photo.ts';
import { startDecodeWorker } from '../../../src/scan/start-decode-worker.ts';
import { createWorkerDecoder } from '../../../src/scan/worker-decoder.ts';
import { pageTimers } from '../../fakes/page-time.ts';

/** One of them. */
export interface Engine {
  readonly name: string;
  /** false: it has no Code 128 at all */
  readonly readsBars: boolean;
  readonly decode: (canvas: HTMLCanvasElement, way: Way) => Promise<string | null>;
}

/** How a picture comes: from a camera, alone, or as a file that a person has chosen. Only Pling makes a difference. */
export type Way = 'live' | 'still' | 'photo';

/** Pling's own decoder, in its worker as the till runs it. */
export function pling(): Engine {
  const decoder = createWorkerDecoder({ startWorker: startDecodeWorker, timers: pageTimers });
  return {
    name: 'pling',
    readsBars: true,
    decode: async (canvas, way) =>
      way === 'photo' ? textOfPhoto(decoder, await fileOf(canvas)) : decoder.decode(frameOf(canvas), way),
  };
}

/** As a phone's camera would have saved it, but without loss. */
function fileOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) =>
    canvas.toBlob((file) => (file ? resolve(file) : reject(new Error('no file')))),
  );
}

function frameOf(canvas: HTMLCanvasElement): Frame {
  return { source: canvas, width: canvas.width, height: canvas.height };
}

/** zxing-wasm as it comes, with the options that measured best (QR and Code 128, one symbol). */
export function stockWasm(): Engine {
  const options: ReaderOptions = {
    formats: ['QRCode', 'Code128'],
    maxNumberOfSymbols: 1,
    tryHarder: true,
    textMode: 'Plain',
  };
  const ready = prepareZXingModule({ overrides: { locateFile: () => wasmUrl }, fireImmediately: true });
  return {
    name: 'zxing-wasm stock',
    readsBars: true,
    decode: async (canvas) => {
      await ready;
      const [found] = await readBarcodes(pixelsOf(canvas), options);
      return found?.isValid === true && found.text !== '' ? found.text : null;
    },
  };
}

/** The ones that tutorials name. */
export function others(): Engine[] {
  return [zxingBrowser(), html5Qrcode(), jsqr()];
}

function zxingBrowser(): Engine {
  const formats = [BarcodeFormat.QR_CODE, BarcodeFormat.CODE_128];
  const reader = new BrowserMultiFormatReader(new Map([[DecodeHintType.POSSIBLE_FORMATS, formats]]));
  return {
    name: '@zxing/browser',
    readsBars: true,
    decode: async (canvas) => orNull(() => reader.decodeFromCanvas(canvas).getText()),
  };
}

function html5Qrcode(): Engine {
  const { QR_CODE, CODE_128 } = Html5QrcodeSupportedFormats;
  const reader = new Html5QrcodeShim([QR_CODE, CODE_128], false, false, new BaseLoggger(false));
  return {
    name: 'html5-qrcode',
    readsBars: true,
    decode: (canvas) =>
      reader.decodeAsync(canvas).then(
        ({ text }) => text,
        () => null, // this library says "no code here" by rejecting
      ),
  };
}

function jsqr(): Engine {
  return {
    name: 'jsQR',
    readsBars: false,
    decode: async (canvas) => {
      const { data, width, height } = pixelsOf(canvas);
      return jsQR(data, width, height)?.data || null;
    },
  };
}

function pixelsOf(canvas: HTMLCanvasElement): ImageData {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no 2d context');
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

function orNull(read: () => string): string | null {
  try {
    return read();
  } catch {
    return null; // this library says "no code here" by throwing
  }
}
