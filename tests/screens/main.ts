/** The page of screens: the real App over a till that shows one fixture, named in the address. */
import { mount, unmount } from 'svelte';
import '../../src/app/styles/tokens.css';
import '../../src/app/styles/base.css';
import '../../src/app/styles/stocks.css';
import '../../src/app/styles/print.css';
import './page.css';
import App from '../../src/app/App.svelte';
import { composeServices } from '../../src/app/compose.ts';
import type { Services } from '../../src/app/context.ts';
import type { PersistentStorage } from '../../src/app/state/shelf.svelte.ts';
import { loadWords, type Words } from '../../src/app/state/words.svelte.ts';
import { isLanguage } from '../../src/i18n/languages.ts';
import { NOW } from './day.ts';
import { showing } from './fake-till.ts';
import { makeStillCamera } from './fake-camera.ts';
import { showReads, stillHand } from './fake-hand.ts';
import { SCREENS } from './screens.ts';
import type { Screen } from './fixtures.ts';

/** Nothing moves on a picture. */
const stopped = { now: () => NOW, monotonic: () => 0 };
const nothing = (): void => undefined;

const forgetful = { get: () => null, set: nothing };
/** A browser that keeps what is stored, or may clear it. */
const stored = (isKept: boolean): PersistentStorage => ({
  persist: () => Promise.resolve(isKept),
  persisted: () => Promise.resolve(isKept),
});
const wordsOf = (screen: Screen): Promise<Words> => loadWords(forgetful, [screen.language ?? 'en']);

function servicesFor(screen: Screen, words: Words): Services {
  return composeServices({
    till: showing(screen.view, screen.tills, screen.level),
    keep: forgetful,
    clock: stopped,
    timers: { after: () => nothing },
    words,
    loadCamera: () => Promise.resolve(makeStillCamera(screen.scanner ?? 'off', screen.lens)),
    onread: nothing,
    hand: stillHand(screen.devices ?? []),
    audio: { openAudio: null, vibrate: null },
    print: nothing,
    save: nothing,
    storage: screen.storage === undefined ? null : stored(screen.storage),
    reload: nothing,
    isSecure: true,
    version: '0.1.0',
    onUpdateFailure: nothing,
  });
}

const target = document.querySelector('#app');
let shown: ReturnType<typeof mount> | null = null;
let spoken: Words | null = null;

/** Shows the screen named in the address (`#08-paid`): one page load serves all pictures. */
async function show(): Promise<void> {
  const screen = SCREENS[decodeURIComponent(location.hash.slice(1))];
  if (!target) return;
  if (shown) await unmount(shown);
  shown = null;
  target.replaceChildren();
  if (screen) {
    spoken = await wordsOf(screen);
    const services = servicesFor(screen, spoken);
    await services.shelf.look();
    screen.open?.(services);
    shown = mount(App, { target, props: { services } });
    if (screen.reads) await showReads(services, screen.reads);
  }
  if (!screen) list(target);
  const { press, below, from } = screen ?? {};
  document.body.dataset['screen'] = JSON.stringify({ name: location.hash, press, below, from });
}

/** Says what is shown in another language, as the menu does: the event's `detail`. */
function speak(event: Event): void {
  const language: unknown = event instanceof CustomEvent ? event.detail : null;
  if (typeof language === 'string' && isLanguage(language)) void spoken?.choose(language);
}

/** For whoever opens the page by hand. */
function list(place: Element): void {
  for (const name of Object.keys(SCREENS)) {
    const link = document.createElement('a');
    link.href = `#${name}`;
    link.textContent = name;
    place.append(link, document.createElement('br'));
  }
}

/** Fetches what the app fetches late (sheets, the sale's states), so that a picture never waits for it. */
async function begin(): Promise<void> {
  await Promise.all(
    Object.values(import.meta.glob('../../src/app/{screens,components}/*.svelte')).map((load) => load()),
  );
  addEventListener('hashchange', () => void show());
  addEventListener('speak', speak);
  await show();
}

void begin();
