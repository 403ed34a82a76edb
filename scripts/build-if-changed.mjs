/** Builds the app when anything it is made of has changed since the last build. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const mark = join(root, 'node_modules/.cache/built-from');
const SOURCES = ['src', 'public', 'index.html', 'vite.config.ts', 'svelte.config.js', 'package-lock.json'];
/** Parts of the house that are not in the browser's bundle. */
const ELSEWHERE = new Set(['src/server', 'src/proxy', 'src/setup', 'src/worker', 'src/sql']);

function* filesBelow(path, elsewhere) {
  const entries = readdirSync(join(root, path), { withFileTypes: true }).sort((a, b) =>
    a.name.localeCompare(b.name),
  );
  for (const entry of entries) {
    const inner = `${path}/${entry.name}`;
    if (elsewhere.has(inner)) continue;
    if (entry.isDirectory()) yield* filesBelow(inner, elsewhere);
    else yield inner;
  }
}

/** A hash of every file of `sources`, without the folders of `elsewhere`. */
export function fingerprintOf(sources, elsewhere) {
  const hash = createHash('sha256');
  for (const source of sources) {
    if (!existsSync(join(root, source))) continue;
    const files = source.includes('.') ? [source] : filesBelow(source, elsewhere);
    for (const file of files) hash.update(file).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

/** Builds unless `dist` stands as these sources made it. Throws when the build fails. */
export function buildIfChanged() {
  const now = fingerprintOf(SOURCES, ELSEWHERE);
  const before = existsSync(mark) ? readFileSync(mark, 'utf8') : '';
  if (now === before && existsSync(join(root, 'dist/index.html'))) return;
  console.log('Building the till …');
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const { status } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'error'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('The build failed; see above. Nothing was started.');
  mkdirSync(dirname(mark), { recursive: true });
  writeFileSync(mark, now);
}

if (process.argv[1] === import.meta.filename) {
  try {
    buildIfChanged();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
