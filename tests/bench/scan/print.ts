/** The scan bench's tables, for people; what they say is returned for the budgets. */
import type { Measured } from '../budgets.ts';
import { SCENE_CLASSES } from './scenes/scene.ts';
import { percentile, type Tallies, type Tally } from './tally.ts';

type Say = (line: string) => void;

/** Every engine, in the table's order. */
const ENGINES = ['pling', 'zxing-wasm stock', '@zxing/browser', 'html5-qrcode', 'jsQR'] as const;
const TWO = ['pling', 'zxing-wasm stock'] as const;

/** Prints what each decoder costs to fetch. */
export function printBytes(bytes: ReadonlyMap<string, number>, say: Say): void {
  const each = ENGINES.map((name) => `${name} ${((bytes.get(name) ?? 0) / 1000).toFixed(0)} kB`);
  say(`fetched once, gzip: ${each.join(' · ')}`);
}

/** Scenes: on the first frame, within six, over every frame, and frames without a code. */
export interface SceneTallies {
  readonly first: Tallies;
  readonly within: Tallies;
  readonly every: Tallies;
  readonly free: Tallies;
}

/** Prints the scenes. */
export function printScenes(tallies: SceneTallies, say: Say): Measured {
  const { first, within, every, free } = tallies;
  let behind = 0;
  for (const shown of ['qr', 'code128'] as const) {
    if (first.of('pling', shown).all === 0) continue;
    say(`\n${shown === 'qr' ? 'QR' : 'Code 128'}, read of one frame (within 6 frames)`);
    say(['class'.padEnd(14), ...ENGINES.map((name) => name.padStart(18))].join(''));
    for (const name of SCENE_CLASSES) {
      const cells = ENGINES.map((engine) => {
        const six = engine === 'pling' || engine === TWO[1] ? within.of(engine, shown, name) : null;
        return `${share(first.of(engine, shown, name))}${six ? ` (${share(six)})` : ''}`.padStart(18);
      });
      say([name.padEnd(14), ...cells].join(''));
      behind += isBehind(first, shown, name) ? 1 : 0;
    }
    const all = ENGINES.map((engine) => share(first.of(engine, shown)).padStart(18));
    say(['all'.padEnd(14), ...all].join(''));
  }
  say('\nover every frame     wrong   hit ms med/p95   miss ms med/p95   code-free: wrong   ms med/p95');
  for (const engine of ENGINES) say(timesOf(engine, every.of(engine), free.of(engine)));
  return figures(tallies, behind);
}

function isBehind(first: Tallies, shown: string, name: string): boolean {
  const [own, stock] = TWO.map((engine) => first.of(engine, shown, name).rate() ?? 0);
  return (own ?? 0) < (stock ?? 0);
}

function figures({ first, within, every, free }: SceneTallies, behind: number): Measured {
  if (first.of('pling', 'qr').all === 0) return {};
  const wrong = every.of('pling').wrong.length + free.of('pling').wrong.length;
  return {
    'QR, one frame': first.of('pling', 'qr').rate() ?? 0,
    'Code 128, one frame': first.of('pling', 'code128').rate() ?? 0,
    'QR, within 6 frames': within.of('pling', 'qr').rate() ?? 0,
    'Code 128, within 6 frames': within.of('pling', 'code128').rate() ?? 0,
    'wrong reads': wrong,
    'classes behind stock zxing-wasm': behind,
  };
}

function timesOf(engine: string, every: Tally, free: Tally): string {
  return [
    engine.padEnd(18),
    String(every.wrong.length).padStart(8),
    pair(every.hits).padStart(17),
    pair(every.misses).padStart(18),
    String(free.wrong.length).padStart(19),
    pair([...free.misses, ...free.hits]).padStart(13),
  ].join('');
}

/** Prints the photos. */
export function printImages(tallies: Tallies, misses: readonly string[], say: Say): Measured {
  say(
    '\npictures            read              wrong   without a code: wrong   hit ms med/p95   miss ms med/p95',
  );
  for (const engine of ENGINES) {
    const code = tallies.of(engine, 'code');
    const none = tallies.of(engine, 'no code');
    say(
      `${engine.padEnd(18)}${`${code.read}/${code.all} ${share(code)}`.padStart(16)}${String(code.wrong.length).padStart(9)}` +
        `${String(none.wrong.length).padStart(24)}${pair(code.hits).padStart(17)}${pair([...code.misses, ...none.misses]).padStart(18)}`,
    );
  }
  for (const miss of misses) say(`  pling: ${miss}`);
  const rate = tallies.of('pling', 'code').rate();
  return rate === null ? {} : { photos: rate };
}

/** What the live loop measured. */
export interface Live {
  readonly qr: readonly number[];
  readonly bars: readonly number[];
  readonly attempts: number;
  readonly slowAttempts: number;
}

/** Prints the live loop. */
export function printLive({ qr, bars, attempts, slowAttempts }: Live, say: Say): Measured {
  const all = [...qr, ...bars];
  say('\nlive loop, fake camera: first frame with the code to the read, ms');
  for (const [name, times] of [
    ['QR', qr],
    ['Code 128', bars],
  ] as const)
    say(`${name.padEnd(10)} ${times.length} times, min ${ms(Math.min(...times))}, med/p95 ${pair(times)}`);
  say(
    `attempts a second before an empty desk: ${attempts.toFixed(1)}; page 4× slower: ${slowAttempts.toFixed(1)}`,
  );
  return {
    'first frame to read, median': percentile(all, 0.5) ?? Infinity,
    'first frame to read, p95': percentile(all, 0.95) ?? Infinity,
    'attempts a second': attempts,
    'attempts a second, 4× slower page': slowAttempts,
  };
}

function share(tally: Tally): string {
  const rate = tally.rate();
  return rate === null ? '–' : `${(rate * 100).toFixed(rate === 1 ? 0 : 1)} %`;
}

function pair(values: readonly number[]): string {
  return `${ms(percentile(values, 0.5))}/${ms(percentile(values, 0.95))}`;
}

function ms(value: number | null): string {
  return value === null || !Number.isFinite(value) ? '–' : value.toFixed(1);
}
