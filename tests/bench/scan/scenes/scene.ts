/** A scene: one phone shown to the camera for six frames, by the class of what makes it hard. Seeded: it draws the same again. */
import { Dice, seedFor } from '../../../fakes/dice.ts';
import { drawCodeFree, drawDesk, FRAME } from './desk.ts';
import { addGlare, addMoire, blurMotion, expose, layPhone, shade, soften, squeeze } from './lens.ts';
import type { Picture } from './picture.ts';
import { homographyOf, type Homography, type Pose } from './pose.ts';
import { drawScreen, type Screen, type Shown } from './wallet-screen.ts';

/** What makes a scene hard. */
export const SCENE_CLASSES = [
  'plain',
  'size',
  'rotation',
  'perspective',
  'motion',
  'low-contrast',
  'glare',
  'moire',
  'dark-mode',
  'inverted',
  'bezel',
  'cracked',
  'two-codes',
  'arm-length',
] as const;
/** One of them. */
export type SceneClass = (typeof SCENE_CLASSES)[number];

/** Frames of a scene. */
export const FRAMES = 6;

/** One scene. */
export interface Scene {
  readonly name: SceneClass;
  readonly shown: Shown;
  /** the texts that may be read */
  readonly truths: readonly string[];
  /** Draws frame 0 to 5: grey bytes, 1280 × 720. */
  readonly frame: (index: number) => Uint8Array;
}

/** Makes the `n`-th scene of a class. */
export function makeScene(seed: number, name: SceneClass, shown: 'qr' | 'code128', n: number): Scene {
  const label = `${name} ${shown} ${n}`;
  const dice = new Dice(seedFor(seed, label));
  const text = codeText(dice);
  const both = name === 'two-codes';
  const screen = drawScreen(
    {
      shown: both ? 'both' : shown,
      text,
      isDark: name === 'dark-mode',
      isInverted: name === 'inverted',
      cracks: name === 'cracked' ? dice.between(4, 9) : 0,
      hasLogo: dice.chance(0.4),
    },
    dice,
  );
  const held = holdPhone(name, screen, both ? 'both' : shown, dice);
  const air = drawAir(name, held, dice);
  const desk = drawDesk(dice, name === 'bezel' ? dice.between(12, 40) : undefined);
  const frame = (index: number): Uint8Array =>
    takeFrame({ name, screen, held, air, desk }, new Dice(seedFor(seed, `${label} frame ${index}`)));
  return { name, shown: both ? 'both' : shown, truths: [text], frame };
}

/** A frame with no code in it. */
export function makeCodeFree(seed: number, n: number): Uint8Array {
  const dice = new Dice(seedFor(seed, `code-free ${n}`));
  const soft = soften(drawCodeFree(dice), 0.5 + dice.roll());
  return expose(soft, dice, dice.between(2, 10));
}

/** WeChat, Alipay and UnionPay numbers (pockyt.md §5). */
function codeText(dice: Dice): string {
  const digits = (count: number): string =>
    Array.from({ length: count }, () => String(dice.between(0, 9))).join('');
  switch (dice.pick(['wechat', 'alipay', 'alipay', 'unionpay'] as const)) {
    case 'wechat':
      return `1${dice.between(0, 5)}${digits(16)}`;
    case 'alipay':
      return `28${digits(dice.pick([14, 16, 16, 22]))}`;
    case 'unionpay':
      return `62${digits(17)}`;
  }
}

interface Held {
  readonly pose: Pose;
  /** the code's middle on the screen */
  readonly middle: readonly [number, number];
  readonly rim: number;
}

function holdPhone(name: SceneClass, screen: Screen, shown: Shown, dice: Dice): Held {
  const box = screen.codes[0] ?? [0, 0, 1, 1];
  const [x, y, wide, high] = box;
  const middle = [x + wide / 2, shown === 'both' ? screen.picture.height / 2 : y + high / 2] as const;
  // QR codes by the frame's height, bars by its width, as they fill it.
  const share = shareOf(name, dice);
  const long = shown === 'qr' ? high : shown === 'both' ? screen.picture.height : wide;
  const scale = ((shown === 'code128' ? FRAME.width : FRAME.height) * share) / long;
  const turn =
    name === 'rotation'
      ? dice.roll() * 2 * Math.PI
      : shown === 'both'
        ? Math.PI / 2
        : (dice.roll() - 0.5) * 0.25;
  const tilt = name === 'perspective' ? 0.75 : 0.2;
  const loose = name === 'rotation' || shown === 'both' ? 20 : 90;
  return {
    pose: {
      centre: [640 + dice.between(-loose, loose), 360 + dice.between(-loose / 2, loose / 2)],
      turn: shown === 'both' ? turn + (dice.roll() - 0.5) * 0.2 : turn,
      tiltX: (dice.roll() - 0.5) * 2 * tilt,
      tiltY: (dice.roll() - 0.5) * 2 * tilt,
      scale,
    },
    middle,
    rim: name === 'bezel' ? dice.between(4, 20) : dice.between(20, 50),
  };
}

function shareOf(name: SceneClass, dice: Dice): number {
  if (name === 'size') return 0.12 + dice.roll() * 0.48;
  if (name === 'arm-length') return 0.17 + dice.roll() * 0.08;
  if (name === 'two-codes') return 1 + dice.roll() * 0.5;
  return 0.3 + dice.roll() * 0.25;
}

/** What stands between phone and sensor, for all frames of the scene. */
interface Air {
  readonly motion: number;
  readonly direction: number;
  readonly glare: readonly [number, number, number, number] | null;
  readonly soft: number;
  readonly noise: number;
  readonly low: number;
  readonly high: number;
  readonly light: number;
}

function drawAir(name: SceneClass, { pose }: Held, dice: Dice): Air {
  const low = name === 'low-contrast' ? dice.between(60, 110) : 0;
  return {
    motion: name === 'motion' ? 3 + dice.roll() * 8 : dice.roll() * 1.2,
    direction: dice.roll() * Math.PI,
    glare:
      name === 'glare'
        ? [
            pose.centre[0] + dice.between(-140, 140),
            pose.centre[1] + dice.between(-70, 70),
            dice.between(40, 170),
            dice.between(30, 90),
          ]
        : null,
    soft: name === 'arm-length' ? 0.6 + dice.roll() * 0.4 : 0.5 + dice.roll() * 0.6,
    noise: name === 'low-contrast' ? 2 + dice.roll() * 4 : 2 + dice.roll() * 6,
    low,
    high: name === 'low-contrast' ? low + dice.between(40, 80) : 255,
    light: dice.roll() * 0.35,
  };
}

interface Setting {
  readonly name: SceneClass;
  readonly screen: Screen;
  readonly held: Held;
  readonly air: Air;
  readonly desk: Picture;
}

function takeFrame({ name, screen, held, air, desk }: Setting, dice: Dice): Uint8Array {
  const frame = { ...desk, data: desk.data.slice() };
  layPhone(frame, screen.picture, shaken(held, dice), held.rim);
  if (name === 'moire') addMoire(frame, dice, 0.05 + dice.roll() * 0.12);
  if (air.glare) {
    const [x, y, rx, ry] = air.glare;
    addGlare(
      frame,
      [x + dice.between(-25, 25), y + dice.between(-25, 25), rx, ry],
      dice.roll(),
      190 + dice.roll() * 120,
    );
  }
  shade(frame, air.direction, air.light);
  const motion = air.motion * (0.35 + 0.65 * dice.roll());
  const blurred = blurMotion(frame, motion, air.direction + (dice.roll() - 0.5) * 0.8);
  const soft = soften(blurred, air.soft);
  if (air.high < 255) squeeze(soft, air.low, air.high);
  return expose(soft, dice, air.noise);
}

/** The hand is never quite still. */
function shaken({ pose, middle }: Held, dice: Dice): Homography {
  const jolt = (size: number): number => (dice.roll() - 0.5) * 2 * size;
  return homographyOf(
    {
      ...pose,
      centre: [pose.centre[0] + jolt(7), pose.centre[1] + jolt(7)],
      turn: pose.turn + jolt(0.02),
      tiltX: pose.tiltX + jolt(0.02),
      tiltY: pose.tiltY + jolt(0.02),
      scale: pose.scale * (1 + jolt(0.012)),
    },
    middle,
  );
}
