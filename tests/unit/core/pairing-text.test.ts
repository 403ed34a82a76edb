/** Pairing codes: every one can be typed on the till's own keys. */
import { describe, expect, it } from 'vitest';
import {
  makePairingText,
  normalisePairingText,
  PAIRING_ALPHABET,
  PAIRING_LENGTH,
} from '../../../src/core/pairing-text.ts';
import { makeSeededRandom } from '../../fakes/random.ts';

describe('a pairing code', () => {
  it('is eight characters, none of which looks like another, and uses all of them', () => {
    const random = makeSeededRandom(7);
    const seen = new Set<string>();
    for (let count = 0; count < 400; count += 1) {
      const code = makePairingText(random);
      expect(code).toMatch(new RegExp(`^[${PAIRING_ALPHABET}]{${PAIRING_LENGTH}}$`));
      for (const character of code) seen.add(character);
    }
    expect([...seen].sort().join('')).toBe(PAIRING_ALPHABET);
    for (const character of '01OILU') expect(PAIRING_ALPHABET).not.toContain(character);
  });

  it('may be typed in any case, with blanks and dashes', () => {
    expect(normalisePairingText(' abcd-2345 ')).toBe('ABCD2345');
  });
});
