/** Both languages say everything, with the same gaps. */
import { describe, expect, it } from 'vitest';
import { en } from '../../../src/i18n/en.ts';
import { fetchCatalogue, LANGUAGES, preferredLanguage } from '../../../src/i18n/languages.ts';

interface Leaf {
  readonly path: string;
  readonly text: string;
}

/** Stands in every gap, so that a text that drops its gap shows. */
const GAPS = new Proxy({}, { get: (_, name) => `<${String(name)}>` });
const COUNT = 3;

/** Every text of a catalogue with its path; functions are called with something telling in each gap. */
function leavesOf(node: unknown, path = ''): Leaf[] {
  if (typeof node === 'string') return [{ path, text: node }];
  if (typeof node === 'function')
    return [{ path, text: String(callText(node as (...args: never[]) => unknown)) }];
  if (typeof node !== 'object' || node === null) throw new Error(`Not a text: ${path}`);
  return Object.entries(node).flatMap(([key, value]) =>
    leavesOf(value, path === '' ? key : `${path}.${key}`),
  );
}

/** A first argument that is a number, a text or a bag of gaps: a text works as each but for the bag. */
function callText(text: (...args: never[]) => unknown): unknown {
  const takesBag = /^\(?\(?\{/.test(text.toString().replace(/^\s*/, ''));
  return Reflect.apply(text, undefined, takesBag ? [GAPS] : ['<a>', '<b>', COUNT]);
}

const namesOf = (text: string): string[] => [...text.matchAll(/<\w+>/g)].map((match) => match[0]).sort();

describe.each(LANGUAGES)('the words in %s', (language) => {
  it('say everything that English says', async () => {
    const words = await fetchCatalogue(language);
    expect(leavesOf(words).map((leaf) => leaf.path)).toEqual(leavesOf(en).map((leaf) => leaf.path));
  });

  it('leave no text empty and no text with blanks at its ends', async () => {
    for (const { path, text } of leavesOf(await fetchCatalogue(language))) {
      expect(text.trim(), path).not.toBe('');
      expect(text.trim(), path).toBe(text);
    }
  });

  it('keep every gap of the English text', async () => {
    const english = new Map(leavesOf(en).map((leaf) => [leaf.path, namesOf(leaf.text)]));
    for (const { path, text } of leavesOf(await fetchCatalogue(language)))
      expect(namesOf(text), path).toEqual(english.get(path));
  });
});

describe('the language a tablet starts in', () => {
  it.each([
    [['zh-CN', 'en'], 'zh-Hans'],
    [['zh'], 'zh-Hans'],
    [['en-GB'], 'en'],
    [['de-DE', 'zh-TW', 'en'], 'zh-Hans'],
    [['fr'], 'en'],
    [[], 'en'],
  ] as const)('is, for %j, %s', (tags, language) => {
    expect(preferredLanguage(tags)).toBe(language);
  });
});

describe('sentences of money', () => {
  it('never call a charge without an answer failed or not charged', () => {
    expect(`${en.counter.doubt} ${en.counter.doubtRule}`).toBe('No answer yet. Do not scan again.');
    expect(en.announce['in-doubt']).not.toMatch(/not charged|failed/i);
  });

  it('are the ones that LOOK prescribes', () => {
    expect(en.scan.show).toBe('Show the wallet code to the camera');
    expect(en.counter.waiting).toBe('Ask the customer to confirm on the phone');
    expect(en.counter.held).toBe('Will send when the network is back');
    expect(en.trouble['cannot-save'].title).toBe('Not charged. This tablet cannot save.');
    expect(en.notice.scan['web-link']).toBe('That is a web link, not a wallet code.');
    expect(en.practice).toBe('Practice. No real money.');
  });
});
