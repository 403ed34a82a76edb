/** The first load's budget: JavaScript that index.html asks for, gzip, without scanner and fonts (DESIGN §7). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const BUDGET_BYTES = 60_000;
const dist = join(import.meta.dirname, '..', 'dist');
const html = readFileSync(join(dist, 'index.html'), 'utf8');
const scripts = [...html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map((match) => match[1]);
const bytes = scripts.reduce(
  (sum, file) => sum + gzipSync(readFileSync(join(dist, file)), { level: 9 }).length,
  0,
);
const scanner = scripts.filter((file) => /zxing|scan|decode/i.test(file));

console.log(
  `first-load JavaScript: ${(bytes / 1000).toFixed(1)} kB gzip of ${BUDGET_BYTES / 1000} kB (${scripts.length} files)`,
);
if (scripts.length === 0 || bytes > BUDGET_BYTES || scanner.length > 0) {
  console.error(
    scanner.length > 0
      ? `The scanner is in the first load: ${scanner.join(', ')}`
      : 'The first load is over its budget.',
  );
  process.exitCode = 1;
}
