/** The browser's own detector: in front only where it proves itself. This Chromium has none, so that zxing-wasm plays it. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Grey } from '../../../src/scan/sight/grey.ts';
import { greyOf } from '../../../src/scan/sight/grey.ts';
import type { Engine, Found } from '../../../src/scan/sight/read-picture.ts';
import { SELF_TEST } from '../../../src/scan/sight/self-test.ts';
import { loadEngine } from '../../../src/scan/worker/engine.ts';
import { withNative, type NativeClass, type NativeDetector } from '../../../src/scan/worker/native.ts';
import { pageTimers, wait } from '../../fakes/page-time.ts';

type Detect = NativeDetector['detect'];

const [shown] = SELF_TEST;
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

/** What is read once the self-test has had its time, and whether the engine behind was asked. */
async function readWith(native: NativeClass | undefined): Promise<readonly [Found | null, boolean]> {
  const { engine, seen } = engineBehind();
  const { readAny } = withNative(engine, native, pageTimers);
  await wait(1_500);
  if (!shown) throw new Error('No picture');
  const found = await readAny(shown.draw());
  return [found, seen.length > 0];
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
    expect(await readWith(nativeThat())).toEqual([{ text: shown?.text, symbology: 'qr' }, false]);
  });

  it('leaves what it does not see to the engine', async () => {
    const { engine, seen } = engineBehind();
    const { readAny } = withNative(engine, nativeThat(), pageTimers);
    await wait(1_500);
    expect(await readAny({ data: new Uint8Array(400), width: 20, height: 20 })).toBeNull();
    expect(seen).toHaveLength(1);
  });

  it('is trusted no more once it has failed', async () => {
    let isWell = true;
    const native = nativeThat((detect, image) =>
      isWell ? detect(image) : Promise.reject(new Error('gone')),
    );
    const { engine, seen } = engineBehind();
    const { readAny } = withNative(engine, native, pageTimers);
    await wait(1_500);
    isWell = false;
    for (let frame = 0; frame < 2; frame += 1) if (shown) expect(await readAny(shown.draw())).toBeNull();
    isWell = true;
    if (shown) expect(await readAny(shown.draw())).toBeNull();
    expect(seen).toHaveLength(3);
  });
});

describe('a detector is left alone', () => {
  it.each<[string, NativeClass | undefined]>([
    ['where there is none', undefined],
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
    ['that never answers', nativeThat(() => new Promise(() => undefined))],
    [
      'that is slow',
      nativeThat(async (detect, image) => {
        await wait(200);
        return detect(image);
      }),
    ],
  ])('%s', async (_name, native) => {
    expect(await readWith(native)).toEqual([null, true]);
  });
});
