/** Builds the obvious till as vite-plugin-pwa's page tells: `generateSW` with its defaults. */
import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

/** Builds it into `folder`. */
export async function buildObviousTill(folder: string): Promise<void> {
  await build({
    root: import.meta.dirname,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    plugins: [
      svelte({ configFile: false }),
      VitePWA({
        registerType: 'autoUpdate',
        manifest: { name: 'Checkout', short_name: 'Checkout', theme_color: '#0d6efd', icons: [] },
      }),
    ],
    build: { outDir: join(folder), emptyOutDir: true },
  });
}
