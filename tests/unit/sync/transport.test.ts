/** The client of the till-api against a real HTTP server, and against what a network does to it. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { makeProblem } from '../../../src/contract/problem.ts';
import {
  ANSWER_LIMIT_MS,
  createTransport,
  PROBE_LIMIT_MS,
  type Fetch,
  type Result,
} from '../../../src/sync/transport.ts';
import { callsOf } from '../../../src/sync/calls.ts';
import { referenceOf, snapshotOf } from '../../fakes/sales.ts';
import { makeManualTime } from '../../fakes/timers.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function setup(origin: string, send: Fetch = (url, init) => fetch(url, init), seen = '') {
  const time = makeManualTime();
  const results: Result<unknown>[] = [];
  const transport = createTransport({
    fetch: send,
    origin,
    ...time,
    seen: () => seen,
    onresult: (result) => results.push(result),
  });
  return { transport, calls: callsOf(transport), time, results };
}

const reference = referenceOf(1);
const answer = { attempt: snapshotOf(1), head: 'abc:4', serverTime: 1_700_000_000_000 };

function json(status: number, body: unknown, type = 'application/json'): RequestListener {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': type });
    response.end(JSON.stringify(body));
  };
}

describe('the transport', () => {
  it('reads an answer with its server time', async () => {
    const { calls, results } = setup(await serve(json(200, answer)));
    const result = await calls.ask(reference, false);
    expect(result).toMatchObject({ kind: 'answer', answer, serverTime: answer.serverTime });
    expect(results).toEqual([result]);
  });

  it('asks the gateway only when told to, and posts JSON', async () => {
    const seen: string[] = [];
    const origin = await serve((request, response) => {
      seen.push(`${request.method} ${request.url} ${request.headers['content-type'] ?? ''}`);
      json(200, answer)(request, response);
    });
    const { calls } = setup(origin);
    await calls.ask(reference, true);
    await calls.ask(reference, false);
    await calls.cancel(reference, {} as never);
    expect(seen).toEqual([
      `GET /api/attempts/${reference}?ask=1 `,
      `GET /api/attempts/${reference} `,
      `POST /api/attempts/${reference}/cancel application/json`,
    ]);
  });

  it('says with every request how far it has heard the record', async () => {
    const told: unknown[] = [];
    const origin = await serve((request, response) => {
      told.push(request.headers['pling-seen']);
      json(200, answer)(request, response);
    });
    const { transport, calls } = setup(origin, undefined, 'e:7:life');
    await calls.ask(reference, false);
    await calls.cancel(reference, {} as never);
    await transport.live(null, new AbortController().signal);
    expect(told).toEqual(Array(3).fill('e:7:life'));
  });

  it('reads a refusal by its stable code', async () => {
    const body = makeProblem('attempt-closed', 5);
    const { calls } = setup(await serve(json(409, body, 'application/problem+json')));
    expect(await calls.ask(reference, false)).toMatchObject({
      kind: 'problem',
      code: 'attempt-closed',
      serverTime: 5,
    });
  });

  it('reads “not paired” also where it is told without an error, as a page is that only asks', async () => {
    const body = makeProblem('not-paired', 5);
    const { transport } = setup(await serve(json(200, body, 'application/problem+json')));
    expect(await transport.shop()).toMatchObject({ kind: 'problem', code: 'not-paired', serverTime: 5 });
  });

  it.each<[string, RequestListener]>([
    [
      'a captive portal’s page',
      (_q, r) => r.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Hi</h1>'),
    ],
    ['a redirect', (_q, r) => r.writeHead(302, { location: '/login' }).end()],
    ['JSON of somebody else', json(200, { hello: 'world' })],
    ['JSON without a server time', json(200, { ...answer, serverTime: undefined })],
    ['broken JSON', (_q, r) => r.writeHead(200, { 'content-type': 'application/json' }).end('{"attempt":')],
    ['an error page', (_q, r) => r.writeHead(502, { 'content-type': 'text/html' }).end('Bad gateway')],
    ['an unknown refusal', json(418, { code: 'teapot' })],
    ['an empty answer', (_q, r) => r.writeHead(204).end()],
  ])('takes %s for garbage: no news', async (_name, listener) => {
    const { calls } = setup(await serve(listener));
    expect(await calls.ask(reference, false)).toEqual({ kind: 'silent', why: 'garbage' });
  });

  it('says when nobody answers the connection', async () => {
    const { calls } = setup('http://127.0.0.1:9');
    expect(await calls.ask(reference, false)).toEqual({ kind: 'silent', why: 'refused-to-connect' });
  });

  it('gives up a request that hangs, and aborts it', async () => {
    let isAborted = false;
    const { calls, time } = setup('', (_url, init) => {
      init.signal?.addEventListener('abort', () => (isAborted = true));
      return new Promise(() => undefined);
    });
    const asked = calls.ask(reference, false);
    await time.advance(ANSWER_LIMIT_MS);
    expect(await asked).toEqual({ kind: 'silent', why: 'timeout' });
    expect(isAborted).toBe(true);
  });

  it('gives up a body that never ends', async () => {
    const body = new ReadableStream({ start: (out) => out.enqueue(new TextEncoder().encode('{')) });
    const response = new Response(body, { headers: { 'content-type': 'application/json' } });
    const { transport, time } = setup('', () => Promise.resolve(response));
    const asked = transport.shop();
    await time.advance(PROBE_LIMIT_MS);
    expect(await asked).toEqual({ kind: 'silent', why: 'timeout' });
  });

  it('measures the round trip', async () => {
    const { calls, time } = setup('', async () => {
      time.clock.pass(240);
      return Response.json(answer);
    });
    const result = await calls.ask(reference, false);
    expect('roundTripMs' in result && result.roundTripMs).toBeCloseTo(240, 1);
  });
});
