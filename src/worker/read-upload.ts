/** A shop's file on its way into an object: held once as bytes, checked against the console's word, read line by line. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { BODY_HASH } from '../setup/moving-deeds.ts';

/** Why an upload is not taken. */
export type UploadRefusal = 'too-large' | 'not-that-file';

/** Reads the body, no further than `most` bytes of it. Its hash must be the one that the address names. */
export async function readUpload(request: Request, most: number): Promise<Uint8Array | UploadRefusal> {
  const told = Number(request.headers.get('content-length') ?? 0);
  if (told > most) return 'too-large';
  const body = await readWhole(request, told, most);
  if (body === null) return 'too-large';
  const wanted = new URL(request.url).searchParams.get(BODY_HASH);
  return bytesToHex(sha256(body)) === wanted ? body : 'not-that-file';
}

/** Into one piece of memory where the length was told. Null: longer than `most`. */
async function readWhole(request: Request, told: number, most: number): Promise<Uint8Array | null> {
  let whole = new Uint8Array(told);
  let length = 0;
  for await (const piece of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    if (length + piece.byteLength > most) return null;
    if (length + piece.byteLength > whole.byteLength) whole = grown(whole, length + piece.byteLength, most);
    whole.set(piece, length);
    length += piece.byteLength;
  }
  return whole.subarray(0, length);
}

function grown(bytes: Uint8Array, least: number, most: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.min(most, Math.max(least, bytes.byteLength * 2)));
  larger.set(bytes);
  return larger;
}

/** The lines of a text file; what follows the last line's end is none. */
export function* linesIn(bytes: Uint8Array): Generator<string, void, void> {
  const decoder = new TextDecoder();
  let from = 0;
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, from)) {
    yield decoder.decode(bytes.subarray(from, end));
    from = end + 1;
  }
}
