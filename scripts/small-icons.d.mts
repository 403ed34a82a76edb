/** Types of small-icons.mjs, for vite.config.ts. */
import type { Plugin } from 'vite';

/** Draws icons of @lucide/svelte with our own small component. */
export function smallIcons(): Plugin;
