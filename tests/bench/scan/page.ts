/** The page of the bench: what the runner calls, one step at a time. */
import { others, pling, stockWasm, type Engine, type Way } from './engines.ts';
import { countAttempts, timeFirstReads } from './live.ts';
import { makeCodeFree, makeScene, FRAMES, type SceneClass } from './scenes/scene.ts';
import { FRAME } from './scenes/desk.ts';
import { makeCanvas, showGrey, tryEngine, type Outcome } from './stills.ts';

/**
 * What one scene gave. `first`: its first frame as a picture that stands alone; `later`: its frames one after the other, as
 * a camera gives them; `within`: engines that read one of these.
 */
export interface SceneOutcome {
  readonly first: readonly Outcome[];
  readonly later: readonly Outcome[];
  readonly within: readonly string[];
}

/** The steps. */
export interface ScanBench {
  scene(seed: number, name: SceneClass, shown: 'qr' | 'code128', n: number): Promise<SceneOutcome>;
  codeFree(seed: number, n: number, all: boolean): Promise<Outcome[]>;
  image(url: string, truth: string | null): Promise<Outcome[]>;
  timeFirstReads: typeof timeFirstReads;
  countAttempts: typeof countAttempts;
}

declare global {
  interface Window {
    bench: ScanBench;
  }
}

const own = pling();
const stock = stockWasm();
const rest = others();
const canvas = makeCanvas();
let turn = 0;

/** Each engine is first in its turn, so that none always meets a cold picture. */
function inTurn(engines: readonly Engine[]): Engine[] {
  turn += 1;
  return engines.map((_, at) => engines[(at + turn) % engines.length]).filter((each) => each !== undefined);
}

async function tryAll(engines: readonly Engine[], truths: readonly string[], way: Way): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const engine of inTurn(engines)) outcomes.push(await tryEngine(engine, canvas, truths, way));
  return outcomes;
}

async function scene(
  seed: number,
  name: SceneClass,
  shown: 'qr' | 'code128',
  n: number,
): Promise<SceneOutcome> {
  const { truths, frame } = makeScene(seed, name, shown, n);
  const show = (index: number): void => showGrey(canvas, frame(index), FRAME.width, FRAME.height);
  show(0);
  const first = await tryAll([own, stock, ...rest], truths, 'still');
  const later: Outcome[] = [];
  const within = new Set<string>();
  for (let index = 0; index < FRAMES; index += 1) {
    show(index);
    for (const outcome of await tryAll([own, stock], truths, 'live')) {
      later.push(outcome);
      if (outcome.what === 'read') within.add(outcome.engine);
    }
  }
  return { first, later, within: [...within] };
}

function codeFree(seed: number, n: number, all: boolean): Promise<Outcome[]> {
  showGrey(canvas, makeCodeFree(seed, n), FRAME.width, FRAME.height);
  return tryAll(all ? [own, stock, ...rest] : [own, stock], [], 'live');
}

async function image(url: string, truth: string | null): Promise<Outcome[]> {
  const picture = new Image();
  picture.src = url;
  await picture.decode();
  canvas.width = picture.naturalWidth;
  canvas.height = picture.naturalHeight;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no 2d context');
  // Clear pictures lie on white, as every viewer shows them.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0);
  return tryAll([own, stock, ...rest], truth === null ? [] : [truth], 'photo');
}

window.bench = { scene, codeFree, image, timeFirstReads, countAttempts };
