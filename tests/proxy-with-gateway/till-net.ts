/** The leg between a headless till and the proxy: cut, stalled, taken by a portal, with the browser's cookie. */
import type { Fetch } from '../../src/sync/transport.ts';
import type { World } from './world.ts';

/** What the leg does. `portal`: somebody else answers with a page. `buffered`: what is posted lies until `deliver`. */
export type Leg = 'up' | 'refused' | 'stalled' | 'answer-lost' | 'portal' | 'buffered';

/** The leg in a test's hand. */
export interface Net {
  readonly fetch: Fetch;
  readonly asked: string[];
  setLeg(leg: Leg): void;
  readonly deliver: () => void;
  readonly lose: (name: string | null) => void;
  readonly dropStreams: () => void;
  readonly forgetCookie: () => void;
}

/** The leg, with the browser's cookie and its open streams. */
export function makeNet(world: World): Net {
  const streams = new Set<(error: Error) => void>();
  const asked: string[] = [];
  const buffer: Array<() => void> = [];
  let leg: Leg = 'up';
  let lost: string | null = null;
  let cookie = '';
  const dropStreams = (): void => {
    for (const drop of [...streams]) drop(new TypeError('network error'));
    streams.clear();
  };
  const fetch: Fetch = async (url, init) => {
    const never = untilAborted(init.signal);
    if (leg === 'refused' || nameOf(url) === lost) throw new TypeError('Failed to fetch');
    if (leg === 'stalled') return never;
    if (leg === 'portal')
      return new Response('<h1>Welcome</h1>', { headers: { 'content-type': 'text/html' } });
    asked.push(`${init.method ?? 'GET'} ${nameOf(url)}`);
    const headers = new Headers(init.headers);
    if (cookie) headers.set('cookie', cookie);
    if (leg === 'buffered' && init.method === 'POST') {
      buffer.push(() => void world.proxy().app.request(url, { ...init, headers, signal: null }));
      return never;
    }
    const answer = await Promise.race([world.proxy().app.request(url, { ...init, headers }), never]);
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    // The leg as it is now: an answer that comes back while it is cut is lost.
    if (leg !== 'up') return never;
    return answer.headers.get('content-type')?.includes('event-stream')
      ? cuttable(answer, streams, () => leg === 'up')
      : answer;
  };
  return {
    fetch,
    asked,
    deliver: () => buffer.splice(0).forEach((arrive) => arrive()),
    dropStreams,
    lose: (name) => void (lost = name),
    setLeg: (next) => {
      // A stream that stalled does not come back: what was lost on it is lost.
      if (next === 'refused' || leg !== 'up') dropStreams();
      leg = next;
    },
    forgetCookie: () => void (cookie = ''),
  };
}

/** `pay`, `shop`, `live`, `attempts`, `ask`: the last word of the path; a reference alone is a look. */
function nameOf(url: string): string {
  const last = new URL(url).pathname.split('/').at(-1) ?? '';
  return last.length === 26 ? 'ask' : last;
}

function untilAborted(signal: AbortSignal | null | undefined): Promise<never> {
  const never = new Promise<never>((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
  });
  // Not every request waits for it.
  never.catch(() => undefined);
  return never;
}

/** A stream that breaks when the leg does, and says nothing while it stalls. */
function cuttable(answer: Response, streams: Set<(error: Error) => void>, isUp: () => boolean): Response {
  const gate = new TransformStream<Uint8Array, Uint8Array>({
    start: (out) => void streams.add((error) => out.error(error)),
    transform: (chunk, out) => (isUp() ? out.enqueue(chunk) : undefined),
  });
  return new Response(answer.body?.pipeThrough(gate), answer);
}
