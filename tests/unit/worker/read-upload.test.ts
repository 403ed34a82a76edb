/** A file on its way into an object: whole, checked, line by line, however it comes in pieces. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linesIn, readUpload } from '../../../src/worker/read-upload.ts';

const MOST = 200;

function upload(text: string, sizes: readonly number[], told: number | null): Request {
  const bytes = new TextEncoder().encode(text);
  const hash = createHash('sha256').update(bytes).digest('hex');
  let at = 0;
  let turn = 0;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      if (at >= bytes.byteLength) return controller.close();
      const size = sizes[turn % sizes.length] ?? 1;
      controller.enqueue(bytes.subarray(at, at + size));
      at += size;
      turn += 1;
    },
  });
  return new Request(`https://till.example.com/control/import?sha256=${hash}`, {
    method: 'POST',
    body,
    headers: told === null ? {} : { 'content-length': String(told) },
    duplex: 'half',
  } as RequestInit);
}

test('any file within the bound is read as it is, whatever its pieces and whatever length was told', async () => {
  const pieces = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 5 });
  const told = fc.option(fc.integer({ min: 0, max: MOST }));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: 'grapheme' })),
      pieces,
      told,
      async (words, sizes, length) => {
        const lines = words.map((word) => word.replaceAll('\n', ' ').replaceAll('\uFEFF', ' '));
        const text = lines.map((line) => `${line}\n`).join('');
        const read = await readUpload(upload(text, sizes, length), MOST);
        const isLarge = new TextEncoder().encode(text).byteLength > MOST;
        expect(typeof read === 'string' ? read : [...linesIn(read)]).toEqual(isLarge ? 'too-large' : lines);
      },
    ),
  );
});

test('another body than the one that was announced is not read', async () => {
  const other = new Request(upload('a\n', [1], null).url, { method: 'POST', body: 'b\n' });
  expect(await readUpload(other, MOST)).toBe('not-that-file');
});
