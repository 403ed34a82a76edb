/** Tests by where they run: Node, and a real Chromium for what only a browser can show. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumLaunch } from './scripts/chromium.mjs';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], environment: 'node' } },
      {
        test: {
          name: 'proxy-with-gateway',
          include: ['tests/proxy-with-gateway/**/*.test.ts'],
          environment: 'node',
        },
      },
      {
        test: {
          name: 'simulation',
          include: ['tests/simulation/**/*.test.ts'],
          environment: 'node',
        },
      },
      {
        test: {
          name: 'runtime',
          include: ['tests/runtime/**/*.test.ts'],
          environment: 'node',
          testTimeout: 20_000,
          // Most of the time is spent waiting for what a shop waits for; all of it side by side.
          maxConcurrency: 100,
        },
      },
      {
        test: {
          name: 'process',
          include: ['tests/process/**/*.test.ts'],
          environment: 'node',
          testTimeout: 90_000,
          hookTimeout: 60_000,
        },
      },
      {
        plugins: [svelte()],
        // Icons and Svelte as they stand: bundled when first met, they would reload the page with a second Svelte.
        optimizeDeps: {
          exclude: ['svelte', '@lucide/svelte'],
          include: ['zxing-wasm/reader', '@zxing/browser', '@zxing/library', 'uqr'],
        },
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: chromiumLaunch() }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
