/** The check of the scanners: what each read is told, nothing is charged, HID ones are named, slow ones taught. */
import { flushSync } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import type { HandScanners } from '../../../src/app/hand-scanners.ts';
import type { HidConnect, HidScanner, HidScannerDevice } from '../../../src/scan/hid/hid-scanner.ts';
import type { WedgeKey } from '../../../src/scan/wedge.ts';
import { DEFAULT_WEDGE_SETTINGS, type WedgeSettings } from '../../../src/scan/wedge-settings.ts';
import type { ServiceParts } from '../../../src/app/compose.ts';
import { makeFakeCamera } from './fake-camera.ts';
import { mountApp, type Mounted } from './setup.ts';

let app: Mounted | null = null;
afterEach(async () => {
  await app?.close();
  app = null;
});

const undo = (): (() => void) => () => undefined;

/** Hand scanners in the test's hand. */
function makeHand(devices: readonly HidScannerDevice[] = [], connect: HidConnect = 'none-chosen') {
  const forgotten: number[] = [];
  const learnt: (WedgeSettings | null)[] = [];
  let onkey: (key: WedgeKey) => void = () => undefined;
  let settings = DEFAULT_WEDGE_SETTINGS;
  const hid: HidScanner = {
    start: async () => 'ready',
    stop: () => undefined,
    state: () => 'ready',
    onstate: undo,
    onread: undo,
    connect: async () => connect,
    devices: () => devices,
    ondevices: undo,
    onunread: undo,
    forget: async (id) => void forgotten.push(id),
  };
  const hand: HandScanners = {
    typing: async () => ({
      settings: () => settings,
      set: (next) => {
        settings = next ?? DEFAULT_WEDGE_SETTINGS;
        learnt.push(next);
      },
      learn: (listener) => {
        onkey = listener;
        return () => (onkey = () => undefined);
      },
    }),
    hid: async () => hid,
  };
  return { hand, forgotten, learnt, type: (key: WedgeKey) => onkey(key) };
}

async function open(hand = makeHand(), camera = makeFakeCamera(), change: Partial<ServiceParts> = {}) {
  app = await mountApp({}, { hand: hand.hand, loadCamera: async () => camera, ...change });
  app.services.sheets.openPage('scanners');
  await expect.element(page.getByRole('heading', { name: 'Try them here' })).toBeVisible();
  await vi.waitFor(() => expect(app?.services.sheets.onread).not.toBeNull());
  return { ...hand, camera, app };
}

describe('the check of the scanners', () => {
  it.each([
    [
      '284312345678901234',
      'camera',
      'A payment code: Alipay',
      '2843 … 1234',
      'Camera · 18 characters · 21 ms',
    ],
    ['7K2M9QWX4PZ81BTN', 'hid', 'A payment code', '7K2M … 1BTN', 'HID scanner · 16 characters · 21 ms'],
    [
      '4006381333931',
      'wedge',
      'That is a product barcode, not a wallet code.',
      '4006381333931',
      'Scanner that types · 13 characters · 21 ms',
    ],
    [
      'https://example.com/menu',
      'photo',
      'That is a web link, not a wallet code.',
      'https://example.com/menu',
      'Photo · 24 characters · 21 ms',
    ],
  ] as const)('tells what %s is, by whom, and how fast', async (text, source, what, shown, facts) => {
    const { app: mounted } = await open();
    mounted.services.sheets.onread?.({ text, source, atMonotonic: 0, tookMs: 21 });
    await expect.element(page.getByText(what, { exact: true })).toBeVisible();
    await expect.element(page.getByText(shown, { exact: true })).toBeVisible();
    await expect.element(page.getByText(facts, { exact: true })).toBeVisible();
  });

  it('gives the reads back to the sale when it is closed', async () => {
    const { app: mounted } = await open();
    await page.getByRole('button', { name: 'Back' }).click();
    await vi.waitFor(() => expect(mounted.services.sheets.onread).toBeNull());
  });

  it('reads a photo, and says where there is no code in it', async () => {
    const { camera } = await open();
    const input = document.querySelector<HTMLInputElement>('input[type=file]');
    if (!input) throw new Error('no place for a photo');
    const files = new DataTransfer();
    files.items.add(new File(['x'], 'code.png', { type: 'image/png' }));
    input.files = files.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
    await expect.element(page.getByText('No code was found in the photo', { exact: false })).toBeVisible();
    expect(camera.asked).toEqual(['photo image/png']);
  });

  it('offers the lenses there are, and opens the chosen one', async () => {
    const { camera } = await open();
    const back = { id: 'back', label: 'Back camera', facing: 'back' } as const;
    const front = { id: 'front', label: 'Front camera', facing: 'front' } as const;
    camera.show({ lenses: [back, front], lens: back, torch: 'none', zoom: null });
    flushSync();
    await page.getByRole('radio', { name: 'Front camera' }).click();
    expect(camera.asked).toEqual(['lens front']);
  });

  it('says why the camera does not work, and tries it again', async () => {
    const { camera } = await open();
    camera.say({ kind: 'failed', why: 'busy' });
    flushSync();
    await expect.element(page.getByText('Another app has the camera', { exact: false })).toBeVisible();
    await page.getByRole('button', { name: 'Try the camera again' }).click();
    await expect
      .element(page.getByText('Another app has the camera', { exact: false }))
      .not.toBeInTheDocument();
  });
});

describe('HID scanners', () => {
  it('are named with what to do about each, and can be let go', async () => {
    const { forgotten } = await open(
      makeHand([
        { id: 1, name: 'Counter 2D', state: 'ready' },
        { id: 2, name: '', state: { failed: 'not-a-scanner' } },
      ]),
    );
    await expect.element(page.getByText('Counter 2D')).toBeVisible();
    await expect.element(page.getByText('It types. Use it as it is', { exact: false })).toBeVisible();
    await page.getByRole('button', { name: 'Forget it' }).nth(1).click();
    expect(forgotten).toEqual([2]);
  });

  it.each([
    ['none-chosen', 'None was chosen.'],
    ['unsupported', 'This browser cannot connect scanners.'],
  ] as const)('connecting one: %s is said', async (outcome, words) => {
    await open(makeHand([], outcome));
    await page.getByRole('button', { name: 'Connect a scanner' }).click();
    await expect.element(page.getByText(words, { exact: false })).toBeVisible();
  });
});

/** The lesson's code, three times, with so long between two keys. */
function scanThreeTimes(type: (key: WedgeKey) => void, gapMs: number): void {
  let atMs = 1_000;
  for (let scan = 0; scan < 3; scan += 1) {
    for (const key of [...'PLING-7QZA+M/=', 'Enter']) type({ key, atMs: (atMs += gapMs), held: true });
    atMs += 2_000;
  }
  flushSync();
}

const teach = () => page.getByRole('button', { name: /^Teach a scanner that types/ });
const isSlow = () => page.getByText('It is slow: such a code takes it about', { exact: false });

describe('a scanner that types', () => {
  it('is taught by three scans, and its settings are kept until the usual ones are wanted', async () => {
    const { type, learnt } = await open();
    await teach().click();
    await expect.element(page.getByRole('img', { name: 'The code to scan' })).toBeVisible();
    scanThreeTimes(type, 95);
    await expect.element(page.getByText('Learnt.', { exact: false })).toBeVisible();
    await expect.element(isSlow()).not.toBeInTheDocument();
    expect(learnt).toMatchObject([{ endKey: 'Enter', prefix: '', suffix: '', gapMs: 120 }]);
    await page.getByRole('button', { name: 'Done' }).click();
    await expect.element(page.getByText('Taught: up to 120 ms', { exact: false })).toBeVisible();
    await page.getByRole('button', { name: 'Back to the usual settings' }).click();
    await expect.element(page.getByText('Taught:', { exact: false })).not.toBeInTheDocument();
    expect(learnt.at(-1)).toBeNull();
  });

  it('that is slow is told to be, with what to do about it', async () => {
    const { type } = await open();
    await teach().click();
    await expect.element(page.getByRole('img', { name: 'The code to scan' })).toBeVisible();
    scanThreeTimes(type, 290);
    await expect.element(page.getByText('Learnt.', { exact: false })).toBeVisible();
    await expect.element(isSlow()).toBeVisible();
  });

  it('may be looked for while the lesson waits: nothing typed is said, and it goes on listening', async () => {
    let ring: (() => void) | undefined;
    let nowMs = 0;
    const hand = makeHand();
    await open(hand, makeFakeCamera(), {
      clock: { now: () => 0, monotonic: () => nowMs },
      timers: { after: (ms, run) => ((ring = ms > 19_000 ? run : ring), () => undefined) },
    });
    await teach().click();
    await expect.element(page.getByText('0 of 3')).toBeVisible();
    nowMs = 21_000;
    ring?.();
    flushSync();
    await expect.element(page.getByText('Nothing was typed.', { exact: false })).toBeVisible();
    scanThreeTimes(hand.type, 95);
    await expect.element(page.getByText('Learnt.', { exact: false })).toBeVisible();
    await expect.element(page.getByText('Nothing was typed.', { exact: false })).not.toBeInTheDocument();
  });
});
