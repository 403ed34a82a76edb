/** Pictures on which a decoder that nobody here has measured must prove itself: drawn, so that they cost no download. */
import { encode } from 'uqr';
import { drawBars } from './code128/draw-bars.ts';
import type { Grey } from './grey.ts';

/** A picture, and the text that must be read in it; null: none may be. */
export interface TestPicture {
  readonly name: string;
  readonly text: string | null;
  readonly draw: () => Grey;
}

/** Both sides, pixels. */
const SIDE = 560;
/** Pixels a module of bars, and half their height. */
const BAR = 2;
const HALF_HIGH = 60;
/** Modules of check and stop. */
const ENDS = 24;
/** Built like wallets' numbers. */
const QR_TEXT = '284312345678901234';
const BARS_TEXT = '6212345678901234567';

/** How a code lies: turned by so many degrees, in which greys, and how large, pixels. */
interface Look {
  readonly turn?: number;
  readonly dark?: number;
  readonly light?: number;
  readonly side?: number;
}

/** Brightness at a place, pixels from the picture's middle. */
type Paint = (x: number, y: number) => number;

const INVERTED: Look = { dark: 230, light: 20 };
const FAINT: Look = { dark: 120, light: 165 };

/** What stands in front of our own readers must read, and what it must not; light bars on dark are read by ours. */
export const SELF_TEST: readonly TestPicture[] = [
  picture('a QR code', qr({}), QR_TEXT),
  picture('a small QR code', qr({ side: 90 }), QR_TEXT),
  picture('a turned QR code', qr({ turn: 33 }), QR_TEXT),
  picture('a light QR code on dark', qr(INVERTED), QR_TEXT),
  picture('a faint QR code', qr(FAINT), QR_TEXT),
  picture('bars', bars({}), BARS_TEXT),
  picture('turned bars', bars({ turn: 90 }), BARS_TEXT),
  picture('faint bars', bars(FAINT), BARS_TEXT),
  picture('bars whose check is wrong', bars({}, withOtherCheck), null),
  picture('the bars of a product', bars({}, ean13), null),
  picture('stripes', () => (x) => (Math.floor(x / 4) % 2 === 0 ? 30 : 220), null),
  picture('checks', () => (x, y) => ((Math.floor(x / 9) + Math.floor(y / 9)) % 2 === 0 ? 30 : 220), null),
];

function picture(name: string, paint: () => Paint, text: string | null): TestPicture {
  return { name, text, draw: () => draw(paint()) };
}

function draw(paint: Paint): Grey {
  const data = new Uint8Array(SIDE * SIDE);
  for (let at = 0; at < data.length; at += 1)
    data[at] = paint((at % SIDE) - SIDE / 2, Math.floor(at / SIDE) - SIDE / 2);
  return { data, width: SIDE, height: SIDE };
}

function qr({ side = 200, ...look }: Look): () => Paint {
  return () => {
    const { data, size } = encode(QR_TEXT, { border: 0 });
    const module = (place: number): number => Math.floor((place * size) / side + size / 2);
    return turned(look, (x, y) => data[module(y)]?.[module(x)]);
  };
}

function bars(look: Look, modulesOf = (): readonly boolean[] => drawBars(BARS_TEXT)): () => Paint {
  return () => {
    const modules = modulesOf();
    const module = (place: number): number => Math.floor(place / BAR + modules.length / 2);
    return turned(look, (x, y) => Math.abs(y) < HALF_HIGH && modules[module(x)]);
  };
}

function turned(
  { turn = 0, dark = 20, light = 230 }: Look,
  isDark: (x: number, y: number) => boolean | undefined,
): Paint {
  const [cos, sin] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)];
  return (x, y) => (isDark(x * cos + y * sin, y * cos - x * sin) === true ? dark : light);
}

/** The bars of another text with one letter changed: what was the check is none. */
function withOtherCheck(): boolean[] {
  const [right, other] = [drawBars(BARS_TEXT), drawBars(BARS_TEXT.replace('7', '8'))];
  return [...other.slice(0, -ENDS), ...right.slice(-ENDS)];
}

/** EAN-13 4006381333931 (GS1 General Specifications): such bars lie on every counter. */
function ean13(): boolean[] {
  const modules =
    '10100011010100111010111101111010001001011001101010' + '100001010000101000010111010010000101100110101';
  return Array.from(modules, (module) => module === '1');
}
