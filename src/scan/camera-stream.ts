/** Opens the camera and tells in the till's words why it did not open. */
import type { ScannerFailure } from './scanner.ts';

/** `navigator.mediaDevices.getUserMedia`, bound; null where the browser hides it (no secure context). */
export type GetUserMedia = ((constraints: MediaStreamConstraints) => Promise<MediaStream>) | null;

/** A stream, or why there is none. */
export type OpenedStream =
  { readonly ok: true; readonly stream: MediaStream } | { readonly ok: false; readonly why: ScannerFailure };

/** 1280×720 reads a code at arm's length; more only costs time. Ideals, so that a poorer camera opens too. */
const SIZE = { width: { ideal: 1280 }, height: { ideal: 720 } };

/** Error names by the Media Capture and Streams specification, §10.3 (getUserMedia). */
const FAILURES: Readonly<Record<string, ScannerFailure>> = {
  NotAllowedError: 'refused',
  SecurityError: 'refused',
  NotFoundError: 'no-camera',
  OverconstrainedError: 'no-camera',
  NotReadableError: 'busy',
  AbortError: 'busy',
};

/** Opens the lens `lensId`, or the one that looks away from the screen where it is null. Never rejects. */
export async function openCameraStream(
  getUserMedia: GetUserMedia,
  lensId: string | null,
): Promise<OpenedStream> {
  if (getUserMedia === null) return { ok: false, why: 'insecure' };
  // Exact: an ideal id that is gone would give any lens, most often the front one.
  const lens = lensId === null ? { facingMode: { ideal: 'environment' } } : { deviceId: { exact: lensId } };
  try {
    return { ok: true, stream: await getUserMedia({ audio: false, video: { ...SIZE, ...lens } }) };
  } catch (error) {
    return { ok: false, why: FAILURES[error instanceof Error ? error.name : ''] ?? 'broken' };
  }
}

/** Ends every track: the camera's light goes out. */
export function closeStream(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/**
 * Hears that the picture is gone for good. `mute` is no end: iOS mutes for a moment whenever it likes; what stays away is
 * found by the watchdog. Returns the undo.
 */
export function whenEnded(stream: MediaStream, onended: () => void): () => void {
  const undo = new AbortController();
  for (const track of stream.getVideoTracks())
    track.addEventListener('ended', onended, { signal: undo.signal });
  return () => undo.abort();
}
