/** The page of screens in a Chromium: served by Vite, one page for all screens, each brought to rest. */
import { chromium } from '@playwright/test';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { createServer } from 'vite';
import { chromiumLaunch } from './chromium.mjs';

/** Serves tests/screens and opens a browser; `close` ends both. */
export async function openScreens() {
  const server = await createServer({
    configFile: false,
    logLevel: 'error',
    plugins: [svelte()],
    optimizeDeps: { exclude: ['@lucide/svelte'] }, // else an icon found late brings a second Svelte
    define: { __PLING_VERSION__: JSON.stringify('0.1.0') },
    server: { port: 0, host: '127.0.0.1', hmr: false, watch: null },
  });
  await server.listen();
  const address = `${server.resolvedUrls?.local[0]}tests/screens/`;
  const browser = await chromium.launch(chromiumLaunch());
  return {
    browser,
    address,
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}

/** A page of its own on the list of screens; `options` are Playwright's for a context. */
export async function openPage({ browser, address }, options, onerror) {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.on('pageerror', (error) => onerror(`${page.url()}: ${error.stack ?? error.message}`));
  await page.goto(address);
  return page;
}

/** Names of all screens that contain one of the texts in `only`, between commas. */
export async function listScreens(screens, only) {
  const page = await openPage(screens, {}, (problem) => {
    throw new Error(problem);
  });
  await page.waitForSelector('#app a');
  const names = await page.$$eval('#app a', (links) => links.map((link) => link.textContent));
  await page.context().close();
  return names.filter((name) => only.split(',').some((text) => name.includes(text)));
}

/** Shows a screen and brings it to rest; false where a window this wide has no such state. */
export async function showScreen(page, name, width) {
  await page.evaluate((hash) => void (location.hash = hash), name);
  const state = await page.waitForFunction((hash) => {
    const text = document.body.dataset.screen;
    return text && JSON.parse(text).name === hash && JSON.parse(text);
  }, `#${name}`);
  const { press, below, from } = await state.jsonValue();
  if ((below && width >= below) || (from && width < from)) return false;
  for (const names of press ?? [])
    await page
      .getByRole('button', { name: new RegExp(names) })
      .filter({ visible: true })
      .first()
      .click();
  await page.mouse.move(1, 1); // nothing is hovered
  await rest(page);
  return true;
}

/** Waits until pictures, faces and layout stand still. */
export async function rest(page) {
  await page.waitForFunction(() =>
    [...document.querySelectorAll('video.on')].every((video) => video.readyState >= 2),
  );
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  });
}
