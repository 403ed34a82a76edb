/** Makes sure there is a Chromium to test in: one on the PATH, else apt's, else Playwright's own. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { findChromium } from './chromium.mjs';

const run = (command, ...args) =>
  spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;

function installByApt() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  return (
    run('apt-get', 'update', '-qq') &&
    run('apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium')
  );
}

/** Throws a plain sentence when no Chromium can be had. */
export function ensureChromium() {
  if (findChromium() || existsSync(chromium.executablePath())) return;
  console.log('No Chromium on the PATH: installing one for the tests.');
  if (installByApt() && findChromium()) return;
  if (run('npx', 'playwright', 'install', '--with-deps', 'chromium') && existsSync(chromium.executablePath()))
    return;
  throw new Error('The tests need a Chromium. Install one, or name it in CHROMIUM_PATH, and run them again.');
}
