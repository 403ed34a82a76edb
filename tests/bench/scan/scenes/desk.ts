/** What lies around and under the phone, and what lies there without any code: cloth, wood, print, product bars. */
import type { Dice } from '../../../fakes/dice.ts';
import { fillRect, makePicture, type Picture } from './picture.ts';

/** Frame size, pixels: what the till asks a camera for. */
export const FRAME = { width: 1280, height: 720 } as const;

/** A desk: an even grey with grain, sometimes with things on it. */
export function drawDesk(dice: Dice, grey = dice.between(30, 200)): Picture {
  const desk = makePicture(FRAME.width, FRAME.height, grey);
  addGrain(desk, dice);
  for (let thing = dice.between(0, 4); thing > 0; thing -= 1) {
    const at = [dice.between(-100, 1200), dice.between(-100, 650)] as const;
    fillRect(desk, [...at, dice.between(60, 420), dice.between(40, 300)], dice.between(10, 240));
  }
  return desk;
}

/** A frame with no code that Pling may read in it. */
export function drawCodeFree(dice: Dice): Picture {
  const desk = drawDesk(dice);
  const what = dice.pick(['nothing', 'stripes', 'text', 'product', 'checks', 'stripes'] as const);
  if (what === 'stripes') addStripes(desk, dice);
  if (what === 'text') addText(desk, dice);
  if (what === 'product') addProductBars(desk, dice);
  if (what === 'checks') addChecks(desk, dice);
  return desk;
}

function addGrain({ width, height, data }: Picture, dice: Dice): void {
  const [across, along, strength] = [dice.roll() * 0.3, dice.roll() * 0.02, dice.between(1, 10)];
  const phase = dice.roll() * 6;
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      data[at] = (data[at] ?? 0) + strength * Math.sin(across * y + along * x + phase);
    }
}

function addStripes(desk: Picture, dice: Dice): void {
  const isUpright = dice.chance(0.7);
  const [left, top] = [dice.between(0, 500), dice.between(0, 300)];
  const [long, broad] = [dice.between(300, 760), dice.between(80, 400)];
  for (let at = 0; at < long;) {
    const wide = dice.between(2, 9);
    if (isUpright) fillRect(desk, [left + at, top, wide, broad], dice.between(0, 60));
    else fillRect(desk, [left, top + at, broad, wide], dice.between(0, 60));
    at += wide + dice.between(2, 9);
  }
}

function addText(desk: Picture, dice: Dice): void {
  fillRect(desk, [200, 60, 800, 600], 225);
  for (let y = 90; y < 620; y += 26)
    for (let x = 230; x < 960; x += dice.between(5, 16))
      fillRect(desk, [x, y, dice.between(2, 6), dice.between(6, 14)], dice.between(20, 70));
}

/** Bars of an EAN-13's make: 95 modules of one to four, guards of one; no start of Code 128 stands in it. */
function addProductBars(desk: Picture, dice: Dice): void {
  const module = dice.between(2, 5);
  const [left, top] = [dice.between(80, 600), dice.between(60, 300)];
  fillRect(desk, [left - 12 * module, top - 20, 119 * module, 260], 230);
  const widths = [1, 1, 1, ...digits(dice), 1, 1, 1, 1, 1, ...digits(dice), 1, 1, 1];
  let x = left;
  widths.forEach((wide, part) => {
    if (part % 2 === 0) fillRect(desk, [x, top, wide * module, 220], 25);
    x += wide * module;
  });
}

function digits(dice: Dice): number[] {
  const PARTS = ['3211', '2221', '2122', '1411', '1132', '1231', '1114', '1312', '1213', '3112'] as const;
  return Array.from({ length: 6 }, () => Array.from(dice.pick(PARTS), Number)).flat();
}

function addChecks(desk: Picture, dice: Dice): void {
  const size = dice.between(4, 24);
  const [left, top] = [dice.between(0, 600), dice.between(0, 300)];
  for (let row = 0; row < 24; row += 1)
    for (let column = 0; column < 24; column += 1)
      if (dice.chance(0.5)) fillRect(desk, [left + column * size, top + row * size, size, size], 30);
}
