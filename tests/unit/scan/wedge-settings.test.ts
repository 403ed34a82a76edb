/** What a tablet keeps about its scanner that types. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkWedgeSettings,
  DEFAULT_WEDGE_SETTINGS,
  GAP_BOUNDS,
  readWedgeSettings,
  stripAffixes,
  type WedgeSettings,
  writeWedgeSettings,
} from '../../../src/scan/wedge-settings.ts';

const SLOW: WedgeSettings = { gapMs: 320, endKey: 'Tab', prefix: ']Q3', suffix: ';' };

describe('kept settings', () => {
  it('come back as they were', () => {
    const gapMs = fc.integer(GAP_BOUNDS);
    const endKey = fc.constantFrom('Enter', 'Tab', 'none', 'any');
    const affix = fc.string({ unit: 'grapheme-ascii', maxLength: 16 }).map((text) => text.trimStart());
    fc.assert(
      fc.property(fc.record({ gapMs, endKey, prefix: affix, suffix: affix }), (settings) => {
        expect(readWedgeSettings(writeWedgeSettings(settings))).toEqual({ kind: 'kept', settings });
      }),
    );
  });

  it('are the defaults on a new tablet', () => {
    expect(readWedgeSettings(null)).toEqual({ kind: 'none', settings: DEFAULT_WEDGE_SETTINGS });
    expect(checkWedgeSettings(DEFAULT_WEDGE_SETTINGS)).toEqual(DEFAULT_WEDGE_SETTINGS);
  });

  it.each<[string, unknown]>([
    ['too short a gap', { ...SLOW, gapMs: 29 }],
    ['too long a gap', { ...SLOW, gapMs: 401 }],
    ['half a millisecond', { ...SLOW, gapMs: 99.5 }],
    ['a gap in words', { ...SLOW, gapMs: '100' }],
    ['an end key no scanner has', { ...SLOW, endKey: 'Escape' }],
    ['a control character before the code', { ...SLOW, prefix: '\u0002' }],
    ['a blank at the beginning, which would press a button', { ...SLOW, prefix: ' a' }],
    ['a letter no scanner types', { ...SLOW, suffix: 'é' }],
    ['a very long suffix', { ...SLOW, suffix: 'x'.repeat(17) }],
    ['a missing field', { gapMs: 100, endKey: 'any', prefix: '' }],
    ['a list', []],
    ['nothing', null],
  ])('with %s are broken: the defaults, and told', (_, value) => {
    expect(checkWedgeSettings(value)).toBeNull();
    const kept = readWedgeSettings(JSON.stringify(value));
    expect(kept).toEqual({ kind: 'broken', settings: DEFAULT_WEDGE_SETTINGS });
  });

  it.each(['', '{', 'undefined'])('that are no JSON (%j) are broken too', (text) => {
    expect(readWedgeSettings(text).kind).toBe('broken');
  });

  it('of a later version keep what is known', () => {
    const text = JSON.stringify({ ...SLOW, beep: true });
    expect(readWedgeSettings(text)).toEqual({ kind: 'kept', settings: SLOW });
  });
});

describe('a code without what the scanner puts around it', () => {
  it.each([
    [']Q3284312;', '284312'],
    ['284312;', '284312'],
    [']Q3284312', '284312'],
    ['284312', '284312'],
    [']Q3;', ']Q3;'],
    [']Q3;;', ';'],
  ])('%s is %s', (text, code) => {
    expect(stripAffixes(text, SLOW)).toBe(code);
  });

  it('whose prefix overlaps its suffix stays whole', () => {
    expect(stripAffixes('##', { ...SLOW, prefix: '##', suffix: '#' })).toBe('##');
  });
});
