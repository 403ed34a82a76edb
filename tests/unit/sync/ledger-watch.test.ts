/** Which ledger answers, and whether it was set back: read off every answer. */
import { describe, expect, it } from 'vitest';
import { LedgerWatch, type HeardLedger } from '../../../src/sync/ledger-watch.ts';

function setup() {
  const watch = new LedgerWatch();
  const heard: HeardLedger[] = [];
  watch.subscribe((ledger) => void heard.push(ledger));
  return { watch, heard };
}
const head = (seq: number, epoch = 'e') => ({ head: `${epoch}:${seq}`, serverTime: 1 });

describe('the watch on the ledger', () => {
  it('reads the head of whatever has one, and the realm of what names one', () => {
    const { watch, heard } = setup();
    for (const answer of [{}, null, 'text', { head: 'nonsense' }, { head: 7 }]) watch.heard(answer);
    expect(heard).toEqual([]);
    watch.heard(head(4));
    watch.heard({ ...head(5), realm: '0123456789abcdef' });
    expect(heard).toEqual([
      { head: { epoch: 'e', seq: 4 }, realm: null, isSetBack: false },
      { head: { epoch: 'e', seq: 5 }, realm: '0123456789abcdef', isSetBack: false },
    ]);
  });

  it('tells who comes later what was heard last', () => {
    const { watch } = setup();
    watch.heardHead('e:4');
    const late: HeardLedger[] = [];
    watch.subscribe((ledger) => void late.push(ledger));
    expect(late).toEqual([{ head: { epoch: 'e', seq: 4 }, realm: null, isSetBack: false }]);
  });

  it('holds a ledger for set back only by an answer whose request left after the mark', () => {
    const { watch, heard } = setup();
    watch.heard(head(9));
    const mark = watch.farthest();
    watch.heard(head(7));
    expect(heard.some(({ isSetBack }) => isSetBack)).toBe(false);
    watch.compare(mark, head(9));
    watch.compare(mark, head(1, 'other'));
    watch.compare(null, head(1));
    expect(heard.some(({ isSetBack }) => isSetBack)).toBe(false);
    watch.compare(mark, head(7));
    expect(heard.at(-1)).toMatchObject({ head: { seq: 7 }, isSetBack: true });
    watch.compare(watch.farthest(), head(7));
    expect(heard.filter(({ isSetBack }) => isSetBack)).toHaveLength(1);
  });
});
