/** The till's page: puts the real parts together and starts. Beside early/early-page.ts, which fetches it, nothing else runs at import. */
import { mount } from 'svelte';
import type { Journal } from '../journal/journal.ts';
import type { Camera } from '../scan/camera.ts';
import type { HidScanner } from '../scan/hid/hid-scanner.ts';
import { createScanQueue } from '../scan/scan-queue.ts';
import { createTill } from '../till/create-till.ts';
import { warmTill } from '../till/late-door.ts';
import type { TillView } from '../till/view.ts';
import { warmOffer } from '../sync/epochs.ts';
import { warmSending } from '../sync/late-sender.ts';
import { loadLate, loadOrTell } from '../sync/load-late.ts';
import App from './App.svelte';
import { composeServices } from './compose.ts';
import type { Services } from './context.ts';
import { beginAnew } from './early/begin-anew.ts';
import { BUILD, early } from './early/early-page.ts';
import { keepEarlyPage } from './early/keep-early-page.ts';
import type { HandScanner } from './listen-to-keys.ts';
import { consoleLog, deviceAudio, makeKeep, realClock, realRandom, realTimers } from './services.ts';
import { loadSaleStates } from './screens/load-sale-states.ts';
import { isUnpaired, pairingInHash, takeRead } from './state/reads.ts';
import { Sheets } from './state/sheets.svelte.ts';
import { loadWords } from './state/words.svelte.ts';
import './styles/print.css';

/** The first digit comes first; camera, decoder and service worker come when the page has nothing else to do. */
const IDLE_MS = 1_000;

const clock = realClock;
const timers = realTimers;
const log = consoleLog;
const keep = makeKeep(log);

/** All three are on their way while the till is put together. */
const journalCode = import('../journal/indexed-db-journal.ts');
const keysCode = import('./listen-to-keys.ts');
const words = loadWords(keep, navigator.languages);
const savingFiles = loadLate(() => import('./save-file.ts'));

const till = createTill({
  journal: openJournal,
  keep,
  fetch: (...request) => fetch(...request),
  origin: '',
  clock,
  timers,
  random: realRandom,
  log,
  // Missing without a secure context, whatever the types say.
  locks: 'locks' in navigator ? navigator.locks : undefined,
  hasLink: () => navigator.onLine,
});

async function openJournal(realm: string): Promise<Journal> {
  const { openIndexedDbJournal } = await journalCode;
  const subtle = isSecureContext ? crypto.subtle : undefined;
  return openIndexedDbJournal({ name: `pling-${realm}`, timers, random: realRandom, subtle });
}

/** Before the first sale is over, and behind the start's own reads. */
async function sealJournal(): Promise<void> {
  try {
    await (await journalCode).sealLog(realRandom);
  } catch (error) {
    log.warn('seal.failed', { error: String(error) }); // the next start tries again
  }
}

const sheets = new Sheets();
const reads = createScanQueue((read) => takeRead(till, sheets, read), log);
const typing = Promise.withResolvers<HandScanner>();
let hid: HidScanner | null = null;
let tellDamaged = (): void => undefined;

async function loadHid(): Promise<HidScanner> {
  const { startHid } = await import('./start-hid.ts');
  return (hid ??= startHid({ navigator, reads, clock, timers, log, ondamaged: () => tellDamaged() }));
}

async function loadCamera(): Promise<Camera> {
  const { makeCamera } = await import('./load-camera.ts');
  return makeCamera({ window, keep, clock, timers, log });
}

async function saveFile(fileName: string, text: string): Promise<void> {
  (await loadOrTell(savingFiles, log, 'save-file'))?.saveFile(timers, fileName, text);
}

async function makeServices(): Promise<Services> {
  return composeServices({
    till,
    words: await words,
    keep,
    clock,
    timers,
    loadCamera,
    sheets,
    onread: (read) => reads.push(read),
    hand: { typing: () => typing.promise, hid: loadHid },
    audio: deviceAudio(navigator),
    print: () => print(),
    save: (fileName, text) => void saveFile(fileName, text),
    // Missing without a secure context, whatever the types say.
    storage: 'storage' in navigator ? navigator.storage : null,
    reload: () => location.reload(),
    isSecure: isSecureContext,
    version: __PLING_VERSION__,
    onUpdateFailure: (error) => log.warn('update.failed', { error: String(error) }),
  });
}

/** What the browser tells about the page and the network: hints, no more. */
function listenToBrowser(): void {
  const tellVisible = (): void => till.setVisible(document.visibilityState === 'visible');
  tellVisible();
  document.addEventListener('visibilitychange', tellVisible);
  window.addEventListener('online', () => till.hintOnline());
  window.addEventListener('focus', () => till.hintOnline());
  window.addEventListener('hashchange', () => void pairFromAddress());
}

/** What is only on the screen and would be gone: a "Paid" to be seen first, an amount or a note being typed. */
function isInHand({ counter }: TillView): boolean {
  return (
    counter.name === 'paid' ||
    (counter.name === 'amount' && (counter.amount.minor > 0 || counter.note !== ''))
  );
}

/** `<origin>/#pair=<shop>.<code>`: the code is taken out of the address at once, so that no reload tries it again. */
async function pairFromAddress(): Promise<void> {
  const code = pairingInHash(location.hash);
  if (code === null) return;
  history.replaceState(null, '', location.pathname + location.search);
  if (isUnpaired(till)) await till.pair(code);
}

/** No digit makes a sound: what does can come after it. */
async function listenForSounds({ sound }: Services): Promise<void> {
  try {
    const { startConductor } = await import('./sound/conductor.ts');
    startConductor({ till, clock, timers, play: (tone) => sound.play(tone) });
  } catch (error) {
    log.warn('sound.failed', { error: String(error) }); // the till is silent until the next start
  }
}

/** What a sale will need soon but the first digit does not. */
async function prepare(services: Services): Promise<void> {
  try {
    const { askAtSetUp } = await import('./state/ask-at-set-up.ts');
    askAtSetUp({ till, shelf: services.shelf, keep, tell: services.says.say });
    await Promise.all([
      warmSending(),
      warmTill(),
      warmOffer(),
      savingFiles.load(),
      loadSaleStates(),
      import('./screens/SheetStack.svelte'),
      import('./screens/SameCustomerSheet.svelte'), // must be there without a network: it stands before a charge
      import('./screens/SaleDetail.svelte'),
      import('./screens/Receipt.svelte'),
    ]);
    await (await import('./keep-level.ts')).keepLevel(till);
    const { keepScreenOn } = await import('./state/keep-awake.svelte.ts');
    keepScreenOn(window, services, log);
    if (isSecureContext) await Promise.all([services.scanner.warm(), loadHid()]);
    if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
    const { Workbox } = await import('workbox-window');
    await services.update.start(new Workbox('/service-worker.js'));
  } catch (error) {
    log.warn('prepare.failed', { error: String(error) }); // each is fetched again when it is needed
  }
}

/** A sale that was taken back to the keypad has its own amount. */
function takeEarlyKeys(): void {
  const { counter } = till.view();
  const isFree = counter.name === 'amount' && counter.saleId === null;
  for (const key of early?.leave() ?? []) if (isFree) till.pressKey(key);
}

async function start(): Promise<void> {
  const anew = (): void => beginAnew(timers, () => isInHand(till.view()));
  window.addEventListener('vite:preloadError', anew, { once: true });
  listenToBrowser();
  // The journal is opened while the words come; where a keypad is to be kept, it is drawn before anything is read.
  const begun = early ? till.start() : null;
  const services = await makeServices();
  const started = begun ?? till.start();
  // The check of the scanners tells it by itself.
  tellDamaged = () => {
    if (!sheets.onread) services.says.say('scan-damaged');
  };
  const { listenToKeys } = await keysCode;
  const target = document.querySelector('#app');
  if (target) mount(App, { target, props: { services } });
  takeEarlyKeys();
  if (target)
    keepEarlyPage({ build: BUILD, isKept: early !== null, till, keep, words: services.words, target });
  typing.resolve(listenToKeys({ target: window, till, services, reads, keep, clock, timers, log }));
  await started;
  // Needed at the first Charge: by then it is here, and a network that goes meanwhile takes nothing.
  void loadSaleStates();
  void sealJournal();
  void listenForSounds(services);
  await pairFromAddress();
  timers.after(IDLE_MS, () => void prepare(services));
}

void start();
