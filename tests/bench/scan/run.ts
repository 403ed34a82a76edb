/** `npm run bench -- scan`: the decoders side by side on seeded scenes, photos, and in front of a fake camera. */
import { readdirSync, readFileSync, rmSync, statSync, existsSync, mkdtempSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { createServer, type ViteDevServer } from 'vite';
import { chromiumLaunch } from '../../../scripts/chromium.mjs';
import { measureBytes } from './bytes.ts';
import { writeFilm } from './film.ts';
import { heldAgainst, type Budget, type Measured } from '../budgets.ts';
import { SCAN_PROMISES } from './promises.ts';
import { makeScene, SCENE_CLASSES } from './scenes/scene.ts';
import { printBytes, printImages, printLive, printScenes } from './print.ts';
import { Tallies } from './tally.ts';

/** What is asked for. */
export interface ScanOptions {
  readonly seed: number;
  /** scenes a class and symbology; 0: none */
  readonly scenes: number;
  /** code-free frames */
  readonly codeFree: number;
  /** a folder of pictures with their truths in NAME.txt */
  readonly images: string | null;
  readonly isLive: boolean;
  readonly say: (line: string) => void;
}

/** Runs it; the budgets that were measured. */
export async function runScanBench(options: ScanOptions): Promise<Budget[]> {
  const server = await createServer({
    configFile: false,
    logLevel: 'error',
    server: { port: 0, host: '127.0.0.1', watch: null },
    optimizeDeps: { entries: ['tests/bench/scan/index.html'] },
    worker: { format: 'es' },
  });
  await server.listen();
  try {
    const still = await measureStills(server, options);
    const live = options.isLive ? await measureLive(server, options) : {};
    return heldAgainst(SCAN_PROMISES, { ...still, ...live });
  } finally {
    await server.close();
  }
}

function addressOf(server: ViteDevServer): string {
  return `${server.resolvedUrls?.local[0] ?? ''}tests/bench/scan/index.html`;
}

async function withPage<T>(
  server: ViteDevServer,
  flags: string[],
  work: (page: Page, browser: Browser) => Promise<T>,
): Promise<T> {
  const browser = await chromium.launch(chromiumLaunch(flags));
  try {
    const page = await browser.newPage();
    await page.goto(addressOf(server));
    await page.waitForFunction(() => 'bench' in window);
    return await work(page, browser);
  } finally {
    await browser.close();
  }
}

async function measureStills(server: ViteDevServer, options: ScanOptions): Promise<Measured> {
  return withPage(server, [], async (page, browser) => {
    options.say(`Chromium ${browser.version()}, ${availableParallelism()} cores, seed ${options.seed}`);
    printBytes(await measureBytes(), options.say);
    // Files are compiled when they are first asked for, and the wasm is loaded: neither is what is measured.
    await page.evaluate(() => window.bench.codeFree(0, 0, true));
    const scenes = await readScenes(page, options);
    const images = options.images === null ? {} : await readImages(page, options, options.images);
    return { ...scenes, ...images };
  });
}

async function readScenes(page: Page, { seed, scenes, codeFree, say }: ScanOptions): Promise<Measured> {
  const first = new Tallies();
  const within = new Tallies();
  const every = new Tallies();
  for (const name of scenes > 0 ? SCENE_CLASSES : [])
    for (const shown of ['qr', 'code128'] as const)
      for (let n = 0; n < scenes; n += 1) {
        const outcome = await page.evaluate((args) => window.bench.scene(...args), [seed, name, shown, n] as [
          number,
          typeof name,
          typeof shown,
          number,
        ]);
        for (const each of outcome.first) {
          first.of(each.engine, shown, name).add(each);
          first.of(each.engine, shown).add(each);
          every.of(each.engine).add(each);
          const what = outcome.within.includes(each.engine) ? 'read' : 'missed';
          within.of(each.engine, shown, name).add({ ...each, what });
          within.of(each.engine, shown).add({ ...each, what });
        }
        for (const each of outcome.later) every.of(each.engine).add(each);
      }
  const free = new Tallies();
  for (let n = 0; n < codeFree; n += 1)
    for (const each of await page.evaluate((args) => window.bench.codeFree(...args), [
      seed,
      n,
      n % 20 === 0,
    ] as [number, number, boolean]))
      free.of(each.engine).add(each);
  return printScenes({ first, within, every, free }, say);
}

async function readImages(page: Page, { say }: ScanOptions, folder: string): Promise<Measured> {
  const tallies = new Tallies();
  const misses: string[] = [];
  for (const file of picturesIn(folder)) {
    const truthFile = file.slice(0, -extname(file).length) + '.txt';
    const truth = existsSync(truthFile) ? readFileSync(truthFile, 'utf8') : null;
    const type = extname(file).slice(1).replace('jpg', 'jpeg');
    const url = `data:image/${type};base64,${readFileSync(file).toString('base64')}`;
    const outcomes = await page.evaluate((args) => window.bench.image(...args), [url, truth] as [
      string,
      string | null,
    ]);
    for (const each of outcomes) {
      tallies.of(each.engine, truth === null ? 'no code' : 'code').add(each);
      if (each.engine === 'pling' && each.what !== (truth === null ? 'missed' : 'read'))
        misses.push(`${file.slice(folder.length + 1)}: ${each.what} ${each.text ?? ''}`.trim());
    }
  }
  return printImages(tallies, misses, say);
}

function picturesIn(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) return picturesIn(path);
      return /\.(?:png|jpe?g|gif|webp)$/i.test(name) ? [path] : [];
    });
}

const EMPTY_FRAMES = 55;
const CODE_FRAMES = 45;
/** Fourteen times the code comes into view. */
const LIVE_MS = 48_000;
const ATTEMPTS_MS = 10_000;

async function measureLive(server: ViteDevServer, { seed, say }: ScanOptions): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'pling-scan-'));
  try {
    const film = (name: string, shown: 'qr' | 'code128' | null): string => {
      const path = join(folder, `${name}.y4m`);
      const scene = shown === null ? null : makeScene(seed, 'plain', shown, 0);
      writeFilm(path, seed, scene, { emptyFrames: EMPTY_FRAMES, codeFrames: CODE_FRAMES });
      return path;
    };
    const flags = (path: string): string[] => [
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${path}`,
    ];
    const time = (path: string): Promise<number[]> =>
      withPage(server, flags(path), (page) =>
        page.evaluate((ms) => window.bench.timeFirstReads(ms), LIVE_MS),
      );
    const qr = await time(film('qr', 'qr'));
    const bars = await time(film('bars', 'code128'));
    const desk = film('desk', null);
    const count = (slowdown: number): Promise<number> =>
      withPage(server, flags(desk), async (page) => {
        const session = await page.context().newCDPSession(page);
        await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
        return page.evaluate((ms) => window.bench.countAttempts(ms), ATTEMPTS_MS);
      });
    return printLive({ qr, bars, attempts: await count(1), slowAttempts: await count(4) }, say);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
