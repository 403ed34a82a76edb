/** The way to the gateway: over real sockets, with what the gateway's client relies on. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { makeGatewayFetch } from '../../../src/server/gateway-fetch.ts';

const POST = { method: 'POST', headers: {}, redirect: 'manual' } as const;

/** A server that answers as told, and the way to it. */
async function setup(answer: RequestListener) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const gateway = makeGatewayFetch();
  onTestFinished(async () => {
    await gateway.close();
    server.closeAllConnections();
    server.close();
  });
  return { gateway, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/call` };
}

test('a text goes as it is, with its headers, and the answer comes back with its status', async () => {
  const { gateway, url } = await setup((request, response) => {
    let text = '';
    request.on('data', (bytes: Buffer) => (text += bytes.toString()));
    request.on('end', () => {
      response.writeHead(400);
      response.end(`${request.method} ${request.url} ${request.headers['content-type']} ${text}`);
    });
  });
  const headers = { 'content-type': 'application/json' };
  const answer = await gateway.fetch(url, { ...POST, headers, body: '{"a":"é"}' });
  expect(answer.status).toBe(400);
  expect(await answer.text()).toBe('POST /call application/json {"a":"é"}');
});

test('a redirect is an answer: the signed body is carried nowhere else', async () => {
  let asked = 0;
  const { gateway, url } = await setup((_request, response) => {
    asked += 1;
    response.writeHead(307, { location: '/elsewhere' }).end();
  });
  const answer = await gateway.fetch(url, { ...POST, body: 'x' });
  expect([answer.status, asked]).toEqual([307, 1]);
});

test('a call whose connection breaks is not repeated', async () => {
  let asked = 0;
  const { gateway, url } = await setup((request) => {
    asked += 1;
    request.socket.destroy();
  });
  await expect(gateway.fetch(url, { ...POST, body: 'x' })).rejects.toThrow();
  expect(asked).toBe(1);
});

test('a call that is given up ends at once', async () => {
  const { gateway, url } = await setup(() => undefined);
  const abort = new AbortController();
  const asked = gateway.fetch(url, { ...POST, body: 'x', signal: abort.signal });
  abort.abort();
  await expect(asked).rejects.toThrow(/abort/i);
});

test('an answer without a body is one, too', async () => {
  const { gateway, url } = await setup((_request, response) => response.writeHead(204).end());
  const answer = await gateway.fetch(url, { ...POST, body: 'x' });
  expect([answer.status, await answer.text()]).toEqual([204, '']);
});

test('a call that was given up before it began never leaves', async () => {
  let asked = 0;
  const { gateway, url } = await setup((_request, response) => {
    asked += 1;
    response.end();
  });
  await expect(gateway.fetch(url, { ...POST, body: 'x', signal: AbortSignal.abort() })).rejects.toThrow(
    /abort/i,
  );
  expect(asked).toBe(0);
});

test('an answer that has no end is cut off', async () => {
  const { gateway, url } = await setup((_request, response) => {
    const more = (): void => void (response.destroyed || response.write('x'.repeat(65_536), more));
    more();
  });
  await expect(gateway.fetch(url, { ...POST, body: 'x' })).rejects.toThrow(/no end/);
});
