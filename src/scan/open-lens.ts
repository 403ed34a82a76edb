/** Opens the lens a person chose on this tablet, or the back camera while that lens is not there. */
import { closeStream, type GetUserMedia, openCameraStream, type OpenedStream } from './camera-stream.ts';
import type { LensList } from './lens-list.ts';
import type { LensMemory } from './lens-memory.ts';

/** What opening needs. */
export interface OpenLensDeps {
  readonly getUserMedia: GetUserMedia;
  readonly lenses: LensList;
  readonly memory: LensMemory;
}

/** Never rejects. May open twice: where ids do not last, the chosen lens is known by its label only once one is open. */
export async function openLens({ getUserMedia, lenses, memory }: OpenLensDeps): Promise<OpenedStream> {
  const choice = memory.choice();
  if (choice === null) return openCameraStream(getUserMedia, null);
  const chosen = await openCameraStream(getUserMedia, choice.id);
  if (chosen.ok || chosen.why !== 'no-camera') return chosen;
  const any = await openCameraStream(getUserMedia, null);
  if (!any.ok) return any;
  await lenses.refresh();
  const back = lenses.find(choice);
  if (back === null || back.id === lensIdOf(any.stream)) return any;
  closeStream(any.stream); // first: many tablets have one camera pipeline
  const again = await openCameraStream(getUserMedia, back.id);
  return again.ok ? again : openCameraStream(getUserMedia, null);
}

/** The id of the lens a stream comes from; '' where the browser does not tell. */
export function lensIdOf(stream: MediaStream): string {
  return stream.getVideoTracks()[0]?.getSettings().deviceId ?? '';
}
