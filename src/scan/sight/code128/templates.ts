/** How each symbol looks through a lens: its bars as brightness, softened, with the space before and the bar after it. */
import { SYMBOL_COUNT, SYMBOL_MODULES, widthsOf } from './symbols.ts';

/** Samples a module of a template. */
const PER_MODULE = 3;
/** A template reaches this many modules beyond its symbol on both sides. */
const AROUND = 1;
/** Samples of a template. */
const LENGTH = (SYMBOL_MODULES + 2 * AROUND) * PER_MODULE;

/** The templates of one softness, each of mean zero and length one, symbol after symbol. */
export type Bank = Float32Array;

/** Where a symbol is looked for in a line: where it begins and how wide its modules are, in samples. */
export interface Place {
  readonly at: number;
  readonly module: number;
  /** 1: dark bars, −1: light ones */
  readonly sign: 1 | -1;
}

/** Makes the templates of a softness: the deviation of the lens's blur, in modules. */
export function makeBank(softness: number): Bank {
  const bank = new Float32Array(SYMBOL_COUNT * LENGTH);
  for (let symbol = 0; symbol < SYMBOL_COUNT; symbol += 1) {
    const drawn = drawSymbol(widthsOf(symbol), softness);
    normalise(drawn);
    bank.set(drawn, symbol * LENGTH);
  }
  return bank;
}

const window = new Float32Array(LENGTH);

/** What stands at a place, as templates are: of mean zero and length one. Good until the next call; null beyond the line. */
export function lookAt(values: Float32Array, { at, module, sign }: Place): Float32Array | null {
  const first = at - AROUND * module;
  const step = module / PER_MODULE;
  if (first + step / 2 < 0 || first + step * LENGTH > values.length - 2) return null;
  for (let part = 0; part < LENGTH; part += 1) {
    const place = first + (part + 0.5) * step;
    const left = place | 0;
    const share = place - left;
    window[part] = sign * ((values[left] ?? 0) * (1 - share) + (values[left + 1] ?? 0) * share);
  }
  normalise(window);
  return window;
}

/** How like what was seen is to a symbol: 1 at best, 0 where they have nothing in common. */
export function likeness(seen: Float32Array, bank: Bank, symbol: number): number {
  let sum = 0;
  const base = symbol * LENGTH;
  for (let part = 0; part < LENGTH; part += 1) sum += (seen[part] ?? 0) * (bank[base + part] ?? 0);
  return sum;
}

/** Mean zero, length one, in place; all zero where nothing changes. */
function normalise(values: Float32Array): void {
  let [sum, square] = [0, 0];
  for (const value of values) sum += value;
  const mean = sum / values.length;
  for (const value of values) square += (value - mean) ** 2;
  const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
  for (let at = 0; at < values.length; at += 1) values[at] = ((values[at] ?? 0) - mean) * scale;
}

function drawSymbol(widths: readonly number[], softness: number): Float32Array {
  return Float32Array.from({ length: LENGTH }, (_, at) =>
    brightness(widths, (at + 0.5) / PER_MODULE - AROUND, softness),
  );
}

/** The bars through a soft lens, a light space before them and a dark bar behind: a sum of soft steps. */
function brightness(widths: readonly number[], place: number, softness: number): number {
  let edge = 0;
  let light = 1 - softStep(place, softness);
  widths.forEach((width, part) => {
    edge += width;
    light += (part % 2 === 0 ? 1 : -1) * softStep(place - edge, softness);
  });
  return light;
}

/** 0 before, 1 behind: the integral of a bell, near enough (logistic of the same deviation). */
function softStep(distance: number, softness: number): number {
  return 1 / (1 + Math.exp((-distance * 1.702) / softness));
}
