/** What a phone shows: a wallet's code page with bars, a QR code or both, drawn flat and large. */
import { encode } from 'uqr';
import { encodeCode128 } from '../../../fixtures/code128.ts';
import type { Dice } from '../../../fakes/dice.ts';
import { drawLine, fillRect, makePicture, type Picture } from './picture.ts';

/** Which codes are shown. */
export type Shown = 'qr' | 'code128' | 'both';

/** How the screen looks. */
export interface ScreenLook {
  readonly shown: Shown;
  readonly text: string;
  /** a dark theme: the card of the code stays white, as wallets keep it */
  readonly isDark: boolean;
  /** the code itself light on dark */
  readonly isInverted: boolean;
  /** splinters over the screen; 0: none */
  readonly cracks: number;
  /** a picture in the middle of the QR code */
  readonly hasLogo: boolean;
}

/** The screen as a picture, and the boxes of its codes in it: `[x, y, width, height]`. */
export interface Screen {
  readonly picture: Picture;
  readonly codes: readonly (readonly [number, number, number, number])[];
}

const WIDTH = 760;
const MARGIN = 24;
const WHITE = 235;
const BLACK = 22;

/** Draws the page. */
export function drawScreen(look: ScreenLook, dice: Dice): Screen {
  const ground = look.isDark ? 28 : 205;
  const picture = makePicture(WIDTH, look.shown === 'both' ? 1300 : 1000, ground);
  drawHeader(picture, look.isDark, dice);
  const codes: [number, number, number, number][] = [];
  let y = 230;
  const [light, dark] = look.isInverted ? [BLACK, WHITE] : [WHITE, BLACK];
  fillRect(picture, [MARGIN, y - 70, WIDTH - 2 * MARGIN, picture.height - y], light);
  if (look.shown !== 'qr') {
    codes.push(drawBars(picture, look.text, y, dark, dice));
    y += 260;
  }
  if (look.shown !== 'code128') codes.push(drawQr(picture, look, y, dark));
  for (let crack = 0; crack < look.cracks; crack += 1) drawCrack(picture, dice);
  return { picture, codes };
}

/** Rows of blocks, as text looks from afar. */
function drawHeader(picture: Picture, isDark: boolean, dice: Dice): void {
  const ink = isDark ? 190 : 70;
  for (let row = 0; row < 3; row += 1)
    for (let x = MARGIN * 2; x < WIDTH - 120; x += 10 + dice.between(10, 46))
      fillRect(
        picture,
        [x, 40 + row * 36, dice.between(6, 30), 16],
        dice.chance(0.5) ? ink : (ink + 60) % 255,
      );
}

function drawBars(picture: Picture, text: string, y: number, dark: number, dice: Dice) {
  const bars = encodeCode128(text);
  const module = Math.floor((WIDTH - 2 * MARGIN - 40) / (bars.length + 12));
  const left = Math.round((WIDTH - bars.length * module) / 2);
  const height = dice.between(110, 190);
  bars.forEach((isDark, at) => {
    if (isDark) fillRect(picture, [left + at * module, y, module, height], dark);
  });
  // The number under the bars, as blocks.
  for (let at = 0; at < text.length; at += 1)
    fillRect(picture, [left + (at * bars.length * module) / text.length, y + height + 16, 12, 22], dark);
  return [left, y, bars.length * module, height] as [number, number, number, number];
}

function drawQr(picture: Picture, { text, hasLogo }: ScreenLook, y: number, dark: number) {
  const qr = encode(text, { ecc: hasLogo ? 'Q' : 'M', border: 0 });
  const module = Math.floor(540 / qr.size);
  const size = module * qr.size;
  const left = Math.round((WIDTH - size) / 2);
  qr.data.forEach((row, at) => {
    row.forEach((isDark, column) => {
      if (isDark) fillRect(picture, [left + column * module, y + at * module, module, module], dark);
    });
  });
  const logo = module * Math.round(qr.size * 0.18);
  if (hasLogo)
    fillRect(picture, [left + (size - logo) / 2, y + (size - logo) / 2, logo, logo], (dark + 120) % 255);
  return [left, y, size, size] as [number, number, number, number];
}

/** A splinter: a jagged line, light on one side of its way and dark on the other. */
function drawCrack(picture: Picture, dice: Dice): void {
  let x = dice.between(0, picture.width);
  let y = dice.between(0, picture.height);
  let turn = dice.roll() * 2 * Math.PI;
  for (let leg = 0; leg < 9; leg += 1) {
    turn += (dice.roll() - 0.5) * 0.9;
    const nextX = x + Math.cos(turn) * dice.between(30, 110);
    const nextY = y + Math.sin(turn) * dice.between(30, 110);
    drawLine(picture, [x, y, nextX, nextY], dice.between(1, 4), dice.chance(0.6) ? 245 : 40);
    [x, y] = [nextX, nextY];
  }
}
