/** Mounts the whole app over a fake till, as main.ts does over the real one. */
import { flushSync, mount, unmount } from 'svelte';
import { page } from 'vitest/browser';
import App from '../../../src/app/App.svelte';
import { composeServices, type ServiceParts } from '../../../src/app/compose.ts';
import type { Services } from '../../../src/app/context.ts';
import '../../../src/app/styles/tokens.css';
import '../../../src/app/styles/base.css';
import '../../../src/app/styles/stocks.css';
import '../../../src/app/styles/print.css';
import { loadWords } from '../../../src/app/state/words.svelte.ts';
import type { TillView } from '../../../src/till/view.ts';
import { type FakeTill, makeFakeTill } from './fake-till.ts';

/** 24 November 2026, 14:06:12 in New York. */
export const NOW = Date.UTC(2026, 10, 24, 19, 6, 12);

/** A mounted app. */
export interface Mounted {
  readonly till: FakeTill;
  readonly services: Services;
  /** files that were saved, as `name text` */
  readonly saved: readonly string[];
  /** how often the print dialog was asked for */
  printed(): number;
  /** Shows a changed view and draws it. */
  show(change: Partial<TillView>): void;
  /** So much time goes by for whoever looks at the clock; no timer runs. */
  pass(ms: number): void;
  /** Takes the app off the page. */
  close(): Promise<void>;
}

/** Mounts the app on a tablet's screen with `view`; timers never run by themselves. */
export async function mountApp(
  view: Partial<TillView>,
  change: Partial<ServiceParts> & { readonly language?: string } = {},
): Promise<Mounted> {
  const till = makeFakeTill(view);
  await page.viewport(1180, 820);
  const keep = { get: () => null, set: () => undefined };
  let prints = 0;
  let passed = 0;
  const saved: string[] = [];
  const services = composeServices({
    till,
    words: await loadWords(keep, [change.language ?? 'en']),
    keep,
    clock: { now: () => NOW, monotonic: () => passed },
    timers: { after: () => () => undefined },
    loadCamera: () => Promise.reject(new Error('no camera in this test')),
    onread: () => undefined,
    hand: {
      typing: () => Promise.reject(new Error('no hand scanner in this test')),
      hid: () => Promise.reject(new Error('no HID in this test')),
    },
    audio: { openAudio: null, vibrate: null },
    print: () => void prints++,
    save: (name, text) => void saved.push(`${name} ${text}`),
    storage: null,
    reload: () => undefined,
    isSecure: true,
    version: '0.1.0',
    onUpdateFailure: () => undefined,
    ...change,
  });
  const app: Record<string, unknown> = mount(App, { target: document.body, props: { services } });
  flushSync();
  return {
    till,
    services,
    saved,
    printed: () => prints,
    show: (next) => {
      till.show(next);
      flushSync();
    },
    pass: (ms) => void (passed += ms),
    close: () => unmount(app),
  };
}
