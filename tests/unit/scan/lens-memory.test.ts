/** What a tablet remembers of its lenses. */
import { describe, expect, it } from 'vitest';
import { createLensMemory, isSameLens } from '../../../src/scan/lens-memory.ts';
import { fakeKeeper } from './fake-lens.ts';

const BACK = { id: 'a', label: 'Back Camera' };
const TELE = { id: 'b', label: 'Back Telephoto Camera' };

describe('the lens memory', () => {
  it('knows nothing on a new tablet', () => {
    const memory = createLensMemory(fakeKeeper());
    expect(memory.choice()).toBeNull();
    expect(memory.zoomOf(BACK)).toBeNull();
  });

  it('keeps choice and zooms beside each other, across a reload', () => {
    const keeper = fakeKeeper();
    createLensMemory(keeper).keepChoice(TELE);
    createLensMemory(keeper).keepZoom(BACK, 2.5);
    createLensMemory(keeper).keepZoom(TELE, 1);
    const memory = createLensMemory(keeper);
    expect(memory.choice()).toEqual(TELE);
    expect([memory.zoomOf(BACK), memory.zoomOf(TELE)]).toEqual([2.5, 1]);
  });

  it('knows a lens by its label when the browser gave it another id', () => {
    const memory = createLensMemory(fakeKeeper());
    memory.keepZoom(BACK, 3);
    expect(memory.zoomOf({ ...BACK, id: 'new' })).toBe(3);
  });

  it('does not take two lenses without a name for one', () => {
    expect(isSameLens({ id: 'a', label: '' }, { id: 'b', label: '' })).toBe(false);
    expect(isSameLens({ id: 'a', label: '' }, { id: 'a', label: 'Back Camera' })).toBe(true);
  });

  it.each(['', 'null', '[]', '7', '{', '{"choice":7,"zooms":[1]}', '{"choice":{"id":1},"zooms":{"x":"2"}}'])(
    'takes %j for nothing kept',
    (text) => {
      const memory = createLensMemory(fakeKeeper(text));
      expect(memory.choice()).toBeNull();
      expect(memory.zoomOf({ id: 'x', label: '' })).toBeNull();
    },
  );
});
