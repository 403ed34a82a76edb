/** The roll's feed: when a new line is printed, the paper comes out by one line. */
import type { Attachment } from 'svelte/attachments';

/** For `{@attach}` on the list: moves it by one line whenever `newest` names another sale. */
export function feed(newest: () => string): Attachment<HTMLElement> {
  let last: string | null = null;
  return (list) => {
    const id = newest();
    const isNew = last !== null && last !== id;
    last = id;
    if (!isNew || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const style = getComputedStyle(list);
    const height = list.firstElementChild?.clientHeight ?? 0;
    list.animate([{ transform: `translateY(${-height}px)` }, { transform: 'none' }], {
      duration: Number.parseFloat(style.getPropertyValue('--m-step')),
      easing: style.getPropertyValue('--ease'),
    });
  };
}
