/** Listens on a port with a fetch handler, over http or https, and says in one sentence why it cannot. */
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import {
  createAdaptorServer,
  type Http2Bindings,
  type HttpBindings,
  type ServerType,
} from '@hono/node-server';
import { StartProblem } from '../setup/start-problem.ts';
import type { Certificate } from './tls.ts';

type FetchCallback = (request: Request, env: HttpBindings | Http2Bindings) => Response | Promise<Response>;

/** How long a sender may take, and how many may come. Times in ms. */
export interface Patience {
  /** until the last header has come */
  readonly headersTimeout: number;
  /** until the last byte of the body has come */
  readonly requestTimeout: number;
  /** that a connection stays open without a request: a code that was read must not wait for a new one */
  readonly keepAliveTimeout: number;
  /** how often all of them are looked at */
  readonly connectionsCheckingInterval: number;
  /** bytes of all headers together */
  readonly maxHeaderSize: number;
  readonly maxConnections: number;
}

/** A tablet sends a few hundred bytes at once; a thousand of them may hold a live feed open; a customer looks for his phone. */
export const PATIENCE: Patience = {
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  keepAliveTimeout: 120_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16 * 1024,
  maxConnections: 4_000,
};

/** Where and how. Port 0 takes a free one. */
export interface ListenOptions {
  readonly port: number;
  readonly host: string;
  readonly certificate: Certificate | null;
  /** `peer`: the address at the other end of the connection; null where it is gone already. */
  readonly fetch: (request: Request, peer: string | null) => Response | Promise<Response>;
  /** absent: as a shop needs it */
  readonly patience?: Patience;
}

/** A server that listens. */
export interface Listening {
  readonly port: number;
  /** Takes no more connections and ends those there are. */
  close(): Promise<void>;
  /** Takes no more connections and waits until all that was asked has been answered; what lasts longer than `ms` is cut. */
  leave(ms: number): Promise<void>;
}

/** Resolves once it listens; rejects with a StartProblem. */
export async function listen(options: ListenOptions): Promise<Listening> {
  const server = makeServer(options);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: Error) => reject(explain(error, options)));
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  return { port, close: () => close(server), leave: (ms) => leave(server, ms) };
}

function makeServer({ fetch: answer, certificate, patience = PATIENCE }: ListenOptions): ServerType {
  const { maxConnections, ...times } = patience;
  const fetch: FetchCallback = (request, { incoming }) => answer(request, peerOf(incoming));
  const server =
    certificate === null
      ? createAdaptorServer({ fetch, createServer, serverOptions: times })
      : makeSecureServer(fetch, certificate, times);
  server.maxConnections = maxConnections;
  return server;
}

function peerOf(incoming: Parameters<FetchCallback>[1]['incoming']): string | null {
  return incoming.socket.remoteAddress ?? null;
}

function makeSecureServer(
  fetch: FetchCallback,
  { cert, key }: Certificate,
  times: Omit<Patience, 'maxConnections'>,
): ServerType {
  const serverOptions = {
    ...times,
    handshakeTimeout: times.headersTimeout,
    cert,
    key,
    minVersion: 'TLSv1.2',
  } as const;
  try {
    return createAdaptorServer({ fetch, createServer: createSecureServer, serverOptions });
  } catch (cause) {
    throw new StartProblem('TLS_CERT and TLS_KEY do not hold a certificate and its key.', { cause });
  }
}

function close(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
}

/** How often connections without a request are looked for, ms: one that was answered a moment ago keeps nobody waiting. */
const LOOK_MS = 20;
/** Turns of the event loop without a new connection: each takes one, where one stands in the system's queue. */
const QUIET_TURNS = 20;
/** Somebody comes all the time: the door is closed all the same, ms. */
const LONGEST_QUEUE_MS = 5_000;

/** Who knocked before the word to stop may still stand in the system's queue, which a closed port resets: they are let in. */
function whenQuiet(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    let turns = 0;
    let isLate = false;
    const knock = (): void => void (turns = 0);
    const longest = setTimeout(() => (isLate = true), LONGEST_QUEUE_MS);
    const turn = (): void => {
      turns += 1;
      if (turns < QUIET_TURNS && !isLate) return void setImmediate(turn);
      clearTimeout(longest);
      server.off('connection', knock);
      resolve();
    };
    server.on('connection', knock);
    turn();
  });
}

async function leave(server: ServerType, ms: number): Promise<void> {
  await whenQuiet(server);
  await new Promise<void>((resolve) => {
    const cut = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), ms);
    const look = setInterval(
      () => 'closeIdleConnections' in server && server.closeIdleConnections(),
      LOOK_MS,
    );
    server.close(() => {
      clearTimeout(cut);
      clearInterval(look);
      resolve();
    });
  });
}

function explain(error: Error, { port, host }: ListenOptions): StartProblem {
  const code = 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EADDRINUSE':
      return new StartProblem(
        `PORT ${port} is taken: another program listens there. Set PORT to a free one.`,
      );
    case 'EACCES':
      return new StartProblem(`PORT ${port} may not be used by this user. Set PORT to one above 1023.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartProblem(`HOST ${host} is no address of this machine.`);
    default:
      return new StartProblem(`PORT ${port} on HOST ${host}: ${error.message}.`, { cause: error });
  }
}
