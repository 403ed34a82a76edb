/** Finds a Chromium: CHROMIUM_PATH, the PATH, else Playwright's own (none named). */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
/** Quiet flags: without them a closed network makes Chromium knock at every door. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // not there: the next candidate is asked
  }
}

/** @returns {string | undefined} path of a system Chromium */
export function findChromium(env = process.env) {
  if (env.CHROMIUM_PATH) return env.CHROMIUM_PATH;
  const folders = (env.PATH ?? '').split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/** @param {string[]} more further flags @returns launch options for Playwright */
export function chromiumLaunch(more = []) {
  const executablePath = findChromium();
  return { args: [...FLAGS, ...more], ...(executablePath ? { executablePath } : {}) };
}
