/** The two rules of the service worker, apart from it so that they can be tested without one. */

/** Paths that belong to the server: the worker never answers for them (DESIGN §6). */
export const SERVER_PATHS: RegExp[] = [/^\/(api|webhooks|gateway|wallet|r|healthz)(\/|$)/];

/** True for the message of workbox-window's `messageSkipWaiting()`: the page says that no sale is open. */
export function isTakeOver(message: unknown): boolean {
  return (
    typeof message === 'object' && message !== null && 'type' in message && message.type === 'SKIP_WAITING'
  );
}
