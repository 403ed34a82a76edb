/**
 * Takes a picture of every screen at three sizes in both themes: `npm run screens [-- --only 05] [--check]`.
 * Fails where something overflows, a key is too small or a text too small; `--check` only measures, at five sizes.
 * What else everybody must be able to see, read and reach is `scripts/reach.mjs`'s.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { measureScreen } from './measure-screen.mjs';
import { readArguments } from './read-arguments.mjs';
import { listScreens, openPage, openScreens, showScreen } from './screen-pages.mjs';

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
    at: { type: 'string', default: '' },
    theme: { type: 'string', default: '' },
    forced: { type: 'boolean', default: false },
  },
  'npm run screens -- [--only TEXT] [--size 390] [--at 320x640] [--theme light] [--forced] [--all] [--check] [--out FOLDER]',
);

const screens = await openScreens();
const problems = [];
let count = 0;
try {
  const names = await listScreens(screens, values.only);
  await mkdir(values.out, { recursive: true });
  for (const size of sizes())
    for (const theme of THEMES.filter((it) => it.includes(values.theme))) await takeAll(names, size, theme);
} catch (error) {
  problems.push(String(error));
} finally {
  await screens.close();
}
for (const problem of problems) console.error(problem);
console.log(`${count} screens, ${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);

/** `--at` is a size of its own, for a look at what LOOK does not name: nothing is measured there. */
function sizes() {
  if (values.at !== '') return [values.at.split('x').map(Number)];
  const all = values.check || values.all ? [...SIZES, ...MORE_SIZES] : SIZES;
  return all.filter((it) => it.join('x').includes(values.size));
}

async function takeAll(names, [width, height], theme) {
  const options = {
    viewport: { width, height },
    colorScheme: theme,
    ...(values.forced ? { forcedColors: 'active' } : {}),
  };
  const page = await openPage(screens, options, (problem) => problems.push(problem));
  for (const name of names) {
    const label = `${name}-${width}x${height}-${theme}`;
    try {
      if (await showScreen(page, name, width)) await judge(page, label);
    } catch (error) {
      problems.push(`${label}: ${error.message}`);
    }
  }
  await page.context().close();
}

async function judge(page, label) {
  count += 1;
  if (values.at === '')
    for (const problem of await page.evaluate(measureScreen)) problems.push(`${label}: ${problem}`);
  if (values.check) return;
  await page.screenshot({ path: join(values.out, `${label}.png`), caret: 'hide' });
}
