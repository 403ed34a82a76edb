/** `npm run test:crash -- --rounds N`: builds what is killed, finds a Chromium, and plays (tests/crash). */
import { buildIfChanged } from './build-if-changed.mjs';
import { ensureChromium } from './ensure-chromium.mjs';

const only = process.argv.indexOf('--only');
// The other kinds need no page.
if (only < 0 || ['browser', 'torn'].includes(process.argv[only + 1])) {
  ensureChromium();
  buildIfChanged();
}
await import('../tests/crash/main.ts');
