/** What is tried on a picture, and in which order. */
import { describe, expect, it } from 'vitest';
import { encode } from 'uqr';
import { BENDS } from '../../../../src/scan/sight/bend.ts';
import type { Grey } from '../../../../src/scan/sight/grey.ts';
import { createPictureReader, type Engine, type Found } from '../../../../src/scan/sight/read-picture.ts';
import { makeScene } from '../../../bench/scan/scenes/scene.ts';

const WIDTH = 640;
const HEIGHT = 480;
const EVEN: Grey = { data: new Uint8Array(WIDTH * HEIGHT).fill(90), width: WIDTH, height: HEIGHT };

/** A QR code of 200 pixels in the middle of a white picture. */
function drawQr(): Grey {
  const qr = encode('284312345678901234', { border: 0 });
  const module = 200 / qr.size;
  const data = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, at) => {
    const [x, y] = [(at % WIDTH) - 220, Math.floor(at / WIDTH) - 140];
    return qr.data[Math.floor(y / module)]?.[Math.floor(x / module)] === true ? 20 : 230;
  });
  return { data, width: WIDTH, height: HEIGHT };
}

/** The same, and a smaller one beside it. */
function drawTwo(): Grey {
  const { data: one } = drawQr();
  const data = one.slice();
  for (let y = 0; y < 100; y += 1)
    for (let x = 0; x < 100; x += 1)
      data[(y + 20) * WIDTH + x + 10] = one[(140 + 2 * y) * WIDTH + 220 + 2 * x] ?? 0;
  return { data, width: WIDTH, height: HEIGHT };
}

/** An engine that finds what it is told to, and remembers the patches it was shown. */
function engineThat(any: Found | null, qr: (patches: number) => Found | null) {
  const patches: Grey[] = [];
  const engine: Engine = {
    readAny: async () => any,
    readQr: async (patch) => qr(patches.push(patch)),
  };
  return { engine, patches };
}

const QR: Found = { text: 'found', symbology: 'qr' };

describe('a picture', () => {
  it('that the engine reads costs nothing more', async () => {
    const { engine, patches } = engineThat(QR, () => null);
    expect(await createPictureReader(engine)(drawQr())).toEqual(QR);
    expect(patches).toEqual([]);
  });

  it('of a camera with something like a QR code is cleared up around it, each way once', async () => {
    const { engine, patches } = engineThat(null, () => null);
    expect(await createPictureReader(engine, { monotonic: () => 0 })(drawQr())).toBeNull();
    expect(patches).toHaveLength(4);
    for (const { width, height } of patches) expect(Math.max(width, height)).toBeLessThan(700);
  });

  it('that stands alone is also pulled straight, each bend once', async () => {
    const { engine, patches } = engineThat(null, () => null);
    expect(await createPictureReader(engine)(drawQr())).toBeNull();
    // Cleared up in four ways, as it is, and for each bend twice: dark told place by place, and for the whole.
    expect(patches).toHaveLength(4 + 1 + 2 * BENDS.length);
  });

  it('that stays as it was is tried in one way a frame, each in its turn; a new one in all', async () => {
    const { engine, patches } = engineThat(null, () => null);
    const read = createPictureReader(engine, { monotonic: () => 0 });
    const counts: number[] = [];
    for (let frame = 0; frame < 5; frame += 1) {
      await read(drawQr());
      counts.push(patches.length);
    }
    expect(counts).toEqual([4, 5, 6, 7, 8]);
    // Halved, as it is (twice), enlarged.
    expect(new Set(patches.slice(4).map(({ width }) => width)).size).toBe(3);
    await read(EVEN);
    await read(drawQr());
    expect(patches).toHaveLength(12);
  });

  it('of a camera is left when its time is up, after one try at least; what is left comes with the next', async () => {
    let now = 0;
    const { engine, patches } = engineThat(null, () => {
      now += 30;
      return null;
    });
    const read = createPictureReader(engine, { monotonic: () => now });
    const counts: number[] = [];
    for (let frame = 0; frame < 4; frame += 1) {
      await read(drawQr());
      counts.push(patches.length);
    }
    expect(counts).toEqual([1, 2, 3, 4]);
  });

  it('of a camera on a slow tablet: bars and patches take turns', async () => {
    let now = 0;
    const { engine, patches } = engineThat(null, () => null);
    const slow: Engine = { ...engine, readAny: async () => ((now += 60), null) };
    const read = createPictureReader(slow, { monotonic: () => now });
    const counts: number[] = [];
    for (let frame = 0; frame < 5; frame += 1) {
      await read(drawQr());
      counts.push(patches.length);
    }
    expect(counts).toEqual([0, 1, 1, 2, 2]);
    for (let frame = 0; frame < 6; frame += 1) await read(drawQr());
    // Each way has had its turn: halved, as it is (twice), enlarged.
    expect(new Set(patches.map(({ width }) => width)).size).toBe(3);
  });

  it('of a camera on a slow tablet: two patches take turns, and each meets each way', async () => {
    let now = 0;
    const { engine, patches } = engineThat(null, () => null);
    const slow: Engine = { ...engine, readAny: async () => ((now += 60), null) };
    const read = createPictureReader(slow, { monotonic: () => now });
    for (let frame = 0; frame < 20; frame += 1) await read(drawTwo());
    // The larger one and the smaller: halved, as they are (twice), enlarged.
    expect(new Set(patches.map(({ width }) => width)).size).toBe(6);
  });

  it('is read by the first way that clears it', async () => {
    const { engine } = engineThat(null, (patches) => (patches === 2 ? QR : null));
    expect(await createPictureReader(engine)(drawQr())).toEqual(QR);
  });

  it('with bars only is read by bars', async () => {
    const { truths, frame } = makeScene(1, 'rotation', 'code128', 1);
    const { engine } = engineThat(null, () => null);
    const found = await createPictureReader(engine)({ data: frame(0), width: 1280, height: 720 });
    expect(found).toEqual({ text: truths[0], symbology: 'code128' });
  });

  it('of an even grey shows no patch at all', async () => {
    const { engine, patches } = engineThat(null, () => null);
    expect(await createPictureReader(engine)(EVEN)).toBeNull();
    expect(patches).toEqual([]);
  });

  it('smaller than a block is none', async () => {
    const { engine } = engineThat(null, () => null);
    expect(await createPictureReader(engine)({ data: new Uint8Array(9), width: 3, height: 3 })).toBeNull();
  });
});
