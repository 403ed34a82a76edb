/**
 * A Vite plugin: icons of @lucide/svelte are drawn by src/app/components/LucideIcon.svelte instead of the package's own
 * component, which can set any attribute on any element and so pulls 2 kB (gzip) of Svelte into the first load.
 */
import { join } from 'node:path';

const OURS = join(import.meta.dirname, '..', 'src', 'app', 'components', 'LucideIcon.svelte');

/** @returns {import('vite').Plugin} */
export function smallIcons() {
  return {
    name: 'pling:small-icons',
    enforce: 'pre',
    resolveId: (source, importer) =>
      source === '../Icon.svelte' && importer?.includes('@lucide/svelte') ? OURS : null,
  };
}
