/** As much of `fetch` as a call to the gateway needs: every runtime's own is one, and a lighter one is enough. */

/** One POST with a text. `redirect: manual`: a redirect is an answer, and is not followed. */
export interface PlainRequest {
  readonly method: 'POST';
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly redirect: 'manual';
  /** Ends the call; it then rejects. */
  readonly signal?: AbortSignal;
}

/** What is read of an answer. */
export type PlainAnswer = Pick<Response, 'ok' | 'status' | 'text'>;

/** Sends it. Rejects where nothing was answered. */
export type PlainFetch = (url: string, request: PlainRequest) => Promise<PlainAnswer>;
