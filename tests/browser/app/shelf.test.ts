/** The browser's promise to keep the sales: asked once after pairing, told, and only looked at later. */
import { describe, expect, it } from 'vitest';
import { askAtSetUp } from '../../../src/app/state/ask-at-set-up.ts';
import { Shelf, type PersistentStorage, type ShelfAnswer } from '../../../src/app/state/shelf.svelte.ts';
import { makeFakeTill } from './fake-till.ts';

function setup(isKept: boolean) {
  const kept = new Map<string, string>();
  const asked: string[] = [];
  const told: ShelfAnswer[] = [];
  const answer =
    (name: string): (() => Promise<boolean>) =>
    () => {
      asked.push(name);
      return Promise.resolve(isKept);
    };
  const storage: PersistentStorage = { persist: answer('persist'), persisted: answer('persisted') };
  const keep = {
    get: (key: string) => kept.get(key) ?? null,
    set: (key: string, value: string | null) =>
      void (value === null ? kept.delete(key) : kept.set(key, value)),
  };
  const till = makeFakeTill({ pairing: { name: 'unpaired' } });
  const shelf = new Shelf(storage);
  const start = (): (() => void) => askAtSetUp({ till, shelf, keep, tell: (it) => told.push(it) });
  return { till, shelf, asked, told, start };
}

describe('the browser’s storage', () => {
  it.each([
    [true, 'kept'],
    [false, 'may-clear'],
  ] as const)(
    'is asked for when the tablet is paired, and the answer (%s) is told',
    async (isKept, answer) => {
      const { till, shelf, asked, told, start } = setup(isKept);
      start();
      expect(asked).toEqual([]);
      till.show({ pairing: { name: 'paired' } });
      await expect.poll(() => told).toEqual([answer]);
      expect(asked).toEqual(['persist']);
      expect(shelf.answer).toBe(answer);
    },
  );

  it('is only looked at when the till starts again, and asked for anew after another pairing', async () => {
    const { till, asked, start } = setup(true);
    const stop = start();
    till.show({ pairing: { name: 'paired' } });
    stop();
    start();
    await expect.poll(() => asked).toEqual(['persist', 'persisted']);
    till.show({ pairing: { name: 'lost' } });
    till.show({ pairing: { name: 'paired' } });
    await expect.poll(() => asked).toEqual(['persist', 'persisted', 'persist']);
  });

  it('gives no word without a secure context, and a browser that throws is not believed', async () => {
    expect(await new Shelf(null).ask()).toBe('no-word');
    const broken = (): Promise<boolean> => Promise.reject(new Error('not allowed'));
    expect(await new Shelf({ persist: broken, persisted: broken }).ask()).toBe('no-word');
  });
});
