/**
 * What the browser does without waking the service worker (static routing: Chromium from 123 on). A worker that sleeps costs
 * a start of the till, and a `pay`, the time it takes to wake.
 */

/** One of them, as `InstallEvent.addRoutes` takes it; every field of a condition must hold. */
export interface ShortCut {
  readonly condition: {
    readonly urlPattern: Readonly<Record<'pathname' | 'search', string>> | { readonly pathname: string };
    readonly requestMethod?: 'GET';
  };
  readonly source: 'network' | { readonly cacheName: string };
}

/** The event of `install`; the method is missing where the browser knows no short cuts. */
export interface RoutingInstallEvent extends ExtendableEvent {
  addRoutes?(routes: readonly ShortCut[]): Promise<void>;
}

const SHELL = 'pling-shell-';

/** The cache that holds a version's page under `/`: each version has its own, for the page names the files of its version. */
export function shellName(entries: ReadonlyArray<{ url: string; revision: string | null }>): string {
  return SHELL + (entries.find(({ url }) => url === 'index.html')?.revision ?? '');
}

/** True for a version's cache of the page. */
export function isShell(cacheName: string): boolean {
  return cacheName.startsWith(SHELL);
}

/**
 * The server's paths go to the network; hashed files and the page come out of their caches. What a cache lacks, the browser
 * takes from the network, so the page is meant only under its very address: any other is answered by the worker.
 */
export function shortCuts(filesCache: string, shellCache: string): ShortCut[] {
  return [
    { condition: { urlPattern: { pathname: '/api/*' } }, source: 'network' },
    { condition: { urlPattern: { pathname: '/healthz' } }, source: 'network' },
    {
      condition: { urlPattern: { pathname: '/assets/*' }, requestMethod: 'GET' },
      source: { cacheName: filesCache },
    },
    {
      condition: { urlPattern: { pathname: '/', search: '' }, requestMethod: 'GET' },
      source: { cacheName: shellCache },
    },
  ];
}
