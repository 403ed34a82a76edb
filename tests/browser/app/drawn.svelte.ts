/** What a screen would have drawn: the text of some runes, each time it changed. */

/** The texts in order, and the undo. */
export interface Drawn {
  readonly texts: readonly string[];
  stop(): void;
}

/** Draws `text` now and after every change of the runes it reads. */
export function drawn(text: () => string): Drawn {
  const texts: string[] = [];
  const stop = $effect.root(() => {
    $effect(() => void texts.push(text()));
  });
  return { texts, stop };
}
