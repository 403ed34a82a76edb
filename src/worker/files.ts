/** The built app from the Worker's static assets, under the same headers as from a shop's own machine. */
import { askedFile, fileHeaders, noSuchFile } from '../setup/app-files.ts';
import type { Reach } from './platform.ts';

/** Answers a request for a file. `hasWallet`: the practice wallet page is there at /wallet. */
export async function answerFile(request: Request, assets: Reach, hasWallet: boolean): Promise<Response> {
  const path = askedFile(request, hasWallet);
  if (path instanceof Response) return path;
  const known = request.headers.get('if-none-match');
  const asked = new Request(new URL(`/${encodeURI(path)}`, request.url), {
    method: request.method,
    headers: known === null ? {} : { 'if-none-match': known },
  });
  const found = await assets.fetch(asked);
  if (found.status !== 200 && found.status !== 304) return noSuchFile(request);
  const headers = fileHeaders(request, path);
  const etag = found.headers.get('etag');
  if (etag !== null) headers.set('etag', etag);
  return new Response(found.body, { status: found.status, headers });
}
