/** zxing-wasm as the engine of the picture reader: QR and Code 128 only, one symbol, wasm from our own origin. */
import { prepareZXingModule, readBarcodes, type ReaderOptions } from 'zxing-wasm/reader';
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import type { Grey } from '../sight/grey.ts';
import type { Engine, Found, Pixels } from '../sight/read-picture.ts';

/** Measured: these two only is twice as fast as all formats and gave no wrong text on wallet pictures. */
const ANY: ReaderOptions = {
  formats: ['QRCode', 'Code128'],
  maxNumberOfSymbols: 1,
  tryHarder: true,
  textMode: 'Plain',
};
const QR: ReaderOptions = { ...ANY, formats: ['QRCode'] };

/** Loads the wasm once. Without `locateFile` it would come from a public host: no offline till, and no CSP. */
export async function loadEngine(): Promise<Engine> {
  await prepareZXingModule({ overrides: { locateFile: () => wasmUrl }, fireImmediately: true });
  return { readAny: (pixels) => read(pixels, ANY), readQr: (grey) => read(pixelsOfGrey(grey), QR) };
}

async function read({ data, width, height }: Pixels, options: ReaderOptions): Promise<Found | null> {
  const [found] = await readBarcodes(new ImageData(data, width, height), options);
  if (found?.isValid !== true || found.text === '') return null;
  return { text: found.text, symbology: found.format === 'Code128' ? 'code128' : 'qr' };
}

/** The engine takes colours only. */
function pixelsOfGrey({ data, width, height }: Grey): Pixels {
  const pixels = new Uint32Array(width * height);
  for (let at = 0; at < pixels.length; at += 1) pixels[at] = 0xff000000 | ((data[at] ?? 0) * 0x010101);
  return { data: new Uint8ClampedArray(pixels.buffer), width, height };
}
