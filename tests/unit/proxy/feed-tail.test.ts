/** The end of the feed in memory says what the file says, or that it does not know. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reference } from '../../../src/core/ids.ts';
import { FeedTail } from '../../../src/proxy/ledger/feed-tail.ts';

const name = (n: number): Reference => `r${n}` as Reference;

describe('the tail of the feed', () => {
  it('names each attempt once, at its latest change, after any place it remembers', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(400), { maxLength: 900 }),
        fc.nat(900),
        fc.integer({ min: 1, max: 50 }),
        (changed, after, limit) => {
          const tail = new FeedTail(0);
          const file = new Map<Reference, number>();
          changed.forEach((n, index) => {
            tail.add(name(n), index + 1);
            file.delete(name(n));
            file.set(name(n), index + 1);
          });
          const expected = [...file].filter(([, seq]) => seq > after).slice(0, limit);
          const told = tail.after(after, limit);
          if (told !== null) expect(told.map(({ reference, seq }) => [reference, seq])).toEqual(expected);
          else expect(expected.length === 0 || file.size > 200).toBe(true);
        },
      ),
    );
  });

  it('does not know what came before it began, or what it has forgotten', () => {
    const tail = new FeedTail(7);
    expect([tail.after(6, 10), tail.after(7, 10)]).toEqual([null, []]);
    for (let n = 0; n < 201; n += 1) tail.add(name(n), 8 + n);
    expect(tail.after(7, 10)).toBeNull();
    expect(tail.after(8, 1)).toEqual([{ seq: 9, reference: 'r1' }]);
  });
});
