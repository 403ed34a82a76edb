/** What each decoder costs to fetch: its code, bundled and gzipped, and its wasm. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const ROOT = resolve(import.meta.dirname, '../../..');

/** What is bundled for each of them. */
const ENTRIES: Readonly<Record<string, { readonly code: string; readonly hasWasm: boolean }>> = {
  pling: { code: `import '${ROOT}/src/scan/worker/decode-worker.ts';`, hasWasm: true },
  'zxing-wasm stock': { code: "export { readBarcodes } from 'zxing-wasm/reader';", hasWasm: true },
  '@zxing/browser': { code: "export { BrowserMultiFormatReader } from '@zxing/browser';", hasWasm: false },
  'html5-qrcode': { code: "export { Html5Qrcode } from 'html5-qrcode';", hasWasm: false },
  jsQR: { code: "export { default } from 'jsqr';", hasWasm: false },
};

/** Bytes by decoder, gzip. */
export async function measureBytes(): Promise<ReadonlyMap<string, number>> {
  const wasm = gzipSync(
    readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')),
    { level: 9 },
  ).length;
  const bytes = new Map<string, number>();
  for (const [name, { code, hasWasm }] of Object.entries(ENTRIES))
    bytes.set(name, (await bundled(code)) + (hasWasm ? wasm : 0));
  return bytes;
}

/** The bundle of one entry; nothing is written. */
async function bundled(code: string): Promise<number> {
  const built = await build({
    root: ROOT,
    configFile: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === 'entry' ? '\0entry' : null),
        load: (id) => (id === '\0entry' ? code : null),
      },
    ],
    build: {
      write: false,
      assetsInlineLimit: 0,
      rolldownOptions: { input: 'entry', preserveEntrySignatures: 'strict' },
    },
  });
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((each) =>
    'output' in each ? each.output : [],
  );
  return outputs.reduce(
    (sum, file) => sum + (file.type === 'chunk' ? gzipSync(file.code, { level: 9 }).length : 0),
    0,
  );
}
