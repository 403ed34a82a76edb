/** The first load's budget: JavaScript that index.html asks for, gzip, without scanner and fonts (DESIGN §7). */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const BUDGET_BYTES = 60_000;
const dist = join(import.meta.dirname, '..', 'dist');
const html = readFileSync(join(dist, 'index.html'), 'utf8');
const scripts = [...html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map((match) => match[1]);
const sizeOf = (files) =>
  files.reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file)), { level: 9 }).length, 0);
const bytes = sizeOf(scripts);
// The words of one language, the journal and the hand scanners' keys are asked for at once beside it: told, so that nobody takes the budget
// for the whole.
const beside = readdirSync(join(dist, 'assets'))
  .filter((file) => /^(en|indexed-db-journal|listen-to-keys)-.*\.js$/.test(file))
  .map((file) => `assets/${file}`);
const scanner = scripts.filter((file) => /zxing|scan|decode/i.test(file));
const kB = (count) => `${(count / 1000).toFixed(1)} kB`;

console.log(`first-load JavaScript: ${kB(bytes)} gzip of ${kB(BUDGET_BYTES)} (${scripts.length} files)`);
console.log(`with the words, the journal and the keys it fetches beside: ${kB(bytes + sizeOf(beside))}`);
if (scripts.length === 0 || bytes > BUDGET_BYTES || scanner.length > 0) {
  console.error(
    scanner.length > 0
      ? `The scanner is in the first load: ${scanner.join(', ')}`
      : 'The first load is over its budget.',
  );
  process.exitCode = 1;
}
