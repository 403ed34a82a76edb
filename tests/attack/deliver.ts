/** Brings an attack to its victim: through the server's own door in this process, or over a real socket. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { listen, type Listening } from '../../src/server/listen.ts';
import type { Attack, Got } from './attack.ts';
import type { Victim } from './victim.ts';

/** Longer than any refusal takes on a slow machine, ms. */
const TAKEN_MS = 2_000;
/** A socket that says nothing more for so long has been answered, ms. */
const SILENCE_MS = 40;
/** Cut off as a shop's server does, only sooner. */
const PATIENCE = {
  headersTimeout: 400,
  keepAliveTimeout: 5_000,
  requestTimeout: 400,
  connectionsCheckingInterval: 50,
  maxHeaderSize: 16_384,
  maxConnections: 50,
};

/** How a victim answers one attack. */
export type Deliver = (attack: Attack) => Promise<Got>;

/** The ways to one victim. */
export interface Ways {
  readonly deliver: Deliver;
  close(): Promise<void>;
}

/** Opens both ways. Each request comes from an address of its own, so that what is behind the rates is tried, too. */
export async function openWays({ shop }: Victim): Promise<Ways> {
  const server = await listen({
    port: 0,
    host: '127.0.0.1',
    certificate: null,
    patience: PATIENCE,
    fetch: (request, peer) => {
      shop.server.peers.note(request, peer);
      return shop.server.pling().fetch(request);
    },
  });
  let count = 0;
  const byHand: Deliver = async (attack) => {
    const request = makeRequest(attack);
    if (request === null) return { status: 0, text: '' };
    count += 1;
    shop.server.peers.note(request, `10.${(count >> 16) & 255}.${(count >> 8) & 255}.${count & 255}`);
    return unlessTaken(readAnswer(shop.server.pling().fetch(request)));
  };
  return {
    deliver: (attack) => (attack.raw === undefined ? byHand(attack) : byWire(server, attack.raw)),
    close: () => server.close(),
  };
}

async function readAnswer(answering: Response | Promise<Response>): Promise<Got> {
  const answer = await answering;
  return {
    status: answer.status,
    text: `${JSON.stringify([...answer.headers])}\n${await answer.text()}`,
  };
}

/** A refusal comes at once: what waits for the gateway was let in. */
function unlessTaken(got: Promise<Got>): Promise<Got> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve({ status: 200, text: 'taken: it waits' }), TAKEN_MS);
    got.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Null: no request can say this; such attacks go over the wire. */
function makeRequest({ method, path, headers, body }: Attack): Request | null {
  try {
    return new Request(`http://127.0.0.1:8787${path}`, { method, headers: { ...headers }, body });
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

async function byWire({ port }: Listening, text: string): Promise<Got> {
  const socket = connect(port, '127.0.0.1');
  let said = '';
  socket.on('data', (bytes: Buffer) => (said += bytes.toString('latin1')));
  socket.on('error', () => undefined); // cut off hard is an answer
  socket.setTimeout(SILENCE_MS, () => socket.destroy());
  socket.write(Buffer.from(text, 'latin1'));
  await once(socket, 'close');
  const statuses = [...said.matchAll(/^HTTP\/1\.[01] (\d{3})/gm)].map(([, status]) => Number(status));
  return { status: Math.max(0, ...statuses), text: said };
}
