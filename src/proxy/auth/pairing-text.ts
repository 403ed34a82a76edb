/** What is written in a link or typed by a person to pair: `<shop>.<code>`, or the code alone. */

/** A pairing text, taken apart. `realm` is null where it names no shop. */
export interface PairingName {
  readonly realm: string | null;
  readonly code: string;
}

/** Takes it apart; reads nothing of what the parts say. */
export function pairingNameOf(text: string): PairingName {
  const dot = text.lastIndexOf('.');
  if (dot < 0) return { realm: null, code: text };
  return { realm: text.slice(0, dot).trim().toLowerCase(), code: text.slice(dot + 1) };
}
