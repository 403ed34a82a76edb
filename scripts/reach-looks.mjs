/** The looks at a screen: each answers one line for each thing that somebody could not see, read or reach. */
import axe from 'axe-core';
import { measureForced, measureReach } from './measure-reach.mjs';

/** WCAG 2.2 AA, and what axe calls good practice. */
export const ALL_RULES = {
  type: 'tag',
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
};
/** What a theme can change; the rest is the same page, asked once. */
export const COLOUR_RULES = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };
/** LOOK: at least 12 px between two things to be pressed. */
const GAP = 12;
/** Heard as one word or one number: an amount, a time or a sale's number with the next thing at its end. */
const RUN_TOGETHER =
  /(?:\p{Ll}|\d)(?:US)?[$¥€]\d|[$¥€][\d,]*\.\d{3}|\d\d:\d\d[A-Za-z\d]|\p{Lu}-\d{4}[A-Za-z\d]/u;

/** The browser's setting of text size, px; 16 where none is chosen. */
const FONT_SIZES = { large: 24, double: 32 };

/** Brings what the looks need into a page of screens. */
export async function openLooks(page) {
  await page.evaluate(axe.source);
  const browser = await page.context().newCDPSession(page);
  return {
    axe: (rules) => runAxe(page, rules),
    hear: () => hear(browser),
    forced: () => lookForced(page),
    measure: (size, text) => measure(page, browser, size, text),
    plain: () => plain(page, browser),
  };
}

async function runAxe(page, runOnly) {
  return page.evaluate(async (rules) => {
    const { violations } = await globalThis.axe.run(document, {
      runOnly: rules,
      resultTypes: ['violations'],
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(
        (node) => `axe ${id}: ${node.target.join(' ')} ${node.failureSummary.replaceAll(/\s+/g, ' ')}`,
      ),
    );
  }, runOnly);
}

/** Every name in the accessibility tree, as it is read out. */
async function hear(browser) {
  const { nodes } = await browser.send('Accessibility.getFullAXTree');
  return nodes
    .filter(({ ignored, name }) => !ignored && RUN_TOGETHER.test(name?.value ?? ''))
    .map(({ role, name }) => `read out as one: ${role?.value} “${name.value}”`);
}

async function lookForced(page) {
  await page.emulateMedia({ forcedColors: 'active' });
  const problems = await page.evaluate(measureForced);
  await page.emulateMedia({ forcedColors: 'none' });
  return problems.map((problem) => `forced colours: ${problem}`);
}

/**
 * In a window of `size`, with text as people set it: `spaced` by WCAG 1.4.12 (tests/screens/page.css), `large` and
 * `double` by the browser's own setting. Targets are measured with the text as it is.
 */
async function measure(page, browser, size, text = '') {
  await page.setViewportSize(size);
  await browser.send('Page.setFontSizes', { fontSizes: { standard: FONT_SIZES[text] ?? 16 } });
  await page.evaluate(async (setting) => {
    document.documentElement.dataset.text = setting;
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  }, text);
  const problems = await page.evaluate(measureReach, { gap: text === '' ? GAP : 0 });
  return problems.map((problem) => `${size.width}x${size.height} ${text}: ${problem}`);
}

async function plain(page, browser) {
  await browser.send('Page.setFontSizes', { fontSizes: { standard: 16 } });
  await page.evaluate(() => delete document.documentElement.dataset.text);
}
