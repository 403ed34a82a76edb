/** Side-by-side figures: `npm run bench -- NAME`. Exits 1 where a budget is missed; `--json` ends with one object. */
import { existsSync } from 'node:fs';
import { readArguments } from './read-arguments.mjs';

const USAGE = `npm run bench -- scan [--seed N] [--scenes N] [--code-free N] [--images FOLDER] [--no-live] [--json]
npm run bench -- proxy [--seconds N] [--rounds N] [--streams N] [--json]
npm run bench -- till [--sales N] [--starts N] [--keys N] [--memory N] [--no-memory] [--only PARTS] [--json]
npm run bench -- journal [--sales N] [--rounds N] [--no-second-engine] [--json]
  scan      the decoders on seeded scenes (--scenes a class; 0: none), on pictures (--images, truths in NAME.txt), live
  proxy     the proxy beside a bare forwarder: status route, whole sales, 50 sales a second, open feeds, memory
  till      the built till beside the obvious one: scan to paid, key presses, starts, first load, memory after N sales
            (--only sales,keys,starts,load,memory)
  journal   the till's journal with 0, 10,000 and 100,000 sales (--sales): start, commits, pages, totals, size`;

const text = (value) => ({ type: 'string', default: value });
const flag = { type: 'boolean', default: false };
const say = (line) => console.log(line);

/** Each bench: its options, and how it runs. */
const BENCHES = {
  scan: {
    options: {
      seed: text('1'),
      scenes: text('10'),
      'code-free': text('1000'),
      images: text(''),
      'no-live': flag,
      json: flag,
    },
    run: async (values) =>
      (await import('../tests/bench/scan/run.ts')).runScanBench({
        seed: Number(values.seed),
        scenes: Number(values.scenes),
        codeFree: Number(values['code-free']),
        images: values.images || null,
        isLive: !values['no-live'],
        say,
      }),
  },
  proxy: {
    options: { seconds: text('4'), rounds: text('5'), streams: text('1000'), json: flag },
    run: async (values) =>
      (await import('../tests/bench/proxy/run.ts')).runProxyBench({
        seconds: Number(values.seconds),
        rounds: Number(values.rounds),
        streams: Number(values.streams),
        say,
      }),
  },
  till: {
    options: {
      sales: text('3'),
      starts: text('3'),
      keys: text('80'),
      memory: text('500'),
      'no-memory': flag,
      only: text('sales,keys,starts,load,memory'),
      json: flag,
    },
    run: async (values) => {
      const { ensureChromium } = await import('./ensure-chromium.mjs');
      const { buildIfChanged } = await import('./build-if-changed.mjs');
      ensureChromium();
      buildIfChanged();
      return (await import('../tests/bench/till/run.ts')).runTillBench({
        sales: Number(values.sales),
        starts: Number(values.starts),
        keys: Number(values.keys),
        memory: Number(values.memory),
        parts: new Set(values.only.split(',').filter((part) => part !== 'memory' || !values['no-memory'])),
        say,
      });
    },
  },
  journal: {
    options: { sales: text('100000'), rounds: text('15'), 'no-second-engine': flag, json: flag },
    run: async (values) =>
      (await import('../tests/bench/journal/run.ts')).runJournalBench({
        sales: Number(values.sales),
        rounds: Number(values.rounds),
        hasSecondEngine: !values['no-second-engine'],
        say,
      }),
  },
};

const [name = '', ...rest] = process.argv.slice(2);
const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : null;
if (bench === null) {
  (name === '--help' ? console.log : console.error)(name === '--help' ? USAGE : `Which bench?\n${USAGE}`);
  process.exit(name === '--help' ? 0 : 2);
}
const values = readArguments(bench.options, USAGE, rest);
if (values.images && !existsSync(values.images)) {
  console.error(`--images ${values.images}: there is no such folder.`);
  process.exit(2);
}
const budgets = await bench.run(values);
console.log('');
for (const { name: what, value, unit, budget, ok } of budgets)
  console.log(`${ok ? 'kept  ' : 'MISSED'} ${what}: ${Math.round(value * 1000) / 1000} ${unit} (${budget})`);
if (values.json) console.log(JSON.stringify({ bench: name, budgets }));
if (budgets.some(({ ok }) => !ok)) process.exitCode = 1;
