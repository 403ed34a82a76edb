/** Builds the bench's page as the app is built and serves it on one origin for the whole run. */
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { build } from 'vite';

const root = join(import.meta.dirname, '../../..');
const outDir = join(root, 'node_modules/.cache/journal-bench');
const PAGE = 'tests/bench/journal/index.html';

/** A served page. */
export interface Served {
  readonly url: string;
  readonly port: number;
  close(): void;
}

/** Builds and serves it on loopback, on this port or, where that is taken, on another one. */
export async function servePage(wanted: number): Promise<Served> {
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
  const port = await listen(server, wanted).catch(() => listen(server, 0));
  return { url: `http://127.0.0.1:${port}/${PAGE}`, port, close: () => void server.close() };
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
