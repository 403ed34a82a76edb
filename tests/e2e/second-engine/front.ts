/** Stands between the second engine and the server: can cut the network, and can take Web Locks away from the page. */
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

const SCRIPT_PATH = '/without-locks.js';
const SCRIPT = 'delete Navigator.prototype.locks;\n';

/** An HTTP front of the server on `targetPort`. */
export class Front {
  readonly #server: Server;
  readonly #targetPort: number;
  readonly #hasLocks: boolean;
  #isCut = false;

  private constructor(targetPort: number, hasLocks: boolean) {
    this.#targetPort = targetPort;
    this.#hasLocks = hasLocks;
    this.#server = createServer((incoming, outgoing) => this.#forward(incoming, outgoing));
  }

  /** Listens on a free loopback port. `hasLocks` false: `navigator.locks` is gone before the app looks for it. */
  static async listen(targetPort: number, hasLocks: boolean): Promise<Front> {
    const front = new Front(targetPort, hasLocks);
    front.#server.listen(0, '127.0.0.1');
    await once(front.#server, 'listening');
    return front;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Every connection is reset and new ones are too, until the network is back. */
  cut(isCut: boolean): void {
    this.#isCut = isCut;
    if (isCut) this.#server.closeAllConnections();
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #forward(incoming: IncomingMessage, outgoing: ServerResponse): void {
    if (this.#isCut) return void incoming.socket.destroy();
    if (incoming.url === SCRIPT_PATH)
      return void outgoing.setHeader('content-type', 'text/javascript').end(SCRIPT);
    // Uncompressed, so that the page can be read here.
    const headers = { ...incoming.headers, 'accept-encoding': 'identity' };
    const target = {
      port: this.#targetPort,
      host: '127.0.0.1',
      path: incoming.url,
      method: incoming.method,
      headers,
    };
    const onward = request(target, (answer) => this.#answer(answer, outgoing));
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  }

  #answer(answer: IncomingMessage, outgoing: ServerResponse): void {
    const isPage = answer.headers['content-type']?.startsWith('text/html') ?? false;
    if (this.#hasLocks || !isPage) {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      return void answer.pipe(outgoing);
    }
    let page = '';
    answer.setEncoding('utf8').on('data', (text: string) => (page += text));
    answer.on('end', () => {
      const headers = { ...answer.headers };
      delete headers['content-length']; // the page grows
      outgoing.writeHead(answer.statusCode ?? 502, headers);
      outgoing.end(page.replace('<head>', `<head><script src="${SCRIPT_PATH}"></script>`));
    });
  }
}
