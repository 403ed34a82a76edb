/** `npm run test:crash -- --rounds N`: builds what is killed, finds a Chromium, and plays (tests/crash). */
import { buildIfChanged } from './build-if-changed.mjs';
import { ensureChromium } from './ensure-chromium.mjs';

const only = process.argv.indexOf('--only');
// The other kinds need no page.
if (only < 0 || process.argv[only + 1] === 'browser') {
  ensureChromium();
  buildIfChanged();
}
await import('../tests/crash/main.ts');
