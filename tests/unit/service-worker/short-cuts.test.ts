/** Short cuts past the service worker: what goes where, and that the page's own cache is a version's own. */
import { expect, test } from 'vitest';
import { isShell, shellName, shortCuts } from '../../../src/service-worker/short-cuts.ts';

/** As the browser does it: the first whose pattern and method hold. */
function sourceOf(address: string): unknown {
  return shortCuts('files', 'shell').find(({ condition }) =>
    new URLPattern({ ...condition.urlPattern, baseURL: 'https://till.example' }).test(
      new URL(address, 'https://till.example').href,
    ),
  )?.source;
}

test.each([
  ['/api/shop', 'network'],
  ['/api/attempts/r/pay', 'network'],
  ['/healthz', 'network'],
  ['/assets/pling-1.js', { cacheName: 'files' }],
  ['/', { cacheName: 'shell' }],
  ['/#pair=shop.CODE', { cacheName: 'shell' }],
])('%s is had without the worker', (address, source) => {
  expect(sourceOf(address)).toEqual(source);
});

test.each(['/?from=home', '/index.html', '/anything', '/icons/pling.svg', '/wallet', '/apiary'])(
  '%s is the worker’s',
  (address) => {
    expect(sourceOf(address)).toBeUndefined();
  },
);

test('each version of the page has a cache of its own', () => {
  const of = (revision: string): string => shellName([{ url: 'index.html', revision }]);
  expect(of('a')).not.toBe(of('b'));
  expect([of('a'), of('b')].every(isShell)).toBe(true);
  expect(isShell('workbox-precache-v2-https://till.example/')).toBe(false);
});
