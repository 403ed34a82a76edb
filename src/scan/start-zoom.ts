/** How far a lens is zoomed when it opens. */
import type { LensCapabilities, LensRange } from './lens-capabilities.ts';

/**
 * A wallet's QR is about 45 mm wide. To fill 60 % of the picture's height at the angle of a phone's main lens (about
 * 36° upright) it is held 11 to 12 cm away. Newer lenses are not sharp there: 12 cm on an iPhone 12 Pro, 15 cm on the Pro
 * Max (Apple, WWDC 2021, "What's new in camera capture"), 20 cm and more on the 14 and 15 Pro.
 */
const NEAR_M = 0.1;
/** Twice as far away, where each of those lenses is sharp; the code is as large in the picture as before. */
const FACTOR = 2;

/**
 * The zoom to start with, or null to leave the lens as it is.
 *
 * Rule: a lens that can zoom to 2× starts there, unless it says that it focuses at 10 cm or nearer. Safari never tells
 * the focus distance, and Chromium on Android only where an app may focus by hand, so "not told" counts as far: a lens
 * that is sharp near by loses nothing at 2×, one that is not reads no code at 1×. Sources: html5-qrcode#679 and #308,
 * quagga2#396, zxing-js/library#551 and #584 (blurred until zoomed), odoo/odoo#249292 (zoom as the way out),
 * ngx-scanner#529 (the shortest `focusDistance` is the lens to take).
 */
export function startZoom({ zoom, focusDistance }: LensCapabilities): number | null {
  if (zoom === null || (focusDistance !== null && focusDistance.min <= NEAR_M)) return null;
  const wanted = unzoomed(zoom) * FACTOR;
  return wanted <= zoom.max ? wanted : null;
}

/** The lens as it is: a multi-lens camera begins below 1 (its widest lens), a webcam counts from 100. */
function unzoomed({ min }: LensRange): number {
  return Math.max(min, 1);
}
