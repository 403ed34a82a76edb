/** Which ledger answers, and whether it was set back: read off every answer. */
import { describe, expect, it } from 'vitest';
import { LedgerWatch, readLedger, type HeardLedger } from '../../../src/sync/ledger-watch.ts';

function setup() {
  const watch = new LedgerWatch();
  const heard: HeardLedger[] = [];
  watch.subscribe((ledger) => void heard.push(ledger));
  return { watch, heard };
}
const body = (head: string) => ({ head, serverTime: 1 });
const spoke = (head: string): HeardLedger | null => readLedger(body(head));

describe('the watch on the ledger', () => {
  it('reads the head of whatever has one, and the realm of what names one', () => {
    const { watch, heard } = setup();
    for (const answer of [{}, null, 'text', { head: 'nonsense' }, { head: 7 }])
      watch.heard(readLedger(answer));
    expect(heard).toEqual([]);
    watch.heard(spoke('e:4'));
    watch.heard(readLedger({ ...body('e:5'), realm: '0123456789abcdef' }));
    expect(heard).toEqual([
      { head: { epoch: 'e', seq: 4, life: null }, realm: null },
      { head: { epoch: 'e', seq: 5, life: null }, realm: '0123456789abcdef' },
    ]);
  });

  it('tells who comes later what was heard last', () => {
    const { watch } = setup();
    watch.heard(spoke('e:4'));
    const late: HeardLedger[] = [];
    watch.subscribe((ledger) => void late.push(ledger));
    expect(late).toEqual([{ head: { epoch: 'e', seq: 4, life: null }, realm: null }]);
  });

  it('says with every request the farthest it has heard, and a late answer takes nothing back', () => {
    const { watch } = setup();
    expect(watch.seen()).toBe('');
    watch.restore('nonsense');
    expect(watch.seen()).toBe('');
    watch.restore('e:7:first');
    expect(watch.seen()).toBe('e:7:first');
    watch.heard(spoke('e:9:second'));
    watch.heard(spoke('e:8'));
    expect(watch.seen()).toBe('e:9:second');
    watch.heard(spoke('other:1'));
    expect(watch.seen()).toBe('e:9:second other:1');
    for (const epoch of ['a', 'b', 'c', 'd']) watch.heard(spoke(`${epoch}:1`));
    expect(watch.seen()).toBe('a:1 b:1 c:1 d:1');
  });
});
