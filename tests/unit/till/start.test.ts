/** How a till starts, and why it must not sell: other tabs, other realms, journals it cannot read. */
import { describe, expect, it } from 'vitest';
import { JournalError, type Journal, type JournalProblem } from '../../../src/journal/journal.ts';
import { openMemoryJournal } from '../../../src/journal/memory-journal.ts';
import type { createTill } from '../../../src/till/create-till.ts';
import { setup, shop, type Answer } from './start-world.ts';

describe('a till that starts', () => {
  it('shows nothing before it has started', () => {
    const { till } = setup(shop);
    expect(till.view()).toMatchObject({
      pairing: { name: 'starting' },
      shop: null,
      counter: { name: 'amount' },
    });
  });

  it.each<Answer>(['unpaired', 'nobody'])('for the first time asks for its pairing: %s', async (answer) => {
    const { till } = setup(answer);
    await till.start();
    expect(till.view().pairing).toEqual({ name: 'unpaired' });
  });

  it('with its cookie but an empty shelf finds its shop by asking', async () => {
    const { till, shelf, realms } = setup(shop);
    await till.start();
    expect(till.view()).toMatchObject({ pairing: { name: 'paired' }, shop: { tillName: 'Till B' } });
    expect(till.view().counter).toMatchObject({ number: 'B-0001', amount: { currency: 'JPY' } });
    expect([...shelf.keys()]).toEqual(['pling.shop']);
    expect(realms).toEqual([shop.realm]);
  });

  it('with a kept shop does not wait for a network that hangs', async () => {
    const { till } = setup(shop, { fetch: () => new Promise(() => undefined) }, true);
    await till.start();
    till.pressKey('7');
    expect(till.view()).toMatchObject({ pairing: { name: 'paired' }, counter: { amount: { minor: 7 } } });
  });

  it('takes changed settings from the next probe', async () => {
    const { till, time, answerWith } = setup(shop, {}, true);
    await till.start();
    answerWith({ ...shop, name: 'New Name', limitPerSaleMinor: 5 });
    await time.advance(31_000);
    till.pressKey('6');
    expect(till.view()).toMatchObject({ shop: { name: 'New Name' }, counter: { problem: 'over-limit' } });
  });

  it('is told that its clock is wrong', async () => {
    const { till, time, answerWith } = setup({ ...shop }, {}, true);
    await till.start();
    await time.settle();
    expect(till.view().clockOffMs).toBeNull();
    answerWith('nobody');
    time.clock.setWall(time.clock.now() - 600_000);
    expect(createOff(till)).toBe(-600_000);
  });
});

/** The view is made anew by any change. */
function createOff(till: ReturnType<typeof createTill>): number | null {
  till.setNote('');
  return till.view().clockOffMs;
}

describe('a till that must not sell', () => {
  it.each<[JournalProblem, string]>([
    ['newer', 'newer-journal'],
    ['corrupt', 'corrupt-journal'],
    ['blocked', 'other-tab'],
    ['cannot-save', 'cannot-save'],
  ])('says so when its journal is %s', async (problem, trouble) => {
    const { till } = setup(shop, { journal: () => Promise.reject(new JournalError(problem, 'no')) }, true);
    await till.start();
    till.pressKey('7');
    await till.charge();
    expect(till.view()).toMatchObject({ trouble, counter: { name: 'amount' } });
  });

  it('closes a journal it could not read', async () => {
    let isClosed = false;
    const journal: Journal = {
      ...openMemoryJournal(),
      openSales: () => Promise.reject(new JournalError('corrupt', 'bad row')),
      close: () => void (isClosed = true),
    };
    const { till } = setup(shop, { journal: () => Promise.resolve(journal) }, true);
    await till.start();
    expect([till.view().trouble, isClosed]).toEqual(['corrupt-journal', true]);
  });

  it('lets a newer Pling in another tab have the journal', async () => {
    const memory = openMemoryJournal();
    let close: (problem: JournalProblem) => void = () => undefined;
    const journal: Journal = {
      ...memory,
      onclosed: (listener) => {
        close = listener;
        return () => undefined;
      },
    };
    const { till } = setup(shop, { journal: () => Promise.resolve(journal) }, true);
    await till.start();
    close('newer');
    expect(till.view().trouble).toBe('newer-journal');
  });

  it('that could not open its journal when it was paired may be paired again', async () => {
    let isFull = true;
    const journal = async (): Promise<Journal> => {
      if (isFull) throw new JournalError('cannot-save', 'full');
      return openMemoryJournal();
    };
    const { till, answerWith } = setup('unpaired', { journal });
    await till.start();
    answerWith(shop);
    await till.pair('ABCDEFGH');
    expect(till.view()).toMatchObject({ pairing: { name: 'unpaired' }, trouble: 'cannot-save' });
    isFull = false;
    await till.pair('ABCDEFGH');
    expect(till.view().pairing).toEqual({ name: 'paired' });
  });

  it('opens another realm only when nothing is unfinished in this one', async () => {
    const { till, time, answerWith, realms } = setup(shop, {}, true);
    await till.start();
    answerWith({ ...shop, realm: 'fedcba9876543210' });
    await time.advance(31_000);
    expect(realms).toEqual([shop.realm, 'fedcba9876543210']);
    expect(till.view().trouble).toBeNull();
  });

  it('keeps an unfinished sale from a proxy of another realm', async () => {
    const { till, time, answerWith, realms } = setup('nobody', {}, true);
    await till.start();
    till.pressKey('5');
    await till.charge();
    answerWith({ ...shop, realm: 'fedcba9876543210' });
    await time.advance(31_000);
    expect(realms).toEqual([shop.realm]);
    expect(till.view()).toMatchObject({ trouble: 'other-realm', busy: true });
  });
});
