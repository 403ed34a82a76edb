/** One lens of the tablet as a person picks it: a name that can be read, and where it looks. */

/** Where a lens looks: `back` away from the screen, `front` at who stands before it. */
export type Facing = 'back' | 'front' | 'unknown';

/** A camera the browser lists. On a phone each lens is one. */
export interface Lens {
  /** `MediaDeviceInfo.deviceId`; some browsers change it with every load of the page (lens-memory.ts). */
  readonly id: string;
  /** The browser's name without its technical parts; '' where it gives none (no permission yet). */
  readonly label: string;
  readonly facing: Facing;
}

/** What a lens is made from: a `MediaDeviceInfo`, which is an `InputDeviceInfo` with capabilities in most browsers. */
export interface LensDevice {
  readonly kind: string;
  readonly deviceId: string;
  readonly label: string;
  getCapabilities?(): { readonly facingMode?: readonly string[] };
}

/** Chromium on Android: the number is the system's and stays. */
const ANDROID = /^camera2? (\d+), facing (back|front)$/i;
/** Chromium on a computer adds the USB vendor and product. */
const USB_ID = /\s*\([0-9a-f]{4}:[0-9a-f]{4}\)$/i;
/** Names in the languages the till speaks; other systems are asked for `facingMode`. */
const BACK = /\b(back|rear|environment)\b|后置|后摄|背面/i;
const FRONT = /\b(front|user|facetime)\b|前置|前摄|正面/i;

/** Makes the lens of a video input. */
export function lensOf(device: LensDevice): Lens {
  return { id: device.deviceId, label: cleanLabel(device.label), facing: facingOf(device) };
}

/** "camera2 0, facing back" → "Back camera 1", "HD Webcam (046d:0825)" → "HD Webcam"; the rest stays as it is. */
export function cleanLabel(label: string): string {
  const android = ANDROID.exec(label.trim());
  if (android === null) return label.replace(USB_ID, '').trim();
  const side = android[2]?.toLowerCase() === 'back' ? 'Back' : 'Front';
  return `${side} camera ${Number(android[1]) + 1}`;
}

function facingOf(device: LensDevice): Facing {
  const told = device.getCapabilities?.().facingMode ?? [];
  if (told.includes('environment') || BACK.test(device.label)) return 'back';
  if (told.includes('user') || FRONT.test(device.label)) return 'front';
  return 'unknown';
}
