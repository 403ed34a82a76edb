/** One piece of news as every open feed is told it: written once for all who hear it at the same moment. */
import type { EpochMs } from '../../core/ports.ts';

/** The latest piece. A thousand tablets hear the same bytes; who comes a millisecond later is told the time of then. */
export class NewsMemo {
  #place = '';
  #at: EpochMs = Number.NaN;
  #bytes: Uint8Array = new Uint8Array();

  /** The piece at `place` of the feed, told at `at`; `write` makes it where it is not the latest. */
  told(place: string, at: EpochMs, write: () => Uint8Array): Uint8Array {
    if (place !== this.#place || at !== this.#at) {
      this.#bytes = write();
      this.#place = place;
      this.#at = at;
    }
    return this.#bytes;
  }
}
