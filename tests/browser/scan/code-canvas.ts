/** A canvas that stands for what the camera sees: a grey desk and, when shown, one code on white. */
import { encode } from 'uqr';
import { encodeCode128 } from '../../fixtures/code128.ts';

/** How a code lies on the desk. */
export interface Pose {
  /** Width of the code in pixels. */
  readonly width: number;
  /** Clockwise turn in degrees. */
  readonly degrees?: number;
  /** Light on dark, as a dark-mode screen may show it. */
  readonly inverted?: boolean;
}

/** Makes an empty desk. */
export function createDesk(): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = 1280;
  canvas.height = 720;
  clearDesk(canvas);
  return canvas;
}

/** Takes the code away. */
export function clearDesk(canvas: HTMLCanvasElement): void {
  const context = contextOf(canvas);
  context.fillStyle = '#3a3631';
  context.fillRect(0, 0, canvas.width, canvas.height);
}

/** Lays a code down in the middle. */
export function showCode(
  canvas: HTMLCanvasElement,
  symbology: 'qr' | 'code128',
  text: string,
  pose: Pose,
): void {
  clearDesk(canvas);
  const rows = symbology === 'qr' ? encode(text, { border: 0 }).data : [encodeCode128(text)];
  const columns = rows[0]?.length ?? 0;
  const module = pose.width / columns;
  const rowHeight = symbology === 'qr' ? module : 120;
  const height = rows.length * rowHeight;
  const [dark, light] = pose.inverted === true ? ['#eee', '#111'] : ['#111', '#eee'];
  const context = contextOf(canvas);
  context.save();
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate(((pose.degrees ?? 0) * Math.PI) / 180);
  context.fillStyle = light;
  const quiet = module * (symbology === 'qr' ? 4 : 10);
  context.fillRect(-pose.width / 2 - quiet, -height / 2 - 24, pose.width + 2 * quiet, height + 48);
  context.fillStyle = dark;
  rows.forEach((row, y) => {
    row.forEach((isDark, x) => {
      if (!isDark) return;
      context.fillRect(
        x * module - pose.width / 2,
        y * rowHeight - height / 2,
        module + 0.4,
        rowHeight + 0.4,
      );
    });
  });
  context.restore();
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no 2d context');
  return context;
}
