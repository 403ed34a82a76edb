/** The way to the gateway on Node: undici's plain request in the shape of `fetch`, without the weight of its streams. */
import { Agent, request } from 'undici';

/** A way to the gateway, with connections that are kept. */
export interface GatewayFetch {
  /** Takes an address and what the gateway's client gives with it; follows no redirect, repeats nothing, reads the whole answer. */
  readonly fetch: typeof fetch;
  /** Ends every connection. */
  close(): Promise<void>;
}

/** Longer than the longest call (`pay`, 60 s), whose own limit ends it. */
const LONGEST_MS = 90_000;

/** Makes one. */
export function makeGatewayFetch(): GatewayFetch {
  const dispatcher = new Agent({ headersTimeout: LONGEST_MS, bodyTimeout: LONGEST_MS });
  const send: typeof fetch = async (input, init = {}) => {
    const { body, method, signal } = init;
    if (input instanceof Request || (body != null && typeof body !== 'string'))
      throw new TypeError('Only an address and a text can be sent to the gateway');
    const answer = await request(input, {
      dispatcher,
      method: method === 'POST' ? 'POST' : 'GET',
      headers: Object.fromEntries(new Headers(init.headers)),
      body: body ?? null,
      signal: signal ?? null,
    });
    return toResponse(answer.statusCode, await answer.body.text());
  };
  return { fetch: send, close: () => dispatcher.destroy() };
}

function toResponse(status: number, text: string): Response {
  const hasBody = ![204, 205, 304].includes(status);
  return new Response(hasBody ? text : null, { status });
}
