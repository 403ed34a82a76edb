/** Side-by-side figures: `npm run bench -- scan`. Exits 1 where a budget is missed; `--json` ends with one object. */
import { readArguments } from './read-arguments.mjs';

const USAGE = `npm run bench -- scan [--seed N] [--scenes N] [--code-free N] [--images FOLDER] [--no-live] [--json]
  scan      the decoders on seeded scenes (--scenes a class; 0: none), on pictures (--images, truths in NAME.txt), live`;
const [name, ...rest] = process.argv.slice(2);
if (name !== 'scan') {
  (name === '--help' ? console.log : console.error)(name === '--help' ? USAGE : `Which bench?\n${USAGE}`);
  process.exit(name === '--help' ? 0 : 2);
}
const values = readArguments(
  {
    seed: { type: 'string', default: '1' },
    scenes: { type: 'string', default: '10' },
    'code-free': { type: 'string', default: '1000' },
    images: { type: 'string', default: '' },
    'no-live': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
  USAGE,
  rest,
);
const { runScanBench } = await import('../tests/bench/scan/run.ts');
const budgets = await runScanBench({
  seed: Number(values.seed),
  scenes: Number(values.scenes),
  codeFree: Number(values['code-free']),
  images: values.images || null,
  isLive: !values['no-live'],
  say: (line) => console.log(line),
});
console.log('');
for (const { name: what, value, unit, budget, ok } of budgets)
  console.log(`${ok ? 'kept  ' : 'MISSED'} ${what}: ${Math.round(value * 1000) / 1000} ${unit} (${budget})`);
if (values.json) console.log(JSON.stringify({ bench: name, budgets }));
if (budgets.some(({ ok }) => !ok)) process.exitCode = 1;
