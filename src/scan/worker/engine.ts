/** zxing-wasm as the engine of the picture reader: QR and Code 128 only, one symbol, wasm from our own origin. */
import { prepareZXingModule, readBarcodes, type ReaderOptions } from 'zxing-wasm/reader';
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import type { Grey } from '../sight/grey.ts';
import type { Engine, Found, Threshold } from '../sight/read-picture.ts';

/** Measured: these two only is twice as fast as all formats and gave no wrong text on wallet pictures. */
const ANY: ReaderOptions = {
  formats: ['QRCode', 'Code128'],
  maxNumberOfSymbols: 1,
  tryHarder: true,
  textMode: 'Plain',
};
const QR: Readonly<Record<Threshold, ReaderOptions>> = {
  local: { ...ANY, formats: ['QRCode'] },
  global: { ...ANY, formats: ['QRCode'], binarizer: 'GlobalHistogram' },
};

/** Loads the wasm once. Without `locateFile` it would come from a public host: no offline till, and no CSP. */
export async function loadEngine(): Promise<Engine> {
  await prepareZXingModule({ overrides: { locateFile: () => wasmUrl }, fireImmediately: true });
  return { readAny: (grey) => read(grey, ANY), readQr: (grey, threshold) => read(grey, QR[threshold]) };
}

async function read(grey: Grey, options: ReaderOptions): Promise<Found | null> {
  const [found] = await readBarcodes(fileOf(grey), options);
  if (found?.isValid !== true || found.text === '') return null;
  return { text: found.text, symbology: found.format === 'Code128' ? 'code128' : 'qr' };
}

let file = new Uint8Array();

/**
 * Pixels it takes in colour only, a quarter of the work being to make them grey again. A picture file it takes as it is,
 * and a binary PGM (netpbm) is one line and the grey bytes. The file is kept and written over by the next.
 */
function fileOf({ data, width, height }: Grey): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(`P5\n${width} ${height}\n255\n`);
  const size = head.length + data.length;
  if (file.length !== size) file = new Uint8Array(size);
  file.set(head);
  file.set(data, head.length);
  return file;
}
