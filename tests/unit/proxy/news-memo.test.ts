/** News for many feeds is written once, and never told as of another moment or another change. */
import { expect, test } from 'vitest';
import { NewsMemo } from '../../../src/proxy/routes/news-memo.ts';

test('the same place at the same moment is written once; another place or moment anew', () => {
  const memo = new NewsMemo();
  let written = 0;
  const tell = (place: string, at: number): number =>
    memo.told(place, at, () => Uint8Array.of((written += 1)))[0] ?? 0;
  expect([tell('e:1', 10), tell('e:1', 10), tell('e:1', 10)]).toEqual([1, 1, 1]);
  expect([tell('e:2', 10), tell('e:2', 11), tell('e:1', 11)]).toEqual([2, 3, 4]);
});
