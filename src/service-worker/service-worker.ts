/** Keeps the till's own files so that it starts with no network. It sends nothing and never touches money. */
import { cleanupOutdatedCaches, PrecacheController, PrecacheRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { isTakeOver, SERVER_PATHS } from './rules.ts';
import { isShell, shellName, shortCuts, type RoutingInstallEvent } from './short-cuts.ts';

declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: ReadonlyArray<{ url: string; revision: string | null }>;
};

const entries = [...self.__WB_MANIFEST];
const files = new PrecacheController();
files.addToCacheList(entries);
const shell = shellName(entries);

cleanupOutdatedCaches();
registerRoute(new PrecacheRoute(files));
registerRoute(new NavigationRoute(files.createHandlerBoundToURL('/index.html'), { denylist: SERVER_PATHS }));

/** All files, and the page once more under the address that is opened. */
async function keepFiles(event: ExtendableEvent): Promise<void> {
  await files.install(event);
  const page = await files.matchPrecache('/index.html');
  if (page) await (await caches.open(shell)).put('/', page);
}

async function forgetOldShells(): Promise<void> {
  const old = (await caches.keys()).filter((name) => isShell(name) && name !== shell);
  await Promise.all(old.map((name) => caches.delete(name)));
}

self.addEventListener('install', (event: RoutingInstallEvent) => {
  event.waitUntil(keepFiles(event));
  // Where the browser knows them not, or not all of them, the routes above answer.
  const known = event.addRoutes?.(shortCuts(files.strategy.cacheName, shell));
  if (known) event.waitUntil(known.catch(() => undefined));
});

// Only the page knows whether a sale is open, so only the page lets a new version in.
self.addEventListener('message', (event) => {
  if (isTakeOver(event.data)) event.waitUntil(self.skipWaiting());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(files.activate(event));
  event.waitUntil(forgetOldShells());
  // The very first visit is served too: a network that drops a minute later must not cost the scanner.
  event.waitUntil(self.clients.claim());
});
