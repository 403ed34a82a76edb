/** Requests and answers without the weight of real ones: what Hono and the clients look at, and nothing else. */

type Given = Iterable<readonly [string, string]> | Readonly<Record<string, string>>;

/** Headers by lower-case name; of several values, the last. */
export class LightHeaders {
  readonly #values = new Map<string, string>();

  constructor(given?: Given) {
    if (given === undefined) return;
    const pairs = Symbol.iterator in given ? given : Object.entries(given);
    for (const [name, value] of pairs as Iterable<readonly [string, string]>) this.set(name, value);
  }

  get(name: string): string | null {
    return this.#values.get(name.toLowerCase()) ?? null;
  }

  has(name: string): boolean {
    return this.#values.has(name.toLowerCase());
  }

  set(name: string, value: string): void {
    this.#values.set(name.toLowerCase(), value);
  }

  append(name: string, value: string): void {
    this.set(name, value);
  }

  delete(name: string): void {
    this.#values.delete(name.toLowerCase());
  }

  entries(): IterableIterator<[string, string]> {
    return this.#values.entries();
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.entries();
  }
}

interface AnswerInit {
  readonly status?: number;
  readonly headers?: Given;
}

/** An answer: text, or a stream. */
export class LightResponse {
  readonly status: number;
  readonly ok: boolean;
  readonly headers: LightHeaders;
  readonly body: unknown;

  constructor(body: unknown = null, { status = 200, headers }: AnswerInit = {}) {
    this.status = status;
    this.ok = status >= 200 && status < 300;
    this.headers = new LightHeaders(headers);
    this.body = body;
  }

  static json(value: unknown, init: AnswerInit = {}): LightResponse {
    const answer = new LightResponse(JSON.stringify(value), init);
    if (!answer.headers.has('content-type')) answer.headers.set('content-type', 'application/json');
    return answer;
  }

  async text(): Promise<string> {
    if (this.body !== null && typeof this.body !== 'string') throw new TypeError('Not an answer of text');
    return this.body ?? '';
  }
}

/** What a server is asked. `headers` by lower-case name. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const encoder = new TextEncoder();

/** A request as a Hono app reads it: method, url, headers.get, text() and a body of one piece. */
export function makeRequest({ method, url, headers: given, body }: Asked): Request {
  const headers = new LightHeaders({ ...given, 'content-length': String(body.length) });
  const light = { method, url, headers, body: body === '' ? null : onePiece(body), text: async () => body };
  // The app asks for no more than this; a real Request costs twenty times as much.
  return light as unknown as Request;
}

function onePiece(text: string): { getReader: () => object } {
  let isRead = false;
  const read = async (): Promise<object> => {
    if (isRead) return { done: true, value: undefined };
    isRead = true;
    return { done: false, value: encoder.encode(text) };
  };
  return { getReader: () => ({ read, cancel: async () => undefined }) };
}

/** An answer that has arrived. */
export interface Arrived {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  readonly setCookie: string | null;
}

/** The answer as `fetch` gives it. */
export function makeResponse({ status, contentType, text }: Arrived): Response {
  return new LightResponse(text, { status, headers: { 'content-type': contentType } }) as unknown as Response;
}

/** Where a till reads its live feed. */
export interface TextReader {
  read(): Promise<{ done: boolean; value: string }>;
  cancel(): Promise<void>;
}

/** A stream of text as `fetch` gives it, once it is decoded. */
export function makeStreamResponse(reader: TextReader): Response {
  const body = { pipeThrough: () => ({ getReader: () => reader }) };
  const headers = { 'content-type': 'text/event-stream; charset=utf-8' };
  return new LightResponse(body, { headers }) as unknown as Response;
}

/** Reads an answer whole, on the side that gives it. */
export async function readAnswer(answer: Response): Promise<Arrived> {
  return {
    status: answer.status,
    contentType: answer.headers.get('content-type') ?? '',
    text: await answer.text(),
    setCookie: answer.headers.get('set-cookie'),
  };
}

/** What a broken server says. */
export const SERVER_BROKE: Arrived = {
  status: 500,
  contentType: 'text/plain',
  text: 'Internal Server Error',
  setCookie: null,
};
/** What somebody else says in a server's place. */
export const PORTAL: Arrived = {
  status: 200,
  contentType: 'text/html',
  text: '<!doctype html><h1>Welcome to the mall</h1>',
  setCookie: null,
};
