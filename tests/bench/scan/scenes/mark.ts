/** The corner of a film that tells its frames with a code from those without. */

/** Side of the corner, pixels. */
export const MARK_SIDE = 40;
/** Its brightness with a code in view; black without. */
export const MARK_WHITE = 255;

/** True of a frame whose corner is this bright. */
export function isMarked(grey: number): boolean {
  return grey > 128;
}
