/** Types of load-beside.mjs, for vite.config.ts. */
import type { Plugin } from 'vite';

/** Names in index.html the files of `module`, which the page's first script imports late. */
export function loadBeside(module: string): Plugin;

/** Names the chunk of a module of the till's first load; null: as it comes. */
export function tillTogether(): (
  id: string,
  context: { getModuleInfo(id: string): unknown },
) => string | null;
