/** The square on the wallet page: a real decoder reads the wallet's code from the drawn path. */
import { BinaryBitmap, HybridBinarizer, QRCodeReader, RGBLuminanceSource } from '@zxing/library';
import { describe, expect, test } from 'vitest';
import { qrPath, type QrPath } from '../../../../src/gateway-sim/wallet/qr.ts';

const SCALE = 4;

function read({ d, side }: QrPath): string {
  const width = side * SCALE;
  const pixels = new Uint8ClampedArray(width * width).fill(255);
  for (const [, x, y, run] of d.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = Number(y) * SCALE; row < (Number(y) + 1) * SCALE; row += 1) {
      pixels.fill(0, row * width + Number(x) * SCALE, row * width + (Number(x) + Number(run)) * SCALE);
    }
  }
  const bitmap = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(pixels, width, width)));
  return new QRCodeReader().decode(bitmap).getText();
}

describe('a real decoder reads', () => {
  test.each([
    '281234567890123456',
    '281001020123456789012345',
    'PPABCDEFGH23456789JK',
    'hQVDUFYwMWEfTwigAAADMwEBAlcSYgECAwQFBgcICQoLDA0ODxAR',
  ])('%s', (text) => {
    expect(read(qrPath(text))).toBe(text);
  });
});
