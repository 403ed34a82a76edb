/** One code held in view is one read. */
import { expect, it } from 'vitest';
import { createViewMemory } from '../../../src/scan/view-memory.ts';

it('a code held in view for a minute is one read', () => {
  const memory = createViewMemory();
  const news = Array.from({ length: 60 * 25 }, (_, frame) => memory.isNew('284312345678901234', frame * 40));
  expect(news.filter(Boolean)).toHaveLength(1);
});

it('frames the decoder missed do not make it two', () => {
  const memory = createViewMemory();
  expect([0, 1900, 3800].map((at) => memory.isNew('A', at))).toEqual([true, false, false]);
});

it('a code that was out of view for two seconds is a read again', () => {
  const memory = createViewMemory();
  expect([0, 2000].map((at) => memory.isNew('A', at))).toEqual([true, true]);
});

it('the bars and the QR of one screen, seen in turn, are one read each', () => {
  const memory = createViewMemory();
  const news = Array.from({ length: 10 }, (_, frame) =>
    memory.isNew(frame % 2 === 0 ? 'A' : 'B', frame * 40),
  );
  expect(news.filter(Boolean)).toHaveLength(2);
});

it('a code still in view is a read again when a new attempt begins', () => {
  const memory = createViewMemory();
  memory.isNew('A', 0);
  memory.forget();
  expect(memory.isNew('A', 40)).toBe(true);
});
