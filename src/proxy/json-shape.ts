/** How deep and how wide a JSON text is, before anything is made of it. */

/** No request of ours nests deeper than eight. */
export const MOST_DEPTH = 16;
/** A whole re-offer lists some thousand values. */
export const MOST_VALUES = 20_000;

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];

/** True where the text stays within both bounds. Whether it is JSON at all is not asked here. */
export function isShallow(text: string): boolean {
  let [depth, values, isText] = [0, 1, false];
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    if (isText) {
      if (sign === BACKSLASH) at += 1;
      else if (sign === QUOTE) isText = false;
    } else if (sign === QUOTE) isText = true;
    else if (sign === COMMA) values += 1;
    else depth += depthOf(sign);
    if (depth > MOST_DEPTH || values > MOST_VALUES) return false;
  }
  return true;
}

/** `[` and `{` go down, `]` and `}` up again. */
function depthOf(sign: number): number {
  if (sign === 0x5b || sign === 0x7b) return 1;
  return sign === 0x5d || sign === 0x7d ? -1 : 0;
}
