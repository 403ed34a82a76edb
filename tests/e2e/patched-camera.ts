/** A camera in the test's hand: the page's `getUserMedia` gives streams of canvases that the test draws on. */
import type { Page } from '@playwright/test';
import { encode } from 'uqr';

/** What each opening of the camera does, in order; the last goes on for ever. */
export type Opening =
  /** an empty desk whose frames stop for good after so many ms */
  | { readonly does: 'freeze'; readonly afterMs: number }
  /** a picture that is black throughout */
  | { readonly does: 'black' }
  /** this QR code, with frames */
  | { readonly does: 'show'; readonly text: string }
  /** no, as a person or a policy says it */
  | { readonly does: 'refuse' };

/** A QR code as rows of dark modules, for the page has no encoder. */
interface Drawn {
  readonly does: Opening['does'];
  /** null: never; the argument of an init script is JSON, which has no infinity */
  readonly afterMs: number | null;
  readonly rows: readonly (readonly boolean[])[];
}

/** Puts the camera in place; call it before the page is opened. How often it was opened: `openings(page)`. */
export async function patchCamera(page: Page, openings: readonly Opening[]): Promise<void> {
  const drawn = openings.map((opening): Drawn => ({
    does: opening.does,
    afterMs: opening.does === 'freeze' ? opening.afterMs : null,
    rows: opening.does === 'show' ? encode(opening.text, { border: 0 }).data : [],
  }));
  await page.addInitScript(install, drawn);
}

/** How often the page has asked for the camera since it was loaded. */
export function openings(page: Page): Promise<number> {
  return page.evaluate(() => Number(document.documentElement.dataset['openings'] ?? 0));
}

/** Runs in the page: nothing from outside is there but its argument. */
function install(drawn: readonly Drawn[]): void {
  let count = 0;

  function paint(context: CanvasRenderingContext2D, { does, rows }: Drawn, frame: number): void {
    const { width, height } = context.canvas;
    context.fillStyle = does === 'black' ? '#000' : '#3a3631';
    context.fillRect(0, 0, width, height);
    if (does === 'black') return;
    context.fillStyle = '#6b645c'; // an edge of the counter, which trembles as a picture does
    context.fillRect(0, 0, 90 + (frame % 2), height);
    const module = 360 / Math.max(1, rows.length);
    context.fillStyle = '#eee';
    if (rows.length > 0) context.fillRect(420, 140, 440, 440);
    context.fillStyle = '#111';
    rows.forEach((row, y) =>
      row.forEach((isDark, x) => {
        if (isDark) context.fillRect(460 + x * module, 180 + y * module, module + 0.4, module + 0.4);
      }),
    );
  }

  function film(opening: Drawn): MediaStream {
    const canvas = Object.assign(document.createElement('canvas'), { width: 1280, height: 720 });
    const context = canvas.getContext('2d');
    const begun = performance.now();
    let frame = 0;
    const next = (): void => {
      const isOver = opening.afterMs !== null && performance.now() - begun > opening.afterMs;
      if (context === null || isOver) return;
      paint(context, opening, frame++);
      setTimeout(next, 40);
    };
    next();
    return canvas.captureStream(25);
  }

  navigator.mediaDevices.getUserMedia = async () => {
    const opening = drawn[Math.min(count++, drawn.length - 1)];
    document.documentElement.dataset['openings'] = String(count);
    if (opening === undefined || opening.does === 'refuse')
      throw new DOMException('Permission denied', 'NotAllowedError');
    return film(opening);
  };
}
