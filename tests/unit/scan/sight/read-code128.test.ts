/** Code 128 out of drawn pictures: at any turn, size and softness, and out of scenes as a camera sees them. */
import { describe, expect, it } from 'vitest';
import { measureBlocks } from '../../../../src/scan/sight/blocks.ts';
import { readCode128 } from '../../../../src/scan/sight/code128/read-code128.ts';
import type { Grey } from '../../../../src/scan/sight/grey.ts';
import { makeCodeFree, makeScene, type SceneClass } from '../../../bench/scan/scenes/scene.ts';
import { encodeCode128 } from '../../../fixtures/code128.ts';

const ALIPAY = '284312345678901234';

function read(grey: Grey): string | null {
  return readCode128(grey, measureBlocks(grey));
}

interface Drawn {
  readonly text?: string;
  readonly degrees?: number;
  /** pixels */
  readonly module?: number;
  readonly isLight?: boolean;
  /** Makes a point's module another one. */
  readonly change?: (bars: boolean[]) => boolean[];
}

/** Bars on white, 100 pixels high, in the middle of 800 × 800; each pixel the mean of nine points. */
function draw({
  text = ALIPAY,
  degrees = 0,
  module = 3,
  isLight = false,
  change = (bars) => bars,
}: Drawn): Grey {
  const bars = change(encodeCode128(text));
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const inkAt = (x: number, y: number): number => {
    const [u, v] = [x * cos + y * sin, y * cos - x * sin];
    const isBar = Math.abs(v) < 50 && bars[Math.floor(u / module + bars.length / 2)] === true;
    return isBar === isLight ? 220 : 30;
  };
  const data = Uint8Array.from({ length: 800 * 800 }, (_, at) => {
    let sum = 0;
    for (const dx of [-0.3, 0, 0.3])
      for (const dy of [-0.3, 0, 0.3]) sum += inkAt((at % 800) - 400 + dx, Math.floor(at / 800) - 400 + dy);
    return sum / 9;
  });
  return { data, width: 800, height: 800 };
}

describe('a drawn Code 128', () => {
  it.each([0, 7, 30, 45, 60, 90, 123, 180, 212, 270, 333])('turned by %i degrees is read', (degrees) => {
    expect(read(draw({ degrees }))).toBe(ALIPAY);
  });

  it.each([1.5, 2, 3, 4])('of %d pixels a module is read', (module) => {
    expect(read(draw({ module }))).toBe(ALIPAY);
  });

  it('light on dark is read', () => {
    expect(read(draw({ isLight: true, degrees: 20 }))).toBe(ALIPAY);
  });

  it.each(['6212345678901234567', '7K2M9QWX4PZ81BTN', '130123456789012345'])('%s is read', (text) => {
    expect(read(draw({ text, module: 2.5 }))).toBe(text);
  });

  it('with one bar filled is not read: nothing is better than another text', () => {
    const filled = (bars: boolean[]): boolean[] => bars.map((bar, at) => bar || (at >= 46 && at < 55));
    expect(read(draw({ change: filled }))).toBeNull();
  });

  it('with more bars where it should end is not read: a stop stands alone', () => {
    const goesOn = (bars: boolean[]): boolean[] => [...bars.slice(0, -2), ...encodeCode128('9876').slice(11)];
    expect(read(draw({ text: '2812345678901234', change: goesOn }))).toBeNull();
  });

  it('cut off at its end is not read', () => {
    expect(read(draw({ change: (bars) => bars.slice(0, -20) }))).toBeNull();
  });
});

describe('a Code 128 as a camera sees it', () => {
  it.each<SceneClass>(['rotation', 'perspective', 'inverted', 'glare', 'cracked', 'bezel', 'low-contrast'])(
    '%s',
    (name) => {
      const { truths, frame } = makeScene(1, name, 'code128', 0);
      expect(read({ data: frame(0), width: 1280, height: 720 })).toBe(truths[0]);
    },
  );

  it('is not seen where there is none', () => {
    for (let n = 0; n < 4; n += 1)
      expect(read({ data: makeCodeFree(3, n), width: 1280, height: 720 })).toBeNull();
  });
});
