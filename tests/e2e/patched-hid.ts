/** A scanner that speaks HID, in the test's hand: the page's `navigator.hid` has one granted device. */
import type { Page } from '@playwright/test';
import { collectionsOf, type Model, reportsOf } from '../fakes/hid-models.ts';
import type { HidCollectionInfo } from '../../src/scan/hid/hid-types.ts';

/** What the page is told of the device. */
interface Granted {
  readonly productName: string;
  readonly collections: readonly HidCollectionInfo[];
}

/** The page's half. */
declare global {
  interface Window {
    sendReport(reportId: number, bytes: readonly number[]): boolean;
  }
}

const AFTER_OPENING_MS = 400;

/** Puts the scanner in place; call it before the page is opened. */
export async function patchHid(page: Page, model: Model): Promise<void> {
  await page.addInitScript(install, {
    productName: model.name,
    collections: collectionsOf(model),
  } satisfies Granted);
}

/** Reads `text` with it, as soon as the page has opened it. */
export async function scanByHid(page: Page, model: Model, text: string): Promise<void> {
  await page.waitForFunction(() => window.sendReport(-1, []));
  // What comes just behind the opening may be the rest of a code: it is dropped.
  await page.waitForTimeout(AFTER_OPENING_MS);
  for (const report of reportsOf(model, text)) {
    const bytes = Array.from(new Uint8Array(report.buffer, report.byteOffset, report.byteLength));
    await page.evaluate(([id, data]) => window.sendReport(id, data), [model.reportId, bytes] as const);
  }
}

/** Runs in the page: nothing from outside is there but its argument. */
function install({ productName, collections }: Granted): void {
  class Device extends EventTarget {
    opened = false;
    readonly vendorId = 0x0c2e;
    readonly productId = 0x0b61;
    readonly productName = productName;
    readonly collections = collections;
    open(): Promise<void> {
      this.opened = true;
      return Promise.resolve();
    }
    close(): Promise<void> {
      this.opened = false;
      return Promise.resolve();
    }
    sendFeatureReport(): Promise<void> {
      return Promise.resolve();
    }
  }
  const device = new Device();
  const hid = Object.assign(new EventTarget(), {
    getDevices: () => Promise.resolve([device]),
    requestDevice: () => Promise.resolve([device]),
  });
  Object.defineProperty(navigator, 'hid', { value: hid });
  window.sendReport = (reportId, bytes) => {
    const data = new DataView(Uint8Array.from(bytes).buffer);
    if (device.opened && reportId >= 0)
      device.dispatchEvent(Object.assign(new Event('inputreport'), { device, reportId, data }));
    return device.opened;
  };
}
