/** How a phone is held before the camera: a homography from its screen to the frame. */

/** Nine numbers, row by row. */
export type Homography = readonly [number, number, number, number, number, number, number, number, number];

/** A way to hold it. Angles in radians. */
export interface Pose {
  readonly centre: readonly [number, number];
  readonly turn: number;
  /** away from the camera, about the screen's own axes */
  readonly tiltX: number;
  readonly tiltY: number;
  /** frame pixels a screen pixel, in the middle */
  readonly scale: number;
}

/** Distance of a camera to the phone, in screen pixels: what makes a tilt look like perspective. */
const DISTANCE = 1_900;

/** Screen to frame; the screen's point `middle` lands on the pose's centre. */
export function homographyOf(pose: Pose, middle: readonly [number, number]): Homography {
  const { turn, tiltX, tiltY, scale, centre } = pose;
  const [cx, sx, cy, sy] = [Math.cos(tiltX), Math.sin(tiltX), Math.cos(tiltY), Math.sin(tiltY)];
  const [ct, st] = [Math.cos(turn), Math.sin(turn)];
  // Columns of the rotation Rz · Ry · Rx that the plane's two axes have.
  const u = [ct * cy, st * cy, -sy] as const;
  const v = [ct * sy * sx - st * cx, st * sy * sx + ct * cx, cy * sx] as const;
  const f = DISTANCE * scale;
  const [mx, my] = middle;
  // frame = centre + f · (x, y) / (z + DISTANCE), linear in the plane's coordinates.
  const row = (axis: 0 | 1, mid: number): [number, number, number] => {
    const [a, b] = [f * u[axis] + mid * u[2], f * v[axis] + mid * v[2]];
    return [a, b, mid * DISTANCE - a * mx - b * my];
  };
  const [a, b, c] = row(0, centre[0]);
  const [d, e, g] = row(1, centre[1]);
  return [a, b, c, d, e, g, u[2], v[2], DISTANCE - u[2] * mx - v[2] * my];
}

/** The way back. */
export function invert([a, b, c, d, e, f, g, h, i]: Homography): Homography {
  const [A, B, C] = [e * i - f * h, c * h - b * i, b * f - c * e];
  const [D, E, F] = [f * g - d * i, a * i - c * g, c * d - a * f];
  const [G, H, I] = [d * h - e * g, b * g - a * h, a * e - b * d];
  const det = a * A + b * D + c * G;
  return [A / det, B / det, C / det, D / det, E / det, F / det, G / det, H / det, I / det];
}
