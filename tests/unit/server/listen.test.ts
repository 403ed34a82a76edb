/** The port as a stranger meets it: who is slow, sends too much or comes in a crowd is cut off, and nobody else is. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { listen, PATIENCE, type Patience } from '../../../src/server/listen.ts';

const undo: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** Short enough for a test; what a shop has is a hundred times as long. */
const SHORT: Patience = {
  headersTimeout: 100,
  requestTimeout: 200,
  keepAliveTimeout: 300,
  connectionsCheckingInterval: 20,
  maxHeaderSize: 2_048,
  maxConnections: 3,
};

async function setup(patience: Partial<Patience> = {}) {
  const peers: (string | null)[] = [];
  const server = await listen({
    port: 0,
    host: '127.0.0.1',
    certificate: null,
    patience: { ...SHORT, ...patience },
    fetch: async (request, peer) => {
      peers.push(peer);
      return new Response((await request.text()) || 'nothing');
    },
  });
  undo.push(() => server.close());
  const open = async (): Promise<Socket> => {
    const socket = connect(server.port, '127.0.0.1');
    undo.push(() => void socket.destroy());
    await once(socket, 'connect');
    return socket;
  };
  return { server, open, peers };
}

/** All that comes until the other end closes. */
async function read(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (bytes: Buffer) => (text += bytes.toString()));
  socket.on('error', () => undefined); // cut off hard is cut off
  await once(socket, 'close');
  return text;
}

test('who sends at once is answered, and its address is known', async () => {
  const { server, peers } = await setup();
  const answer = await fetch(`http://127.0.0.1:${server.port}/`, { method: 'POST', body: 'hello' });
  expect(await answer.text()).toBe('hello');
  expect(peers).toEqual(['127.0.0.1']);
});

test.each([
  ['says nothing at all', ''],
  ['never ends its headers', 'POST / HTTP/1.1\r\nhost: till\r\nx-slow: '],
  ['never ends a body of a told length', 'POST / HTTP/1.1\r\nhost: till\r\ncontent-length: 10\r\n\r\nabc'],
  [
    'never ends a body in pieces',
    'POST / HTTP/1.1\r\nhost: till\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n',
  ],
])('who %s is cut off', async (_name, words) => {
  const { open } = await setup();
  const socket = await open();
  socket.write(words);
  expect(await read(socket)).toMatch(/^(?:HTTP\/1.1 408|$)/);
});

test('a drop every now and then does not buy more time', async () => {
  const { open } = await setup();
  const socket = await open();
  socket.write('POST / HTTP/1.1\r\nhost: till\r\ncontent-length: 1000\r\n\r\n');
  const drip = setInterval(() => socket.write('x'), 20);
  undo.push(() => clearInterval(drip));
  expect(await read(socket)).toMatch(/^(?:HTTP\/1.1 408|$)/);
});

test('headers beyond the bound are refused', async () => {
  const { open } = await setup();
  const socket = await open();
  socket.write(`GET / HTTP/1.1\r\nhost: till\r\nx-long: ${'x'.repeat(4_000)}\r\n\r\n`);
  expect(await read(socket)).toMatch(/^HTTP\/1.1 431/);
});

test('a length and pieces together, which two servers could read in two ways, are refused', async () => {
  const { open } = await setup();
  const socket = await open();
  socket.write(
    'POST / HTTP/1.1\r\nhost: till\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET',
  );
  expect(await read(socket)).toMatch(/^HTTP\/1.1 400/);
});

test('beyond the bound nobody more is let in, until somebody goes', async () => {
  const { open, server } = await setup({ headersTimeout: 60_000, requestTimeout: 60_000 });
  const held = [await open(), await open(), await open()];
  const fourth = await open();
  expect(await read(fourth)).toBe('');
  const [first] = held;
  first?.destroy();
  await expect
    .poll(async () =>
      fetch(`http://127.0.0.1:${server.port}/`).then(
        ({ status }) => status,
        () => 0,
      ),
    )
    .toBe(200);
});

test('a connection stays open while the customer looks for the phone, so that the code finds it', async () => {
  const { server } = await setup({ keepAliveTimeout: PATIENCE.keepAliveTimeout });
  const answer = await fetch(`http://127.0.0.1:${server.port}/`, { method: 'POST', body: 'add' });
  expect(answer.headers.get('keep-alive')).toBe('timeout=120');
});
