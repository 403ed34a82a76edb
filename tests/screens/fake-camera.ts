/** A camera that stands still: one drawn picture of a phone, or a failure. */
import type { Camera, LensView } from '../../src/scan/camera.ts';
import type { ScannerState } from '../../src/scan/scanner.ts';
import picture from './camera-picture.svg?url';

const ONE_LENS: LensView = { lenses: [], lens: null, torch: 'none', zoom: null };

/** A camera in `state`; it never reads anything. */
export function makeStillCamera(state: ScannerState, view: LensView = ONE_LENS): Camera {
  const undo = (): (() => void) => () => undefined;
  let tell: (state: ScannerState) => void = () => undefined;
  return {
    start: () => {
      tell(state);
      return Promise.resolve(state);
    },
    stop: () => undefined,
    onread: undo,
    state: () => state,
    onstate: (listener) => {
      tell = listener;
      return () => undefined;
    },
    warm: () => Promise.resolve(true),
    attach: (video) => {
      if (state === 'ready') void show(video);
    },
    detach: () => undefined,
    pause: () => undefined,
    resume: () => undefined,
    arm: () => undefined,
    view: () => view,
    onview: (listener) => {
      listener(view);
      return () => undefined;
    },
    chooseLens: () => Promise.resolve(state),
    setTorch: () => Promise.resolve(),
    setZoom: () => Promise.resolve(),
    readPhoto: () => Promise.resolve(false),
  };
}

async function show(video: HTMLVideoElement): Promise<void> {
  const image = new Image();
  image.src = picture;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.width;
  canvas.height = image.height;
  canvas.getContext('2d')?.drawImage(image, 0, 0);
  video.srcObject = canvas.captureStream(5);
  await video.play();
}
