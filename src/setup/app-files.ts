/** Which file an address of the app means, and how it is given out: the same on a shop's machine and at the edge. */
import { setSecurityHeaders } from '../proxy/security-headers.ts';

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

/** The file behind a request, without a slash before it, or the refusal. `hasWallet`: the practice wallet page is there. */
export function askedFile(request: Request, hasWallet: boolean): string | Response {
  if (request.method !== 'GET' && request.method !== 'HEAD') return plainAnswer(request, 405, 'Not here.');
  return fileOf(new URL(request.url).pathname, hasWallet) ?? noSuchFile(request);
}

/** What is answered where there is no file. */
export function noSuchFile(request: Request): Response {
  return plainAnswer(request, 404, 'Not found.');
}

/** Headers of a file, security included. */
export function fileHeaders(request: Request, path: string): Headers {
  const headers = new Headers({
    'content-type': TYPES[extensionOf(path)] ?? 'application/octet-stream',
    // Everything but hashed files is asked for each time: a till must not start with half of an old version.
    'cache-control': path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  setSecurityHeaders(headers, request.url);
  return headers;
}

/** A short text beside the API. */
export function plainAnswer(request: Request, status: number, text: string): Response {
  const headers = new Headers({ 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  setSecurityHeaders(headers, request.url);
  return new Response(`${text}\n`, { status, headers });
}

/** `.js` of `assets/main.js`; empty where there is none. */
export function extensionOf(path: string): string {
  return /\.[^./]+$/.exec(path)?.[0] ?? '';
}

/** Paths of the app without a dot are the app itself; null for what is nobody's. */
function fileOf(pathname: string, hasWallet: boolean): string | null {
  if (pathname === '/wallet' || pathname === '/wallet/') return hasWallet ? WALLET_PAGE : null;
  const path = decode(pathname);
  if (path === null || path.startsWith('src/')) return null;
  return extensionOf(path) === '' ? 'index.html' : path;
}

/** Decoded and without any way out of the folder or into a hidden file; null where there is no such path. */
function decode(pathname: string): string | null {
  try {
    const parts = decodeURIComponent(pathname).replaceAll('\\', '/').split('/').filter(Boolean);
    return parts.some((part) => part.startsWith('.') || part.includes('\0')) ? null : parts.join('/');
  } catch {
    return null; // a broken escape is nobody's file
  }
}
