/** Long amounts close their ranks before they shrink: the width of the money face by the length of the text. */

/** How an amount of some length is set: 1 widest (wdth 100) to 4 narrowest (wdth 60), and the glyphs to make room for. */
export interface AmountFit {
  readonly step: 1 | 2 | 3 | 4;
  readonly glyphs: number;
}

/** Chooses the width of the money face for a formatted amount ("$12.50"). NOTES, "Type". */
export function fitAmount(text: string): AmountFit {
  const glyphs = [...text].length;
  if (glyphs <= 6) return { step: 1, glyphs: 6 };
  if (glyphs <= 8) return { step: 2, glyphs };
  if (glyphs <= 10) return { step: 3, glyphs };
  return { step: 4, glyphs };
}
