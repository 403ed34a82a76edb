/** A photo of the code: the way in where the live camera does not work. */
import type { Decoder } from './decoder.ts';

/** The longer side a photo is read at, pixels: beyond it a tablet's memory ends before anything is gained. */
const MOST_SIDE = 4096;
/** A code that fills a sharp photo is read better at half its size and less. */
const SHRINKS = [1, 2, 4] as const;

/** The text of one code in the photo, or null; also where the file is no picture or no decoder works. Never rejects. */
export async function textOfPhoto(decoder: Pick<Decoder, 'decode'>, photo: Blob): Promise<string | null> {
  try {
    return await readSizes(decoder, photo);
  } catch {
    return null; // memory ran out, or no decoder works here: the other ways in are still there
  }
}

async function readSizes(decoder: Pick<Decoder, 'decode'>, photo: Blob): Promise<string | null> {
  const size = await sizeOf(photo);
  if (size === null) return null;
  const first = Math.max(1, Math.max(size.width, size.height) / MOST_SIDE);
  for (const shrink of SHRINKS) {
    const width = Math.max(1, Math.round(size.width / first / shrink));
    const height = Math.max(1, Math.round(size.height / first / shrink));
    const source = await createImageBitmap(photo, { resizeWidth: width, resizeHeight: height });
    const text = await decoder.decode({ source, width, height }, 'still');
    source.close();
    if (text !== null) return text;
  }
  return null;
}

async function sizeOf(photo: Blob): Promise<{ readonly width: number; readonly height: number } | null> {
  try {
    const picture = await createImageBitmap(photo);
    const { width, height } = picture;
    picture.close();
    return { width, height };
  } catch {
    return null; // no picture, or one this browser does not know
  }
}
