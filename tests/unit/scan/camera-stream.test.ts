/** Why a camera did not open, in the till's words. */
import { expect, it } from 'vitest';
import { openCameraStream } from '../../../src/scan/camera-stream.ts';
import type { ScannerFailure } from '../../../src/scan/scanner.ts';

it.each<[string, ScannerFailure]>([
  ['NotAllowedError', 'refused'],
  ['SecurityError', 'refused'],
  ['NotFoundError', 'no-camera'],
  ['OverconstrainedError', 'no-camera'],
  ['NotReadableError', 'busy'],
  ['AbortError', 'busy'],
  ['TypeError', 'broken'],
])('%s from the browser is "%s"', async (name, why) => {
  const refuse = (): Promise<MediaStream> => Promise.reject(Object.assign(new Error('no'), { name }));
  expect(await openCameraStream(refuse, null)).toEqual({ ok: false, why });
});

it('a page without a secure context has no camera to ask for', async () => {
  expect(await openCameraStream(null, null)).toEqual({ ok: false, why: 'insecure' });
});
