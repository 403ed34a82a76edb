/** Listens on a port with a fetch handler, over http or https, and says in one sentence why it cannot. */
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type ServerType } from '@hono/node-server';
import { StartProblem } from './start-problem.ts';
import type { Certificate } from './tls.ts';

/** Where and how. Port 0 takes a free one. */
export interface ListenOptions {
  readonly port: number;
  readonly host: string;
  readonly certificate: Certificate | null;
  readonly fetch: (request: Request) => Response | Promise<Response>;
}

/** A server that listens. */
export interface Listening {
  readonly port: number;
  /** Takes no more connections and ends those there are. */
  close(): Promise<void>;
}

/** Resolves once it listens; rejects with a StartProblem. */
export async function listen(options: ListenOptions): Promise<Listening> {
  const server = makeServer(options);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: Error) => reject(explain(error, options)));
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  return { port, close: () => close(server) };
}

function makeServer({ fetch, certificate }: ListenOptions): ServerType {
  if (certificate === null) return createAdaptorServer({ fetch, createServer });
  const { cert, key } = certificate;
  try {
    return createAdaptorServer({
      fetch,
      createServer: createSecureServer,
      serverOptions: { cert, key, minVersion: 'TLSv1.2' },
    });
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
