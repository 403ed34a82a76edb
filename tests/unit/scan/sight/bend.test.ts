/** Pulling a bent patch straight. */
import { expect, it } from 'vitest';
import { BENDS, straightened } from '../../../../src/scan/sight/bend.ts';
import type { Grey } from '../../../../src/scan/sight/grey.ts';

const SIDE = 200;
/** Squares of ten pixels. */
const board: Grey = {
  data: Uint8Array.from({ length: SIDE * SIDE }, (_, at) =>
    (Math.floor((at % SIDE) / 10) + Math.floor(at / SIDE / 10)) % 2 === 0 ? 20 : 230,
  ),
  width: SIDE,
  height: SIDE,
};

/** How much of two patches is the same, away from the rim. */
function likeness(a: Grey, b: Grey): number {
  let [same, all] = [0, 0];
  for (let y = 20; y < SIDE - 20; y += 1)
    for (let x = 20; x < SIDE - 20; x += 1) {
      all += 1;
      same += a.data[y * SIDE + x] === b.data[y * SIDE + x] ? 1 : 0;
    }
  return same / all;
}

it('without a bend leaves it as it is', () => {
  expect(straightened(board, () => [0, 0])).toEqual(board);
});

it.each(BENDS.map((bend, n) => [n, bend] as const))('bend %i undoes what bent it that way', (_n, bend) => {
  const bent = straightened(board, (u, v) => {
    const [dx, dy] = bend(u, v);
    return [-dx, -dy];
  });
  const again = straightened(bent, bend);
  expect(likeness(board, again)).toBeGreaterThan(0.9);
  expect(likeness(board, again)).toBeGreaterThan(likeness(board, bent) + 0.05);
});

it('has each bend and its opposite once', () => {
  const shapes = BENDS.map((bend) => JSON.stringify([bend(1, 0), bend(0, 1), bend(0.5, 0.5)]));
  const opposites = BENDS.map((bend) =>
    JSON.stringify(
      (
        [
          [1, 0],
          [0, 1],
          [0.5, 0.5],
        ] as const
      ).map(([u, v]) => bend(u, v).map((by) => -by + 0)),
    ),
  );
  expect(new Set(shapes).size).toBe(BENDS.length);
  expect([...opposites].sort()).toEqual([...shapes].sort());
});
