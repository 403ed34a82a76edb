/** Planted defects: what judges the screens must find each of them, or its silence means nothing. */

/** A style that spoils the keypad, how it is looked at, and what must be said of it. */
const PLANTED = [
  [
    'a key too small',
    'measure',
    'button { min-height: 30px !important; height: 30px !important; }',
    /to press, \d+x30/,
  ],
  ['keys too close', 'measure', '.pad { gap: 4px !important; }', / 4px between/],
  [
    'words cut',
    'measure',
    '.first { width: 90px !important; overflow: hidden !important; white-space: nowrap; }',
    /cut/,
  ],
  ['rows on each other', 'measure', '.counter .body { margin-top: -90px !important; }', /(lies|covers)/],
  ['a page too wide', 'measure', '.counter .bar { width: 200vw !important; }', /(cut at the side|sideways)/],
  ['grey on grey', 'axe', '.counter h1 { color: #b5b0a6 !important; }', /color-contrast/],
  ['a key without an edge', 'forced', 'button { border: 0 !important; }', /has no edge/],
  [
    'something that moves',
    'forced',
    '@keyframes wag { to { opacity: 0.5 } } .counter h1 { animation: wag 1s infinite !important; }',
    /moves/,
  ],
  ['an amount read with the word before it', 'hear', '.none { }', /read out as one/],
];

/**
 * Spoils the screen that `page` shows, again and again, and looks at it by `looks` (each answers what it found).
 * @returns {Promise<string[]>} the planted defects that nobody saw
 */
export async function plantDefects(page, looks) {
  const unseen = [];
  for (const [name, look, css, found] of PLANTED) {
    const style = await page.addStyleTag({ content: css });
    if (look === 'hear')
      await page.evaluate(() => (document.querySelector('h1').firstChild.data = 'Alipay$12.50'));
    const problems = await looks[look]();
    if (!problems.some((problem) => found.test(problem))) unseen.push(`planted and not seen: ${name}`);
    await style.evaluate((element) => element.remove());
  }
  return unseen;
}
