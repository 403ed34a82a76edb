/** A photo of the code, read by the real decoder: as large as tablets take them, and files that are no photos. */
import { afterAll, describe, expect, it } from 'vitest';
import { textOfPhoto } from '../../../src/scan/photo.ts';
import { startDecodeWorker } from '../../../src/scan/start-decode-worker.ts';
import { createWorkerDecoder } from '../../../src/scan/worker-decoder.ts';
import { createDesk, type Pose, showCode } from './code-canvas.ts';
import { pageTimers } from '../../fakes/page-time.ts';

const ALIPAY = '284312345678901234';

/** A photo of the desk with a code on it, `scale` times as large as a camera's frame. */
async function photoOf(symbology: 'qr' | 'code128', text: string, pose: Pose, scale = 1): Promise<Blob> {
  const desk = createDesk();
  showCode(desk, symbology, text, pose);
  const large = document.createElement('canvas');
  [large.width, large.height] = [desk.width * scale, desk.height * scale];
  large.getContext('2d')?.drawImage(desk, 0, 0, large.width, large.height);
  const blob = await new Promise<Blob | null>((resolve) => large.toBlob(resolve, 'image/jpeg', 0.8));
  if (blob === null) throw new Error('the canvas gave no picture');
  return blob;
}

/** The desk with a QR code whose columns hang down towards its rims, as on a sleeve. */
function bentDesk(text: string, width: number): HTMLCanvasElement {
  const flat = createDesk();
  showCode(flat, 'qr', text, { width });
  const bent = createDesk();
  const context = bent.getContext('2d');
  for (let x = 0; x < flat.width; x += 1) {
    const u = ((x - flat.width / 2) * 2) / width;
    context?.drawImage(flat, x, 0, 1, flat.height, x, 0.035 * width * Math.min(1.5, u * u), 1, flat.height);
  }
  return bent;
}

describe('a photo', () => {
  const decoder = createWorkerDecoder({ startWorker: startDecodeWorker, timers: pageTimers });
  afterAll(() => decoder.close());

  it.each<['qr' | 'code128', string, Pose, number]>([
    ['qr', ALIPAY, { width: 300 }, 1],
    ['qr', ALIPAY, { width: 440, degrees: 20 }, 4],
    ['code128', ALIPAY, { width: 700, degrees: 33 }, 3],
    ['code128', '7K2M9QWX4PZ81BTN', { width: 700 }, 2],
  ])('of %s %s at %o, %d times a frame, is read', async (symbology, text, pose, scale) => {
    expect(await textOfPhoto(decoder, await photoOf(symbology, text, pose, scale))).toBe(text);
  });

  it('of a long code on a bent sleeve is read, which a frame of the camera is not', async () => {
    const text = 'https://wallet.example/p/7K2M9QWX4PZ81BTN7K2M9QWX4PZ81BTN7K2M9QWX4PZ81BTN7K2M9QWX4PZ81BTN';
    const bent = bentDesk(text, 420);
    const frame = { source: bent, width: bent.width, height: bent.height };
    expect(await decoder.decode(frame)).toBeNull();
    const photo = await new Promise<Blob | null>((resolve) => bent.toBlob(resolve, 'image/jpeg', 0.9));
    expect(await textOfPhoto(decoder, photo ?? new Blob())).toBe(text);
  });

  it('beside the live picture is read all the same: one waits for the other', async () => {
    const photo = await photoOf('qr', ALIPAY, { width: 300 });
    const desk = createDesk();
    const live = decoder.decode({ source: desk, width: desk.width, height: desk.height });
    expect(await Promise.all([live, textOfPhoto(decoder, photo)])).toEqual([null, ALIPAY]);
  });

  it.each([
    ['that is no picture', new Blob(['%PDF-1.7'], { type: 'application/pdf' })],
    ['that is empty', new Blob([])],
  ])('%s has no code', async (_what, file) => {
    expect(await textOfPhoto(decoder, file)).toBeNull();
  });
});
