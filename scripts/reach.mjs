/**
 * Everybody can see, read and reach it: `npm run reach [-- --only 05]`. Every screen and state is shown once, and looked
 * at in both languages: axe (WCAG 2.2 AA and best practice) in both themes; nothing lost or covered at 320 px, in half a
 * tablet's window (200 %) and with wide or large text; touch targets; what is read out; forced colours; nothing that
 * moves where nothing shall. Before that, planted defects show that each look can see.
 */
import { writeFileSync } from 'node:fs';
import { readArguments } from './read-arguments.mjs';
import { ALL_RULES, COLOUR_RULES, openLooks } from './reach-looks.mjs';
import { plantDefects } from './reach-planted.mjs';
import { listScreens, openPage, openScreens, rest, showScreen } from './screen-pages.mjs';

const TABLET = { width: 1180, height: 820 };
const PHONE = { width: 390, height: 844 };
/** WCAG 1.4.10 asks for 320 px; half a tablet's window is what 200 % leaves (1.4.4). */
const NARROW = { width: 320, height: 640 };
const HALF_TABLET = { width: 590, height: 410 };

const values = readArguments(
  {
    only: { type: 'string', default: '' },
    pages: { type: 'string', default: '2' },
    report: { type: 'string', default: '' },
  },
  'npm run reach -- [--only TEXT] [--pages 2] [--report FILE]',
);
/** Seconds and how often, by look. */
const spent = {};
/** What was found, by screen. */
const found = new Map();

const screens = await openScreens();
try {
  const queue = await listScreens(screens, values.only);
  found.set('planted defects', await proveSight());
  await Promise.all(Array.from({ length: Number(values.pages) }, () => playQueue(queue)));
} catch (error) {
  found.set('page of screens', [error.message]);
} finally {
  await screens.close();
}
sumUp();

function sumUp() {
  for (const [name, problems] of found) for (const problem of problems) console.error(`${name}: ${problem}`);
  const failed = [...found.values()].filter((problems) => problems.length > 0).length;
  const passed = found.size - failed;
  if (values.report !== '') writeFileSync(values.report, JSON.stringify({ passed, failed }));
  const looks = Object.entries(spent).map(
    ([name, { times, ms }]) => `${name} ${times} × ${Math.round(ms / times)} ms`,
  );
  console.log(`${found.size} screens, on ${values.pages} pages: ${looks.join(', ')}`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 && passed > 1 ? 0 : 1);
}

async function timed(name, work) {
  const begun = performance.now();
  const result = await work();
  const { times = 0, ms = 0 } = spent[name] ?? {};
  spent[name] = { times: times + 1, ms: ms + performance.now() - begun };
  return result;
}

/** The looks at the keypad, spoilt in every way they must see. */
async function proveSight() {
  const problems = [];
  const page = await openPage(screens, { viewport: TABLET }, (problem) => problems.push(problem));
  await showScreen(page, '01-till', TABLET.width);
  const looks = await openLooks(page);
  const unseen = await plantDefects(page, {
    axe: () => looks.axe(COLOUR_RULES),
    hear: looks.hear,
    forced: looks.forced,
    measure: () => looks.measure(TABLET),
  });
  await page.context().close();
  return [...problems, ...unseen];
}

async function playQueue(queue) {
  let name = '';
  const page = await openPage(screens, { viewport: TABLET }, (problem) => found.get(name)?.push(problem));
  const looks = await openLooks(page);
  for (name = queue.shift(); name !== undefined; name = queue.shift()) {
    const problems = [];
    found.set(name, problems);
    try {
      await play({ page, looks, name, problems });
    } catch (error) {
      problems.push(error.message);
    }
  }
}

/** One screen, in the language it has by itself and, where that is English, in Chinese. */
async function play(screen) {
  const { page, name } = screen;
  let home = TABLET;
  await page.setViewportSize(home);
  await page.emulateMedia({ colorScheme: 'light' });
  if (!(await timed('show', () => showScreen(page, name, home.width)))) {
    home = PHONE;
    await page.setViewportSize(home);
    await showScreen(page, name, home.width);
  }
  const isChinese = name.endsWith('-zh');
  await lookAt({ ...screen, home, language: isChinese ? 'zh-Hans' : 'en' });
  if (isChinese) return;
  await timed('speak', () => speak(page, 'zh-Hans'));
  await lookAt({ ...screen, home, language: 'zh-Hans' });
}

async function speak(page, language) {
  await page.evaluate((detail) => dispatchEvent(new CustomEvent('speak', { detail })), language);
  await page.waitForFunction((it) => document.documentElement.lang === it, language);
  await rest(page);
}

async function lookAt({ page, looks, problems, home, language }) {
  const look = async (name, work) => {
    for (const problem of await timed(name, work)) problems.push(`${language} ${problem}`);
  };
  const isEnglish = language === 'en';
  await page.setViewportSize(home);
  await look('hear', looks.hear);
  // Words and widths are the language's, colours the theme's: every rule in either, in each language and theme.
  if (isEnglish) await look('axe', () => looks.axe(ALL_RULES));
  await page.emulateMedia({ colorScheme: 'dark' });
  await look('axe', () => looks.axe(isEnglish ? COLOUR_RULES : ALL_RULES));
  if (isEnglish) await look('forced', looks.forced);
  await page.emulateMedia({ colorScheme: 'light' });
  for (const [size, text] of windows(home, isEnglish)) await look('measure', () => looks.measure(size, text));
  await looks.plain();
}

/** Windows, and text as people set it; English is the wider language and has every one. */
function windows(home, isEnglish) {
  if (!isEnglish) return [[NARROW]];
  const narrow = [[NARROW], [PHONE], [PHONE, 'spaced'], [PHONE, 'large'], [HALF_TABLET]];
  return home === PHONE ? narrow : [[home], [home, 'double'], ...narrow];
}
