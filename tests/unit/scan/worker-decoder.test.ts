/** The worker's decoder when the worker does not do what it should; decoding itself is proved in a browser. */
import { describe, expect, it } from 'vitest';
import { type LogFields, silentLog } from '../../../src/core/ports.ts';
import { type Decoder, DecoderBroken, type Frame } from '../../../src/scan/decoder.ts';
import { createFallbackDecoder } from '../../../src/scan/fallback-decoder.ts';
import { createWorkerDecoder, type DecodeWorker } from '../../../src/scan/worker-decoder.ts';
import type { FromDecodeWorker } from '../../../src/scan/worker/messages.ts';
import { createManualTime } from './manual-time.ts';

/** A worker that answers every message with `reply`, or keeps silent. */
class ScriptedWorker extends EventTarget implements DecodeWorker {
  isEnded = false;
  readonly #reply: FromDecodeWorker | null;

  constructor(reply: FromDecodeWorker | null) {
    super();
    this.#reply = reply;
  }

  postMessage(): void {
    if (this.#reply === null) return;
    this.dispatchEvent(Object.assign(new Event('message'), { data: this.#reply }));
  }

  terminate(): void {
    this.isEnded = true;
  }
}

const noFrame = {} as Frame;

describe('the worker', () => {
  it('that cannot load its wasm is ended, and says so to every frame', async () => {
    const worker = new ScriptedWorker({ kind: 'broken', reason: 'CompileError' });
    const decoder = createWorkerDecoder({ startWorker: () => worker, timers: createManualTime() });
    expect(await decoder.warm()).toBe(false);
    expect(worker.isEnded).toBe(true);
    await expect(decoder.decode(noFrame)).rejects.toBeInstanceOf(DecoderBroken);
  });

  it('that keeps silent is given up after 15 seconds', async () => {
    const time = createManualTime();
    const worker = new ScriptedWorker(null);
    const decoder = createWorkerDecoder({ startWorker: () => worker, timers: time });
    const warm = decoder.warm();
    time.pass(15_000);
    expect(await warm).toBe(false);
    expect(worker.isEnded).toBe(true);
  });

  it('that cannot start here is no error', async () => {
    const startWorker = (): never => {
      throw new TypeError('Worker is not defined');
    };
    const decoder = createWorkerDecoder({ startWorker, timers: createManualTime() });
    expect(await decoder.warm()).toBe(false);
  });
});

function decoderThat(answer: () => Promise<string | null>, canWarm = true): Decoder & { closed: number } {
  const decoder = {
    closed: 0,
    warm: async () => canWarm,
    decode: answer,
    close: () => void decoder.closed++,
  };
  return decoder;
}

describe('the second decoder', () => {
  const works = (): Decoder => decoderThat(async () => 'second');

  it('is not made while the first works', async () => {
    let made = 0;
    const makeSecond = (): Decoder => (made++, works());
    const decoder = createFallbackDecoder(
      decoderThat(async () => 'first'),
      makeSecond,
      silentLog,
    );
    expect(await decoder.warm()).toBe(true);
    expect(await decoder.decode(noFrame)).toBe('first');
    expect(made).toBe(0);
  });

  it('takes over where the first does not start, and it is logged once', async () => {
    const logged: (LogFields | undefined)[] = [];
    const log = { ...silentLog, warn: (_: string, fields?: LogFields) => void logged.push(fields) };
    const first = decoderThat(async () => 'first', false);
    const decoder = createFallbackDecoder(first, works, log);
    expect(await decoder.warm()).toBe(true);
    expect(await decoder.decode(noFrame)).toBe('second');
    expect(first.closed).toBe(1);
    expect(logged).toEqual([{ reason: 'did not start' }]);
  });

  it('decodes the very frame on which the first broke', async () => {
    const first = decoderThat(() => Promise.reject(new DecoderBroken('silent')));
    const decoder = createFallbackDecoder(first, works, silentLog);
    expect(await decoder.decode(noFrame)).toBe('second');
    expect(first.closed).toBe(1);
  });

  it('does not take over for one bad frame', async () => {
    const first = decoderThat(() => Promise.reject(new Error('InvalidStateError')));
    const decoder = createFallbackDecoder(first, works, silentLog);
    await expect(decoder.decode(noFrame)).rejects.toThrow('InvalidStateError');
    expect(first.closed).toBe(0);
  });
});
