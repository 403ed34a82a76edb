/** What the page's address asks for: `/wallet?wallet=alipay&behaviour=confirm` opens with a code. */

/** A wish from the address; the gateway judges it. Null and undefined: not said. */
export interface AddressWish {
  readonly wallet: string | null;
  readonly behaviour: string;
  readonly form: 'bar' | 'qr';
  readonly lifeMs: number | undefined;
  readonly afterMs: number | undefined;
}

/** Reads `location.search`. */
export function readAddress(search: string): AddressWish {
  const query = new URLSearchParams(search);
  return {
    wallet: query.get('wallet'),
    behaviour: query.get('behaviour') ?? 'pay',
    form: query.get('form') === 'qr' ? 'qr' : 'bar',
    lifeMs: readMs(query.get('lifeMs')),
    afterMs: readMs(query.get('afterMs')),
  };
}

function readMs(text: string | null): number | undefined {
  return text !== null && /^\d{1,7}$/.test(text) ? Number(text) : undefined;
}
