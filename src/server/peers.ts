/** Where a request came from: the other end of its connection, or who a trusted TLS terminator says is behind it. */
import { isIP } from 'node:net';
import { isLoopback } from '../setup/env.ts';

/** Who may say in `X-Forwarded-For` whom it speaks for. */
export interface PeerRule {
  /** TRUST_PROXY=1: whoever connects */
  readonly trustsAll: boolean;
  /** PUBLIC_URL is set: a terminator on this machine stands before the till */
  readonly trustsLoopback: boolean;
}

/** The peers of the requests on their way. A client can set every header, but not this. */
export class Peers {
  readonly #rule: PeerRule;
  readonly #peers = new WeakMap<Request, string>();

  constructor(rule: PeerRule) {
    this.#rule = rule;
  }

  /** Keeps a request's peer for as long as the request is there. */
  note(request: Request, peer: string | null): void {
    if (peer !== null) this.#peers.set(request, peer);
  }

  /** A request that goes on as another object has the peer of the first. */
  copy(from: Request, to: Request): void {
    this.note(to, this.#peers.get(from) ?? null);
  }

  /** The address of who asks; null where nobody noted it. */
  addressOf(request: Request): string | null {
    const peer = this.#peers.get(request) ?? null;
    if (peer === null || !this.#isTrusted(peer)) return peer;
    // The last is the one that the trusted peer has added itself; all before it are hearsay.
    const told = (request.headers.get('x-forwarded-for') ?? '').split(',').at(-1)?.trim() ?? '';
    return isIP(told) === 0 ? peer : told;
  }

  #isTrusted(peer: string): boolean {
    return this.#rule.trustsAll || (this.#rule.trustsLoopback && isLoopback(peer.replace(/^::ffff:/i, '')));
  }
}
