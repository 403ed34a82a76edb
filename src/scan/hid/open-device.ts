/** Opens a scanner, and tells a refusal in words a person can act on. */
import type { Log } from '../../core/ports.ts';
import type { HidDevice } from './hid-types.ts';
import { redirectOutput } from './output-redirection.ts';

/**
 * Why a scanner cannot read: `busy` another program or tab has it, or the system does not let the browser have it ·
 * `not-a-scanner` it has no report with scanned data: it is in keyboard mode, and a person must scan the maker's
 * "HID POS" set-up code · `unplugged` · `broken` anything else.
 */
export type HidFailure = 'busy' | 'not-a-scanner' | 'unplugged' | 'broken';

/** Opens `device` and asks it for its codes. Resolves with why it cannot be read, or null; never rejects. */
export async function openDevice(device: HidDevice, log: Log): Promise<HidFailure | null> {
  try {
    if (!device.opened) await device.open();
  } catch (error) {
    // Open all the same: somebody on this page was faster.
    if (!device.opened) return failureOf(error, device, log);
  }
  try {
    await redirectOutput(device);
  } catch (error) {
    // It may still send what it reads; where it does not, it types, and the wedge takes its keys.
    log.warn('scan.hid-no-redirect', { device: device.productName, error: String(error) });
  }
  return null;
}

/** Chromium says `NotAllowedError` whatever the cause, and `InvalidStateError` while another opening is under way. */
function failureOf(error: unknown, device: HidDevice, log: Log): HidFailure {
  log.warn('scan.hid-no-open', { device: device.productName, error: String(error) });
  const name = error instanceof DOMException ? error.name : '';
  return name === 'NotAllowedError' || name === 'InvalidStateError' ? 'busy' : 'broken';
}
