/** Where a request came from. */

/** Written by Cloudflare itself over whatever a client has sent (developers.cloudflare.com, HTTP headers). */
export function addressOf(request: Request): string | null {
  return request.headers.get('cf-connecting-ip');
}
