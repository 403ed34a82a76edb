/** The best decoder that works here: the first until it proves broken, then the second for the rest of the day. */
import type { Log } from '../core/ports.ts';
import { type Decoder, DecoderBroken } from './decoder.ts';

/** Makes a decoder of two. The second is made, and so loaded, only when it is needed. */
export function createFallbackDecoder(first: Decoder, makeSecond: () => Decoder, log: Log): Decoder {
  let current = first;

  function fallBack(reason: string): void {
    if (current !== first) return;
    log.warn('scan.decoder-fell-back', { reason });
    first.close();
    current = makeSecond();
  }

  async function warm(): Promise<boolean> {
    if (await current.warm()) return true;
    fallBack('did not start');
    return current.warm();
  }

  async function decode(...picture: Parameters<Decoder['decode']>): Promise<string | null> {
    try {
      return await current.decode(...picture);
    } catch (error) {
      if (!(error instanceof DecoderBroken) || current !== first) throw error;
      fallBack(error.message);
      return current.decode(...picture);
    }
  }

  return { warm, decode, close: () => current.close() };
}
