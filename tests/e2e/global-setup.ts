/** Builds what the tests drive, so that `npx playwright test` alone is enough. */
import { buildIfChanged } from '../../scripts/build-if-changed.mjs';
import { ensureChromium } from '../../scripts/ensure-chromium.mjs';

export default function globalSetup(): void {
  ensureChromium();
  // `npm test` has built just before.
  if (process.env['PLING_BUILT'] !== '1') buildIfChanged();
}
