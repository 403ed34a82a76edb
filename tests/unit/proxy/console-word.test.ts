/** The word of the secret: good for one address, one deed and one moment, and nobody else can say it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeConsoleWord, readConsoleWord } from '../../../src/proxy/auth/console-word.ts';

const secret = new Uint8Array(32).fill(3);
const deed = { host: 'till.example.com', address: '/control/pairing-code', at: 1_760_000_000_000 };

test('it is read as the moment it was made', () => {
  expect(readConsoleWord(secret, makeConsoleWord(secret, deed), deed)).toBe(deed.at);
});

test.each([
  ['another secret', { secret: new Uint8Array(32).fill(4) }],
  ['another host', { host: 'till.example.org' }],
  ['another deed', { address: '/control/pairing-code?shop=x' }],
  ['another file', { address: '/control/import?sha256=ab' }],
])('%s does not take it', (_what, other) => {
  const word = makeConsoleWord(secret, deed);
  expect(readConsoleWord('secret' in other ? other.secret : secret, word, { ...deed, ...other })).toBeNull();
});

test('no changed character is taken', () => {
  const word = makeConsoleWord(secret, deed);
  fc.assert(
    fc.property(fc.nat(word.length - 1), fc.constantFrom(...'0123456789abcdef. P'), (index, sign) => {
      const other = word.slice(0, index) + sign + word.slice(index + 1);
      expect(readConsoleWord(secret, other, deed)).toBe(other === word ? deed.at : null);
    }),
  );
});

test.each(['', 'Bearer x', 'Pling', 'Pling 1.', 'Pling .aa', 'Pling 1e3.aa'])('“%s” is no word', (text) => {
  expect(readConsoleWord(secret, text, deed)).toBeNull();
});
