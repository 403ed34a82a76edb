/** The browser's own detector: in front only where it proves itself. This Chromium has none, so that zxing-wasm plays it. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Timers } from '../../../src/core/ports.ts';
import type { Grey } from '../../../src/scan/sight/grey.ts';
import { greyOf } from '../../../src/scan/sight/grey.ts';
import type { Engine } from '../../../src/scan/sight/read-picture.ts';
import { SELF_TEST, type TestPicture } from '../../../src/scan/sight/self-test.ts';
import { loadEngine } from '../../../src/scan/worker/engine.ts';
import {
  provenDetect,
  withNative,
  type NativeClass,
  type NativeDetector,
} from '../../../src/scan/worker/native.ts';
import { pageTimers, wait } from '../../fakes/page-time.ts';

type Detect = NativeDetector['detect'];

function firstOf([picture]: readonly TestPicture[]): TestPicture {
  if (!picture) throw new Error('The self-test has no picture');
  return picture;
}

const shown = firstOf(SELF_TEST);
let zxing: Engine;
beforeAll(async () => {
  zxing = await loadEngine();
});

/** A detector that reads as zxing-wasm does, as far as `change` lets it. */
function nativeThat(
  change: (detect: Detect, image: ImageData) => ReturnType<Detect> = (detect, image) => detect(image),
  formats: readonly string[] = ['qr_code', 'code_128', 'ean_13'],
): NativeClass {
  const read: Detect = async (image) => {
    const found = await zxing.readAny(greyOf(image));
    return found ? [{ rawValue: found.text, format: found.symbology === 'qr' ? 'qr_code' : 'code_128' }] : [];
  };
  return class {
    static getSupportedFormats = async (): Promise<readonly string[]> => formats;
    detect: Detect = (image) => change(read, image);
  };
}

/** The engine behind it, which reads nothing and counts. */
function engineBehind() {
  const seen: Grey[] = [];
  const engine: Engine = {
    readAny: async (grey) => {
      seen.push(grey);
      return null;
    },
    readQr: async () => null,
  };
  return { engine, seen };
}

/** No picture takes too long. */
const patient: Timers = { after: () => () => undefined };
/** Every picture has taken too long a moment after it was shown. */
const hurried: Timers = { after: (_ms, run) => pageTimers.after(5, run) };

/** The engine with `native` in front, once that has had its test; `timers`: those of its readings. */
async function inFront(native: NativeClass, timers = patient) {
  const { engine, seen } = engineBehind();
  const proven = provenDetect(native, timers);
  const { readAny } = withNative(engine, proven);
  await proven;
  return { readAny, seen };
}

describe('the self-test', () => {
  it.each(SELF_TEST.map((picture) => [picture.name, picture] as const))(
    'shows %s as it says',
    async (_, { draw, text }) => {
      expect((await zxing.readAny(draw()))?.text ?? null).toBe(text);
    },
  );
});

describe('a detector that reads the whole self-test', () => {
  it('reads in front of the engine', async () => {
    const { readAny, seen } = await inFront(nativeThat());
    expect(await readAny(shown.draw())).toEqual({ text: shown.text, symbology: 'qr' });
    expect(seen).toEqual([]);
  });

  it('leaves what it does not see to the engine', async () => {
    const { readAny, seen } = await inFront(nativeThat());
    expect(await readAny({ data: new Uint8Array(400), width: 20, height: 20 })).toBeNull();
    expect(seen).toHaveLength(1);
  });

  it.each<[string, () => ReturnType<Detect>]>([
    ['fails', () => Promise.reject(new Error('gone'))],
    ['hangs', () => new Promise(() => undefined)],
  ])('is trusted no more once it %s', async (_name, unwell) => {
    let isWell = true;
    const native = nativeThat((detect, image) => (isWell ? detect(image) : unwell()));
    let isHurried = false;
    const timers: Timers = { after: (ms, run) => (isHurried ? hurried : patient).after(ms, run) };
    const { readAny, seen } = await inFront(native, timers);
    [isWell, isHurried] = [false, true];
    expect(await readAny(shown.draw())).toBeNull();
    [isWell, isHurried] = [true, false];
    expect(await readAny(shown.draw())).toBeNull();
    expect(seen).toHaveLength(2);
  });
});

describe('a detector is left alone', () => {
  it.each<[string, NativeClass, Timers?]>([
    ['that does not know Code 128', nativeThat(undefined, ['qr_code'])],
    ['that sees nothing', nativeThat(async () => [])],
    [
      'that reads something everywhere',
      nativeThat(async () => [{ rawValue: '6212345678901234567', format: 'code_128' }]),
    ],
    [
      'that reads one code wrongly',
      nativeThat(async (detect, image) => {
        const found = await detect(image);
        return found.map((each) => ({ ...each, rawValue: each.rawValue.replace('6212', '6213') }));
      }),
    ],
    ['that fails', nativeThat(() => Promise.reject(new Error('no service')))],
    ['that never answers', nativeThat(() => new Promise(() => undefined)), hurried],
    [
      'that is slow',
      nativeThat(async (detect, image) => {
        await wait(30);
        return detect(image);
      }),
      hurried,
    ],
  ])('%s', async (_name, native, timers) => {
    const { readAny, seen } = await inFront(native, timers);
    expect(await readAny(shown.draw())).toBeNull();
    expect(seen).toHaveLength(1);
  });
});
