/** The decode worker's entry: pictures in, texts out, by zxing-wasm from our own origin. */
import { prepareZXingModule, readBarcodes, type ReaderOptions } from 'zxing-wasm/reader';
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import type { FromDecodeWorker, ToDecodeWorker } from './messages.ts';
import { pixelsOf } from './pixels.ts';

/** Measured: QR and Code 128 only is twice as fast as all formats and gave no wrong text on wallet pictures. */
const OPTIONS: ReaderOptions = {
  formats: ['QRCode', 'Code128'],
  maxNumberOfSymbols: 1,
  tryHarder: true,
  textMode: 'Plain',
};

const canDraw = typeof OffscreenCanvas !== 'undefined';

function say(message: FromDecodeWorker): void {
  self.postMessage(message);
}

/** Loads the wasm once. Without `locateFile` it would come from a public host: no offline till, and no CSP. */
async function warm(): Promise<void> {
  try {
    await prepareZXingModule({ overrides: { locateFile: () => wasmUrl }, fireImmediately: true });
    say({ kind: 'warm', canDraw });
  } catch (error) {
    say({ kind: 'broken', reason: String(error) });
  }
}

async function decode(id: number, pixels: ImageData | Promise<ImageData>): Promise<void> {
  try {
    const [found] = await readBarcodes(await pixels, OPTIONS);
    say({ kind: 'decoded', id, text: found?.isValid === true && found.text !== '' ? found.text : null });
  } catch (error) {
    say({ kind: 'broken', reason: String(error) });
  }
}

self.onmessage = (event: MessageEvent<ToDecodeWorker>): void => {
  const message = event.data;
  switch (message.kind) {
    case 'warm':
      void warm();
      break;
    case 'decode':
      void decode(message.id, pixelsOf(message.picture));
      break;
    case 'decode-pixels':
      void decode(
        message.id,
        new ImageData(new Uint8ClampedArray(message.pixels), message.width, message.height),
      );
      break;
  }
};
