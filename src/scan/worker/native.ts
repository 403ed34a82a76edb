/** The browser's own BarcodeDetector (Android, ChromeOS, macOS): in front of the engine, where it has proved itself. */
import type { Timers } from '../../core/ports.ts';
import type { Grey } from '../sight/grey.ts';
import type { Engine, Found } from '../sight/read-picture.ts';
import type { TestPicture } from '../sight/self-test.ts';

/** What is used of it (W3C Shape Detection API, Accelerated Shape Detection in Images). */
export interface NativeDetector {
  detect(image: ImageData): Promise<readonly { readonly rawValue: string; readonly format: string }[]>;
}
/** Its class. */
export interface NativeClass {
  new (options: { readonly formats: readonly string[] }): NativeDetector;
  getSupportedFormats(): Promise<readonly string[]>;
}

/** Its names of what Pling reads. */
const SYMBOLOGY: Readonly<Record<string, Found['symbology']>> = { qr_code: 'qr', code_128: 'code128' };
const FORMATS = Object.keys(SYMBOLOGY);
/** One that takes longer for a picture is no gain, and one that hangs must not take the engine with it. Milliseconds. */
const MOST_MS = 150;

/** Reads one picture. Rejects where the detector fails or is too slow. */
export type Detect = (grey: Grey) => Promise<Found | null>;

/**
 * The engine with the browser's detector in front of it, once that is `proven`; the engine as it is until then, where it
 * never is, and from its first failure on. What it does not see the engine still looks for.
 */
export function withNative(engine: Engine, proven: Promise<Detect | null>): Engine {
  let detect: Detect | null = null;
  void proven.then((it) => (detect = it));
  return {
    ...engine,
    async readAny(grey) {
      const found = await detect?.(grey).catch(() => (detect = null));
      return found ?? engine.readAny(grey);
    },
  };
}

/** The browser's detector, when it has read each picture of the self-test rightly; null where it has not. Never rejects. */
export async function provenDetect(native: NativeClass, timers: Timers): Promise<Detect | null> {
  try {
    const formats = await native.getSupportedFormats();
    if (!FORMATS.every((format) => formats.includes(format))) return null;
    const detect = detectBy(new native({ formats: FORMATS }), timers);
    const { SELF_TEST } = await import('../sight/self-test.ts');
    for (const picture of SELF_TEST) if (!(await isRead(detect, picture))) return null;
    return detect;
  } catch {
    return null; // it is there and does not work: some Androids have the class and not the service behind it
  }
}

async function isRead(detect: Detect, { draw, text }: TestPicture): Promise<boolean> {
  const found = await detect(draw());
  return (found?.text ?? null) === text;
}

function detectBy(detector: NativeDetector, timers: Timers): Detect {
  return async (grey) => {
    const late = Promise.withResolvers<never>();
    const forget = timers.after(MOST_MS, () => late.reject(new Error('too slow')));
    try {
      const [first] = await Promise.race([detector.detect(imageOf(grey)), late.promise]);
      const symbology = SYMBOLOGY[first?.format ?? ''];
      return first && symbology && first.rawValue !== '' ? { text: first.rawValue, symbology } : null;
    } finally {
      forget();
    }
  };
}

/** It takes colours only. */
function imageOf({ data, width, height }: Grey): ImageData {
  const pixels = new Uint32Array(width * height);
  for (let at = 0; at < pixels.length; at += 1) pixels[at] = 0xff000000 | ((data[at] ?? 0) * 0x010101);
  return new ImageData(new Uint8ClampedArray(pixels.buffer), width, height);
}
