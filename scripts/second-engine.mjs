/** `npm run test:second-engine`: builds the app and runs what must hold in every browser in WebKitGTK. */
import { buildIfChanged } from './build-if-changed.mjs';

buildIfChanged();
await import('../tests/e2e/second-engine/main.ts');
