/** Lays a sheet on the others: only the topmost takes keys and focus. */

/** For `{@attach}` on a dialog. Taken away again, the sheet below lives and gets the focus back that it had. */
export function laySheet(dialog: HTMLDialogElement): () => void {
  const below = [...document.querySelectorAll<HTMLDialogElement>('dialog[open]')].filter((it) => !it.inert);
  dialog.show();
  for (const sheet of below) sheet.inert = true;
  dialog.focus(); // the sheet itself, so that ears hear its name, no key looks pressed and Enter presses none
  return () => {
    for (const sheet of below) sheet.inert = false;
    dialog.close();
  };
}
