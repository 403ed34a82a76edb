/** Keeps the till's own files so that it starts with no network. It sends nothing and never touches money. */
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { isTakeOver, SERVER_PATHS } from './rules.ts';

declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: ReadonlyArray<{ url: string; revision: string | null }>;
};

cleanupOutdatedCaches();
precacheAndRoute([...self.__WB_MANIFEST]);
registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: SERVER_PATHS }));

// Only the page knows whether a sale is open, so only the page lets a new version in.
self.addEventListener('message', (event) => {
  if (isTakeOver(event.data)) event.waitUntil(self.skipWaiting());
});

// The very first visit is served too: a network that drops a minute later must not cost the scanner.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
