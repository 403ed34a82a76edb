/** Builds the bench's page as the app is built and serves it on one origin for the whole run. */
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { build } from 'vite';

const root = join(import.meta.dirname, '../../..');
const outDir = join(root, 'node_modules/.cache/journal-bench');
const PAGE = 'tests/bench/journal/index.html';

/** A served page. */
export interface Served {
  readonly url: string;
  close(): void;
}

/** Builds and serves it on loopback. */
export async function servePage(): Promise<Served> {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: { outDir, emptyOutDir: true, target: 'es2022', rolldownOptions: { input: join(root, PAGE) } },
  });
  const server = createServer((request, response) => {
    const path = join(outDir, normalize(new URL(request.url ?? '/', 'http://localhost').pathname));
    if (!existsSync(path)) return void response.writeHead(404).end(); // the icon every browser asks for
    // A page that is isolated is given a finer clock.
    response.setHeader('cross-origin-opener-policy', 'same-origin');
    response.setHeader('cross-origin-embedder-policy', 'require-corp');
    const type = extname(path) === '.html' ? 'text/html' : 'text/javascript';
    response.setHeader('content-type', type).end(readFileSync(path));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/${PAGE}`, close: () => void server.close() };
}
