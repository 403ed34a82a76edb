/** Opens the camera and tells in the till's words why it did not open. */
import type { ScannerFailure } from './scanner.ts';

/** `navigator.mediaDevices.getUserMedia`, bound; null where the browser hides it (no secure context). */
export type GetUserMedia = ((constraints: MediaStreamConstraints) => Promise<MediaStream>) | null;

/** A stream, or why there is none. */
export type OpenedStream =
  { readonly ok: true; readonly stream: MediaStream } | { readonly ok: false; readonly why: ScannerFailure };

/** 1280×720 reads a code at arm's length; more only costs time. Ideals, so that a poorer camera opens too. */
const CONSTRAINTS: MediaStreamConstraints = {
  audio: false,
  video: { width: { ideal: 1280 }, height: { ideal: 720 }, facingMode: { ideal: 'environment' } },
};

/** Error names by the Media Capture and Streams specification, §10.3 (getUserMedia). */
const FAILURES: Readonly<Record<string, ScannerFailure>> = {
  NotAllowedError: 'refused',
  SecurityError: 'refused',
  NotFoundError: 'no-camera',
  OverconstrainedError: 'no-camera',
  NotReadableError: 'busy',
  AbortError: 'busy',
};

/** Opens the back camera. Never rejects. */
export async function openCameraStream(getUserMedia: GetUserMedia): Promise<OpenedStream> {
  if (getUserMedia === null) return { ok: false, why: 'insecure' };
  try {
    return { ok: true, stream: await getUserMedia(CONSTRAINTS) };
  } catch (error) {
    return { ok: false, why: FAILURES[error instanceof Error ? error.name : ''] ?? 'broken' };
  }
}

/** Ends every track: the camera's light goes out. */
export function closeStream(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** Hears what becomes of the picture: gone for good, held back for now, or back. Returns the undo. */
export function watchStream(
  stream: MediaStream,
  onchange: (state: 'ready' | { readonly kind: 'failed'; readonly why: 'no-camera' | 'busy' }) => void,
): () => void {
  const undo = new AbortController();
  for (const track of stream.getVideoTracks()) {
    const listen = (name: string, run: () => void): void =>
      track.addEventListener(name, run, { signal: undo.signal });
    listen('ended', () => onchange({ kind: 'failed', why: 'no-camera' }));
    listen('mute', () => onchange({ kind: 'failed', why: 'busy' }));
    listen('unmute', () => onchange('ready'));
  }
  return () => undo.abort();
}
