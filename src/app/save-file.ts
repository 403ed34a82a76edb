/** A file for the tablet's owner; fetched when one is asked for. */
import type { Timers } from '../core/ports.ts';

/** How long a file is offered: a slow tablet asks where to put it. */
const FILE_MS = 60_000;

/** Puts a text into a file of the tablet, as a download. */
export function saveFile(timers: Timers, fileName: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  timers.after(FILE_MS, () => URL.revokeObjectURL(address));
}
