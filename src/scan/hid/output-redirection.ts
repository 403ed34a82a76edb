/**
 * Honeywell's scanners, and those built alike, have the interface we read even in keyboard mode, but type their codes
 * until a program asks for them there: "Output Redirection", a feature report of one byte on the maker's page, 1 for
 * the HID POS interface. Told by the descriptor, not by the maker. The scanner forgets it when it is unplugged.
 */
import type { HidDevice } from './hid-types.ts';

const OUTPUT_REDIRECTION = 0xff660003;
const HID_POS_INTERFACE = 1;

/** Asks `device` (open) for its codes where it has such a report. Rejects as `sendFeatureReport` does. */
export async function redirectOutput(device: HidDevice): Promise<void> {
  for (const collection of device.collections) {
    for (const { reportId = 0, items = [] } of collection.featureReports ?? []) {
      if (!items.some((item) => item.usages?.[0] === OUTPUT_REDIRECTION)) continue;
      await device.sendFeatureReport(reportId, Uint8Array.of(HID_POS_INTERFACE));
    }
  }
}
