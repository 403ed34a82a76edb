/** What the first load costs on the wire, by kind: until the keypad takes a digit, with nothing kept from before. */
import type { Link } from './link.ts';
import type { Tablet } from './tablet.ts';

/** Kinds of files. */
export type Kind = 'JavaScript' | 'CSS' | 'fonts' | 'images' | 'other';

/** Bytes as they came over the wire, headers included, and how many requests. */
export interface FirstLoad {
  readonly bytes: Readonly<Record<Kind, number>>;
  readonly requests: number;
  /** from the navigation's beginning to the painted digit, ms */
  readonly digitAfterMs: number;
}

const KINDS: Readonly<Record<string, Kind>> = {
  Script: 'JavaScript',
  Stylesheet: 'CSS',
  Font: 'fonts',
  Image: 'images',
};

/** Forgets the till's files, not its shop, and opens it. `tablet` presses the first key by itself. */
export async function measureFirstLoad(tablet: Tablet, link: Link): Promise<FirstLoad> {
  const { devtools, page } = tablet;
  await devtools.send('Storage.clearDataForOrigin', {
    origin: link.origin,
    storageTypes: 'service_workers,cache_storage',
  });
  await devtools.send('Network.enable');
  await devtools.send('Network.clearBrowserCache');
  const kinds = new Map<string, Kind>();
  const bytes: Record<Kind, number> = { JavaScript: 0, CSS: 0, fonts: 0, images: 0, other: 0 };
  let requests = 0;
  devtools.on('Network.responseReceived', ({ requestId, type, response }) => {
    if (response.url.startsWith(link.origin)) kinds.set(requestId, KINDS[type] ?? 'other');
  });
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId);
    if (kind === undefined) return;
    bytes[kind] += encodedDataLength;
    requests += 1;
  });
  await page.goto(link.origin, { waitUntil: 'commit' });
  await page.waitForFunction(() => window.watched.firstDigit !== null, null, { polling: 20 });
  const { firstDigit } = await tablet.watched();
  return { bytes: { ...bytes }, requests, digitAfterMs: firstDigit ?? Number.NaN };
}
