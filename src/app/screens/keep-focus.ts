/** The keyboard's place on the counter: when a state replaces the key that was pressed, the next state's first key gets it. */
import { tick } from 'svelte';
import type { Attachment } from 'svelte/attachments';

/**
 * For `{@attach}` on what holds the counter. `step` names the state, and whether a sheet lies on it: taken away, its key
 * has the focus again. `ready` resolves when the state's screen is there. Only a person at the keyboard is led on: after
 * a touch Enter stays free for whatever the screen's first key is. A question of money has no first key: there the
 * counter itself gets the focus, so that no Enter answers it.
 */
export function keepFocus(step: () => string, ready: () => Promise<unknown>): Attachment<HTMLElement> {
  let last: string | null = null;
  let focused: HTMLElement | null = null;
  let isByKeys = false;

  return (place) => {
    const now = step();
    if (last !== null && last !== now && isByKeys) void leadOn(place);
    last = now;
    const onfocusin = ({ target }: FocusEvent): void => {
      focused = target instanceof HTMLElement && target.closest('section') ? target : null;
    };
    const onkeydown = (): void => void (isByKeys = true);
    const onpointerdown = (): void => void (isByKeys = false);
    place.addEventListener('focusin', onfocusin);
    addEventListener('keydown', onkeydown, { capture: true });
    addEventListener('pointerdown', onpointerdown, { capture: true });
    return () => {
      place.removeEventListener('focusin', onfocusin);
      removeEventListener('keydown', onkeydown, { capture: true });
      removeEventListener('pointerdown', onpointerdown, { capture: true });
    };
  };

  async function leadOn(place: HTMLElement): Promise<void> {
    await ready();
    await tick();
    if (document.activeElement !== document.body || focused === null) return;
    const section = place.querySelector('section');
    const first = section?.querySelector<HTMLElement>('button.first:enabled');
    (focused.isConnected ? focused : (first ?? section))?.focus();
  }
}
