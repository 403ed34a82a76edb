/** What a camera makes of a scene: the phone laid into the frame, softness, motion, glare, moiré, noise. */
import type { Dice } from '../../../fakes/dice.ts';
import { halve, makePicture, type Picture } from './picture.ts';
import { invert, type Homography } from './pose.ts';

/** Lays `screen` with a dark rim over `frame`, as `onto` says. */
export function layPhone(frame: Picture, screen: Picture, onto: Homography, rim: number): void {
  const back = invert(onto);
  let map = screen;
  let level = 1;
  const step = stepAt(back, frame);
  while (step / level > 1.6) [map, level] = [halve(map), level * 2];
  const { width, height, data } = frame;
  const [a, b, c, d, e, f, g, h, i] = back;
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      let sum = 0;
      let hits = 0;
      for (let part = 0; part < 4; part += 1) {
        const px = x + (part & 1) / 2 - 0.25;
        const py = y + (part >> 1) / 2 - 0.25;
        const w = g * px + h * py + i;
        const u = (a * px + b * py + c) / w;
        const v = (d * px + e * py + f) / w;
        if (u < -rim || v < -rim * 2 || u >= screen.width + rim || v >= screen.height + rim * 2) continue;
        hits += 1;
        const isRim = u < 0 || v < 0 || u >= screen.width || v >= screen.height;
        sum += isRim ? 14 : sampleAt(map, u / level - 0.5, v / level - 0.5);
      }
      const at = y * width + x;
      if (hits > 0) data[at] = (sum + (data[at] ?? 0) * (4 - hits)) / 4;
    }
}

/** Screen pixels a frame pixel, in the middle of the frame. */
function stepAt([a, b, c, d, e, f, g, h, i]: Homography, { width, height }: Picture): number {
  const at = (x: number, y: number): [number, number] => {
    const w = g * x + h * y + i;
    return [(a * x + b * y + c) / w, (d * x + e * y + f) / w];
  };
  const [u0, v0] = at(width / 2, height / 2);
  const [u1, v1] = at(width / 2 + 1, height / 2);
  return Math.hypot(u1 - u0, v1 - v0);
}

function sampleAt({ width, height, data }: Picture, x: number, y: number): number {
  const left = Math.min(width - 2, Math.max(0, Math.floor(x)));
  const top = Math.min(height - 2, Math.max(0, Math.floor(y)));
  const [fx, fy] = [Math.min(1, Math.max(0, x - left)), Math.min(1, Math.max(0, y - top))];
  const at = top * width + left;
  const upper = (data[at] ?? 0) * (1 - fx) + (data[at + 1] ?? 0) * fx;
  const lower = (data[at + width] ?? 0) * (1 - fx) + (data[at + width + 1] ?? 0) * fx;
  return upper * (1 - fy) + lower * fy;
}

/** Blurs along a line of `length` pixels: a hand that moves while the shutter is open. */
export function blurMotion(frame: Picture, length: number, direction: number): Picture {
  const taps = Math.max(1, Math.round(length * 1.5));
  const offsets = Array.from({ length: taps }, (_, tap) => {
    const along = taps === 1 ? 0 : (tap / (taps - 1) - 0.5) * length;
    return [along * Math.cos(direction), along * Math.sin(direction)] as const;
  });
  const { width, height } = frame;
  const blurred = makePicture(width, height, 0);
  for (const [dx, dy] of offsets) addShifted(blurred, frame, dx, dy, 1 / taps);
  return blurred;
}

/** Softens with a small binomial kernel; `amount` 1 is about a pixel wide. */
export function soften(frame: Picture, amount: number): Picture {
  const { width, height } = frame;
  const across = makePicture(width, height, 0);
  for (const [shift, weight] of kernel(amount)) addShifted(across, frame, shift, 0, weight);
  const both = makePicture(width, height, 0);
  for (const [shift, weight] of kernel(amount)) addShifted(both, across, 0, shift, weight);
  return both;
}

function kernel(sigma: number): [number, number][] {
  const reach = Math.max(1, Math.ceil(sigma * 2.5));
  const raw = Array.from({ length: 2 * reach + 1 }, (_, at): [number, number] => [
    at - reach,
    Math.exp(-((at - reach) ** 2) / (2 * sigma * sigma)),
  ]);
  const sum = raw.reduce((total, [, weight]) => total + weight, 0);
  return raw.map(([at, weight]) => [at, weight / sum]);
}

function addShifted(into: Picture, from: Picture, dx: number, dy: number, weight: number): void {
  const { width, height } = from;
  const [sx, sy] = [Math.floor(dx), Math.floor(dy)];
  const [fx, fy] = [dx - sx, dy - sy];
  const w = [(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy].map((part) => part * weight);
  const [w0 = 0, w1 = 0, w2 = 0, w3 = 0] = w;
  const clampX = (x: number): number => (x < 0 ? 0 : x >= width ? width - 1 : x);
  const clampY = (y: number): number => (y < 0 ? 0 : y >= height ? height - 1 : y);
  for (let y = 0; y < height; y += 1) {
    const upper = clampY(y + sy) * width;
    const lower = clampY(y + sy + 1) * width;
    for (let x = 0; x < width; x += 1) {
      const left = clampX(x + sx);
      const right = clampX(x + sx + 1);
      const sum =
        w0 * (from.data[upper + left] ?? 0) +
        w1 * (from.data[upper + right] ?? 0) +
        w2 * (from.data[lower + left] ?? 0) +
        w3 * (from.data[lower + right] ?? 0);
      const at = y * width + x;
      into.data[at] = (into.data[at] ?? 0) + sum;
    }
  }
}

/** A lamp's reflection: a soft bright spot, burnt out in its middle. Sizes in pixels. */
export function addGlare(
  { width, height, data }: Picture,
  [cx, cy, rx, ry]: readonly [number, number, number, number],
  turn: number,
  strength: number,
): void {
  const [ct, st] = [Math.cos(turn), Math.sin(turn)];
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const u = ((x - cx) * ct + (y - cy) * st) / rx;
      const v = ((y - cy) * ct - (x - cx) * st) / ry;
      const at = y * width + x;
      data[at] = (data[at] ?? 0) + strength * Math.exp(-(u * u + v * v));
    }
}

/** The beat of the screen's own grid against the sensor's: two gratings over the whole frame. */
export function addMoire({ width, height, data }: Picture, dice: Dice, strength: number): void {
  const waves = [0, 1].map(() => {
    const period = 2.5 + dice.roll() * 8;
    const turn = dice.roll() * Math.PI;
    const pull = (2 * Math.PI) / period;
    return { x: Math.cos(turn) * pull, y: Math.sin(turn) * pull, bend: dice.roll() * 0.00002 };
  });
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      let beat = 0;
      for (const wave of waves) beat += Math.sin(wave.x * x + wave.y * y + wave.bend * (x * x + y * y));
      data[at] = (data[at] ?? 0) * (1 + strength * beat);
    }
}

/** Squeezes the greys between `low` and `high`. */
export function squeeze({ data }: Picture, low: number, high: number): void {
  for (let at = 0; at < data.length; at += 1) data[at] = low + ((data[at] ?? 0) * (high - low)) / 255;
}

/** Uneven light over the frame: darker towards one side by `share` of itself. */
export function shade({ width, height, data }: Picture, turn: number, share: number): void {
  const [ct, st] = [Math.cos(turn), Math.sin(turn)];
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const along = ((x / width - 0.5) * ct + (y / height - 0.5) * st) * 2;
      const at = y * width + x;
      data[at] = (data[at] ?? 0) * (1 - share * (0.5 + along / 2));
    }
}

/** Sensor noise of about `sigma` grey levels, and the picture as bytes. */
export function expose({ data }: Picture, dice: Dice, sigma: number): Uint8Array {
  const bytes = new Uint8Array(data.length);
  let word = dice.word() | 1;
  for (let at = 0; at < data.length; at += 1) {
    // xorshift32; four of its bytes add up to a bell. Its deviation is 147.8.
    word ^= word << 13;
    word ^= word >>> 17;
    word ^= word << 5;
    const bell = (word & 255) + ((word >>> 8) & 255) + ((word >>> 16) & 255) + (word >>> 24) - 510;
    const grey = (data[at] ?? 0) + (bell / 147.8) * sigma;
    bytes[at] = grey < 0 ? 0 : grey > 255 ? 255 : grey + 0.5;
  }
  return bytes;
}
