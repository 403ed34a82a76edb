/** Whether a person sees the page. */
import { expect, it } from 'vitest';
import { pageSight, type SightWindow } from '../../../src/scan/page-sight.ts';

function setup() {
  const visibilityState: DocumentVisibilityState = 'visible';
  const document: SightWindow['document'] & { visibilityState: DocumentVisibilityState } = Object.assign(
    new EventTarget(),
    { visibilityState },
  );
  const window: SightWindow = Object.assign(new EventTarget(), { document });
  let hints = 0;
  const sight = pageSight(window);
  const forget = sight.onchange(() => void hints++);
  return { document, window, sight, forget, hints: () => hints };
}

it('is seen while the browser says so', () => {
  const { document, sight } = setup();
  expect(sight.isVisible()).toBe(true);
  document.visibilityState = 'hidden';
  expect(sight.isVisible()).toBe(false);
});

it('may be back without a change of visibility, as on an iOS home screen', () => {
  const { document, window, forget, hints } = setup();
  document.dispatchEvent(new Event('visibilitychange'));
  window.dispatchEvent(new Event('pageshow'));
  window.dispatchEvent(new Event('focus'));
  expect(hints()).toBe(3);
  forget();
  forget();
  window.dispatchEvent(new Event('focus'));
  document.dispatchEvent(new Event('visibilitychange'));
  expect(hints()).toBe(3);
});
