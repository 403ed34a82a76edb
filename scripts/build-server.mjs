/**
 * Bundles the server of `npm start` where its sources have changed: one file starts sooner than four hundred, and needs
 * no type stripping, whose machinery would stay in memory. Nothing else runs from the bundle.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fingerprintOf } from './build-if-changed.mjs';

const root = join(import.meta.dirname, '..');
const mark = join(root, 'node_modules/.cache/server-built-from');
const SOURCES = ['src', 'package.json', 'package-lock.json'];
/** Parts of the house that are not in the server. */
const ELSEWHERE = [
  'src/app',
  'src/worker',
  'src/service-worker',
  'src/scan',
  'src/journal',
  'src/sync',
  'src/till',
];

/** The bundle's entry. */
export const SERVER = join(root, 'build/server/main.js');

/** Builds unless the bundle stands as these sources made it. Throws when that fails. */
export async function buildServerIfChanged() {
  const now = fingerprintOf(SOURCES, new Set(ELSEWHERE));
  const before = existsSync(mark) ? readFileSync(mark, 'utf8') : '';
  if (now === before && existsSync(SERVER)) return;
  const { build } = await import('vite');
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: { ssr: 'src/server/main.ts', outDir: 'build/server', emptyOutDir: true, target: 'node24' },
  });
  mkdirSync(dirname(mark), { recursive: true });
  writeFileSync(mark, now);
}

if (process.argv[1] === import.meta.filename) await buildServerIfChanged();
