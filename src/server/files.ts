/** The built app from dist/: hashed files for ever, pages fresh each time, small ones compressed once. */
import { createHash } from 'node:crypto';
import { readFileSync, statSync, type Stats } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';
import { setSecurityHeaders } from '../proxy/security-headers.ts';

/** Answers requests for files; null where the request is for none. */
export type Files = (request: Request) => Response;

/** Where Vite puts the wallet page. */
const WALLET_PAGE = 'src/gateway-sim/wallet/index.html';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};
/** Already compressed inside. */
const PACKED = new Set(['.png', '.woff2', '.ico']);

interface Loaded {
  readonly body: Buffer<ArrayBuffer>;
  readonly gzip: Buffer<ArrayBuffer> | null;
  readonly etag: string;
  readonly changedAt: number;
}

/** Serves `root`. `hasWallet`: the practice wallet page is there at /wallet; `publicUrl`: where tablets come by https. */
export function serveFiles(root: string, hasWallet: boolean, publicUrl: string | null = null): Files {
  const cache = new Map<string, Loaded>();
  const find = (request: Request): Response => {
    const { pathname } = new URL(request.url);
    if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'Not here.');
    const path = fileOf(pathname, hasWallet);
    const file = path === null ? null : load(cache, join(root, path));
    if (path === null || file === null) return plain(404, 'Not found.');
    return answer(request, path, file);
  };
  return (request) => {
    const response = find(request);
    setSecurityHeaders(response.headers, request.url, publicUrl);
    return response;
  };
}

/** The file behind an address; null for none. Paths of the app without a dot are the app itself. */
function fileOf(pathname: string, hasWallet: boolean): string | null {
  if (pathname === '/wallet' || pathname === '/wallet/') return hasWallet ? WALLET_PAGE : null;
  const path = decode(pathname);
  if (path === null || path.startsWith('src/') || path.split('/').some((part) => part.startsWith('.')))
    return null;
  return extname(path) === '' ? 'index.html' : path;
}

/** Decoded and without any way out of the folder; null where it cannot be decoded. */
function decode(pathname: string): string | null {
  try {
    const path = normalize(decodeURIComponent(pathname)).replaceAll('\\', '/');
    return path.includes('\0') ? null : path.replace(/^\/+/, '');
  } catch {
    return null; // a broken escape is nobody's file
  }
}

function load(cache: Map<string, Loaded>, path: string): Loaded | null {
  const stat = statOrNull(path);
  if (!stat?.isFile()) return null;
  const known = cache.get(path);
  if (known?.changedAt === stat.mtimeMs) return known;
  const body = readFileSync(path);
  const packed = PACKED.has(extname(path)) ? null : gzipSync(body);
  const loaded: Loaded = {
    body,
    gzip: packed !== null && packed.length < body.length ? packed : null,
    etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
    changedAt: stat.mtimeMs,
  };
  cache.set(path, loaded);
  return loaded;
}

function statOrNull(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null; // nothing there, or a name that no file can have
  }
}

function answer(request: Request, path: string, file: Loaded): Response {
  const isHashed = path.startsWith('assets/');
  const headers = new Headers({
    'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
    // Everything else is asked for each time: a till must not start with half of an old version.
    'cache-control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag: file.etag,
    vary: 'accept-encoding',
  });
  if (request.headers.get('if-none-match') === file.etag) return new Response(null, { status: 304, headers });
  const zipped = /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '') ? file.gzip : null;
  if (zipped !== null) headers.set('content-encoding', 'gzip');
  const body = zipped ?? file.body;
  headers.set('content-length', String(body.length));
  return new Response(request.method === 'HEAD' ? null : body, { headers });
}

function plain(status: number, text: string): Response {
  const headers = new Headers({ 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  return new Response(`${text}\n`, { status, headers });
}
