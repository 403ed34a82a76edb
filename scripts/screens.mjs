/**
 * Takes a picture of every screen at three sizes in both themes: `npm run screens [-- --only 05] [--check]`.
 * Fails where something overflows, a key is too small or a text too small; `--check` runs axe instead of taking pictures.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from '@playwright/test';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { createServer } from 'vite';
import { chromiumLaunch } from './chromium.mjs';
import { measureScreen } from './measure-screen.mjs';
import { readArguments } from './read-arguments.mjs';

const SIZES = [
  [1180, 820],
  [820, 1180],
  [390, 844],
];
/** Sizes that are measured but not pictured: LOOK, "Layout". */
const MORE_SIZES = [
  [1024, 768],
  [1366, 768],
];
const THEMES = ['light', 'dark'];

const values = readArguments(
  {
    only: { type: 'string', default: '' },
    check: { type: 'boolean', default: false },
    out: { type: 'string', default: 'screens' },
    all: { type: 'boolean', default: false },
    size: { type: 'string', default: '' },
    theme: { type: 'string', default: '' },
  },
  'npm run screens -- [--only TEXT] [--size 390] [--theme light] [--all] [--check] [--out FOLDER]',
);

const server = await createServer({
  configFile: false,
  logLevel: 'error',
  plugins: [svelte()],
  optimizeDeps: { exclude: ['@lucide/svelte'] }, // else an icon found late brings a second Svelte
  define: { __PLING_VERSION__: JSON.stringify('0.1.0') },
  server: { port: 0, host: '127.0.0.1', hmr: false, watch: null },
});
await server.listen();
const address = server.resolvedUrls?.local[0];
const browser = await chromium.launch(chromiumLaunch());
const problems = [];
let count = 0;
try {
  const screens = await listScreens();
  await mkdir(values.out, { recursive: true });
  const sizes = values.check || values.all ? [...SIZES, ...MORE_SIZES] : SIZES;
  for (const size of sizes.filter((it) => it.join('x').includes(values.size)))
    for (const theme of THEMES.filter((it) => it.includes(values.theme))) await takeAll(screens, size, theme);
} catch (error) {
  problems.push(String(error));
} finally {
  await browser.close();
  await server.close();
}
for (const problem of problems) console.error(problem);
console.log(`${count} screens, ${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);

async function listScreens() {
  const page = await browser.newPage();
  await page.goto(`${address}tests/screens/`);
  await page.waitForSelector('#app a');
  const names = await page.$$eval('#app a', (links) => links.map((link) => link.textContent));
  await page.close();
  return names.filter((name) => name.includes(values.only));
}

async function takeAll(screens, [width, height], theme) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.on('pageerror', (error) => problems.push(`${page.url()}: ${error.stack ?? error.message}`));
  await page.goto(`${address}tests/screens/`);
  for (const name of screens) {
    const label = `${name}-${width}x${height}-${theme}`;
    try {
      if (await show(page, name, width)) await judge(page, label);
    } catch (error) {
      problems.push(`${label}: ${error.message}`);
    }
  }
  await context.close();
}

/** Shows a screen and brings it to rest; false where this size has no such state. */
async function show(page, name, width) {
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
  await page.waitForFunction(() =>
    [...document.querySelectorAll('video.on')].every((video) => video.readyState >= 2),
  );
  await page.evaluate(() => document.fonts.ready);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  return true;
}

async function judge(page, label) {
  count += 1;
  for (const problem of await page.evaluate(measureScreen)) problems.push(`${label}: ${problem}`);
  if (values.check) {
    const { violations } = await new AxeBuilder({ page }).analyze();
    for (const { id, nodes } of violations)
      for (const node of nodes)
        problems.push(`${label}: axe ${id}: ${node.target.join(' ')} ${node.failureSummary}`);
    return;
  }
  await page.screenshot({ path: join(values.out, `${label}.png`), caret: 'hide' });
}
