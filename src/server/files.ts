/** The built app from dist/: hashed files for ever, pages fresh each time, small ones compressed once. */
import { createHash } from 'node:crypto';
import { readFileSync, statSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { setSecurityHeaders } from '../proxy/security-headers.ts';
import { askedFile, extensionOf, fileHeaders, noSuchFile } from '../setup/app-files.ts';

/** Answers requests for files. */
export type Files = (request: Request) => Response;

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
    const path = askedFile(request, hasWallet);
    if (path instanceof Response) return path;
    const file = load(cache, join(root, path));
    return file === null ? noSuchFile(request) : answer(request, path, file);
  };
  return (request) => {
    const response = find(request);
    setSecurityHeaders(response.headers, request.url, publicUrl);
    return response;
  };
}

function load(cache: Map<string, Loaded>, path: string): Loaded | null {
  const stat = statOrNull(path);
  if (!stat?.isFile()) return null;
  const known = cache.get(path);
  if (known?.changedAt === stat.mtimeMs) return known;
  const body = readFileSync(path);
  const packed = PACKED.has(extensionOf(path)) ? null : gzipSync(body);
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
  const headers = fileHeaders(request, path);
  headers.set('etag', file.etag);
  headers.set('vary', 'accept-encoding');
  if (request.headers.get('if-none-match') === file.etag) return new Response(null, { status: 304, headers });
  const zipped = /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '') ? file.gzip : null;
  if (zipped !== null) headers.set('content-encoding', 'gzip');
  const body = zipped ?? file.body;
  headers.set('content-length', String(body.length));
  return new Response(request.method === 'HEAD' ? null : body, { headers });
}
