/** Lays a sheet on the others: only the topmost takes keys and focus. */
import { tick } from 'svelte';

/** For `{@attach}` on a dialog. Taken away again, the sheet below lives, and the key that had the focus has it again. */
export function laySheet(dialog: HTMLDialogElement): () => void {
  const before = document.activeElement;
  const below = [...document.querySelectorAll<HTMLDialogElement>('dialog[open]')].filter((it) => !it.inert);
  dialog.show();
  for (const sheet of below) sheet.inert = true;
  // The sheet itself, so that ears hear its name, no key looks pressed and Enter presses none; a PIN is typed at once.
  (dialog.querySelector<HTMLElement>('[data-first-focus]') ?? dialog).focus();
  return () => {
    for (const sheet of below) sheet.inert = false;
    dialog.close();
    void giveBack(before);
  };
}

/** Once the sheet is off the page; whoever has taken the focus meanwhile keeps it. */
async function giveBack(before: Element | null): Promise<void> {
  await tick();
  if (document.activeElement === document.body && before instanceof HTMLElement) before.focus();
}
