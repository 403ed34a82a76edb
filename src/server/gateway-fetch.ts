/** The way to the gateway on Node: undici's dispatch with the whole answer as one text, without the weight of its streams. */
import { Agent, type Dispatcher } from 'undici';
import type { PlainAnswer, PlainFetch, PlainRequest } from '../proxy/gateway/plain-fetch.ts';

/** A way to the gateway, with connections that are kept. */
export interface GatewayFetch {
  /** Follows no redirect, repeats nothing, reads the whole answer. */
  readonly fetch: PlainFetch;
  /** Ends every connection. */
  close(): Promise<void>;
}

/** Longer than the longest call (`pay`, 60 s), whose own limit ends it. */
const LONGEST_MS = 90_000;
/** An answer that goes on for longer is none of the gateway's (its own are under 2,000 characters), bytes. */
const MOST_BYTES = 256 * 1024;

/** Makes one. */
export function makeGatewayFetch(): GatewayFetch {
  const agent = new Agent({ headersTimeout: LONGEST_MS, bodyTimeout: LONGEST_MS });
  return {
    fetch: (url, request) => new Promise((resolve, reject) => send(agent, url, request, resolve, reject)),
    close: () => agent.destroy(),
  };
}

function send(
  agent: Agent,
  url: string,
  { method, headers, body, signal }: PlainRequest,
  resolve: (answer: PlainAnswer) => void,
  reject: (reason: Error) => void,
): void {
  const { origin, pathname, search } = new URL(url);
  const call = new Call(resolve, reject);
  const giveUp = (): void => call.abort();
  if (signal?.aborted === true) return giveUp();
  signal?.addEventListener('abort', giveUp);
  call.undo = () => signal?.removeEventListener('abort', giveUp);
  agent.dispatch({ origin, path: pathname + search, method, headers, body }, call);
}

/** One call on its way. */
class Call implements Dispatcher.DispatchHandler {
  readonly #resolve: (answer: PlainAnswer) => void;
  readonly #reject: (reason: Error) => void;
  readonly #parts: Buffer[] = [];
  #bytes = 0;
  #status = 0;
  #controller: Dispatcher.DispatchController | null = null;
  #given: Error | null = null;
  undo: () => void = () => undefined;

  constructor(resolve: (answer: PlainAnswer) => void, reject: (reason: Error) => void) {
    this.#resolve = resolve;
    this.#reject = reject;
  }

  /** Ends it, also before it has a connection. */
  abort(reason = new Error('The call was aborted')): void {
    this.#given = reason;
    this.#controller?.abort(reason);
    this.onResponseError(null, reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#given !== null) controller.abort(this.#given);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    this.#status = status;
  }

  onResponseData(_controller: Dispatcher.DispatchController, part: Buffer): void {
    this.#parts.push(part);
    this.#bytes += part.length;
    if (this.#bytes > MOST_BYTES) this.abort(new Error('The answer has no end'));
  }

  onResponseEnd(): void {
    const text = Buffer.concat(this.#parts, this.#bytes).toString();
    const status = this.#status;
    this.undo();
    this.#resolve({ status, ok: status >= 200 && status < 300, text: () => Promise.resolve(text) });
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    this.undo();
    this.#reject(error);
  }
}
