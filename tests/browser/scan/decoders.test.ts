/** Both decoders on real pixels, in a real browser; the first in its real worker. */
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { Frame } from '../../../src/scan/decoder.ts';
import { startDecodeWorker } from '../../../src/scan/start-decode-worker.ts';
import { createWorkerDecoder } from '../../../src/scan/worker-decoder.ts';
import { createZxingJsDecoder } from '../../../src/scan/zxing-js-decoder.ts';
import { createDesk, type Pose, showCode } from './code-canvas.ts';
import { pageTimers } from '../../fakes/page-time.ts';

const ALIPAY = '284312345678901234';
const UNIONPAY = '6212345678901234567';
const EMVCO = 'hQVDUFYwMWEaTwigAAADMwEBAVcOAQIDBAUGBwgJCgsMDQ4=';

function frameOf(canvas: HTMLCanvasElement): Frame {
  return { source: canvas, width: canvas.width, height: canvas.height };
}

function frameShowing(symbology: 'qr' | 'code128', text: string, pose: Pose): Frame {
  const desk = createDesk();
  showCode(desk, symbology, text, pose);
  return frameOf(desk);
}

describe('zxing-wasm in its worker', () => {
  const decoder = createWorkerDecoder({ startWorker: startDecodeWorker, timers: pageTimers });
  afterAll(() => decoder.close());

  it('loads its wasm from our own origin', async () => {
    expect(await decoder.warm()).toBe(true);
  });

  it.each<['qr' | 'code128', string, Pose]>([
    ['qr', ALIPAY, { width: 300 }],
    ['qr', ALIPAY, { width: 130 }],
    ['qr', ALIPAY, { width: 600 }],
    ['qr', ALIPAY, { width: 300, degrees: 33 }],
    ['qr', ALIPAY, { width: 300, degrees: 180 }],
    ['qr', ALIPAY, { width: 300, inverted: true }],
    ['code128', ALIPAY, { width: 480, inverted: true }],
    ['code128', ALIPAY, { width: 480, degrees: 45 }],
    ['code128', ALIPAY, { width: 480, degrees: 117 }],
    ['qr', EMVCO, { width: 330, degrees: -8 }],
    ['qr', '7K2M9QWX4PZ81BTN', { width: 300 }],
    ['code128', ALIPAY, { width: 480 }],
    ['code128', ALIPAY, { width: 300 }],
    ['code128', ALIPAY, { width: 480, degrees: 6 }],
    ['code128', ALIPAY, { width: 480, degrees: 90 }],
    ['code128', ALIPAY, { width: 480, degrees: 180 }],
    ['code128', UNIONPAY, { width: 500 }],
  ])('reads %s %s at %o', async (symbology, text, pose) => {
    expect(await decoder.decode(frameShowing(symbology, text, pose))).toBe(text);
  });

  it('believes bars that are not built like a wallet’s number when they are seen twice', async () => {
    const frame = frameShowing('code128', '7K2M9QWX4PZ81BTN', { width: 700 });
    expect(await decoder.decode(frame)).toBeNull();
    expect(await decoder.decode(frame)).toBe('7K2M9QWX4PZ81BTN');
  });

  it('reads nothing from an empty desk', async () => {
    expect(await decoder.decode(frameOf(createDesk()))).toBeNull();
  });
});

describe('zxing-wasm where a worker cannot draw', () => {
  it('is given pixels instead, and reads them', async () => {
    const worker = startDecodeWorker();
    const decoder = createWorkerDecoder({ startWorker: () => withoutDrawing(worker), timers: pageTimers });
    expect(await decoder.decode(frameShowing('qr', ALIPAY, { width: 300 }))).toBe(ALIPAY);
    expect(await decoder.decode(frameShowing('code128', ALIPAY, { width: 480 }))).toBe(ALIPAY);
    decoder.close();
  });
});

describe('zxing-js, where there is no WebAssembly', () => {
  const decoder = createZxingJsDecoder();
  afterAll(() => decoder.close());

  it.each<[string, Pose]>([
    [ALIPAY, { width: 300 }],
    [ALIPAY, { width: 450, degrees: 5 }],
    [EMVCO, { width: 400 }],
  ])('reads the QR of %s at %o', async (text, pose) => {
    expect(await decoder.decode(frameShowing('qr', text, pose))).toBe(text);
  });

  it.each<[string, Pose]>([
    [ALIPAY, { width: 480 }],
    [ALIPAY, { width: 480, degrees: 4 }],
    [ALIPAY, { width: 480, degrees: 180 }],
    [UNIONPAY, { width: 500 }],
    ['7K2M9QWX4PZ81BTN', { width: 700 }],
  ])('reads the bars of %s at %o, though the desk beside them is dark', async (text, pose) => {
    expect(await decoder.decode(frameShowing('code128', text, pose))).toBe(text);
  });

  it('reads nothing from an empty desk, and says nothing to the console', async () => {
    const warn = vi.spyOn(console, 'warn');
    expect(await decoder.decode(frameOf(createDesk()))).toBeNull();
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });
});

/** Makes a worker claim that it cannot draw, as those of older Safaris cannot. */
function withoutDrawing(worker: Worker): Worker {
  worker.addEventListener('message', (event: MessageEvent<{ kind: string; canDraw?: boolean }>) => {
    if (event.data.kind === 'warm') event.data.canDraw = false;
  });
  return worker;
}
