/** The practice gateway as the customers' phones use it. */
import { Gateway } from '../e2e/gateway.ts';

/** The wallets of all customers. */
export class Wallets extends Gateway {
  readonly #url: string;

  constructor(url: string) {
    super(url);
    this.#url = url;
  }

  /** Confirm is pressed on the phone; false where the wallet asks nothing (any more). */
  async confirm(codeId: string): Promise<boolean> {
    const address = `${this.#url}/sim/wallets/codes/${codeId}/confirm`;
    return (await fetch(address, { method: 'POST' })).ok;
  }
}
