/** Builds the till and the practice wallet page into dist/, and the service worker that keeps the till offline. */
import { readFileSync } from 'node:fs';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { serveWithProxy } from './scripts/serve-with-proxy.ts';
import { loadBeside, tillTogether } from './scripts/load-beside.mjs';
import { smallIcons } from './scripts/small-icons.mjs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

export default defineConfig({
  define: { __PLING_VERSION__: JSON.stringify(version) },
  server: { port: Number(process.env['PORT'] ?? 8787), strictPort: true },
  plugins: [
    smallIcons(),
    loadBeside('src/app/main.ts'),
    svelte(),
    serveWithProxy(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/service-worker',
      filename: 'service-worker.ts',
      injectRegister: false, // state/update.svelte.ts registers: an update has to wait for the sale
      manifest: false, // public/manifest.webmanifest: the plugin would also put Pling's into the wallet page
      injectManifest: {
        globPatterns: ['index.html', 'assets/**/*.{js,css,wasm,woff2}', 'icons/*.{svg,png}', '*.webmanifest'],
        // Not the till's: the wallet page. Fetched where they are needed: a rare currency sign, and the decoder for
        // browsers without WebAssembly, which have no service worker either.
        globIgnores: ['**/wallet-*', '**/zxing-js-*', '**/pling-money-more-*'],
        maximumFileSizeToCacheInBytes: 4 * 1024 * 1024, // the scanner's wasm is 1 MB
      },
    }),
  ],
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0, // the CSP allows no data: URLs for fonts
    modulePreload: {
      polyfill: false,
      // The names of what a late part imports would all stand in the first load; the page itself names its own.
      resolveDependencies: (_file, dependencies, { hostType }) =>
        hostType === 'html' ? dependencies : dependencies.filter((file) => file.endsWith('.css')),
    },
    chunkSizeWarningLimit: 500, // the lazily loaded decoder for browsers without WebAssembly has 454 kB
    rolldownOptions: {
      input: { pling: 'index.html', wallet: 'src/gateway-sim/wallet/index.html' },
      output: {
        codeSplitting: { groups: [{ name: tillTogether(), includeDependenciesRecursively: false }] },
        entryFileNames: 'assets/[name]-[hash].js',
        chunkFileNames: ({ name, moduleIds }) =>
          `assets/${moduleIds.some((id) => id.includes('/@zxing/')) ? 'zxing-js' : name}-[hash].js`,
      },
      // Svelte ships without the flag `sideEffects`, and this part of it, which Pling has no use for, has one.
      treeshake: {
        moduleSideEffects: [{ test: /svelte\/src\/.*\/custom-element\.js$/, sideEffects: false }],
      },
    },
  },
});
