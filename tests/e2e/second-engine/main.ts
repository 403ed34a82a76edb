/** Runs what must hold in every browser in the second engine; the last line is `N passed, N failed`. */
import { Engine, findEngine, HOW_TO_GET_IT } from './engine.ts';
import { runJournalSuite } from './journal-suite.ts';
import { runOfflineSuite } from './offline-suite.ts';

const paths = findEngine();
if (paths === null) {
  console.log(`The second engine is WebKitGTK: ${HOW_TO_GET_IT}`);
  console.log('0 passed, 0 failed, no second engine found');
} else {
  const engine = await Engine.start(paths);
  try {
    const verdicts = [...(await runJournalSuite(engine)), ...(await runOfflineSuite(engine))];
    for (const { name, error } of verdicts)
      console.log(error === null ? `✓ ${name}` : `✗ ${name}\n    ${error}`);
    const failed = verdicts.filter(({ error }) => error !== null).length;
    console.log(`${verdicts.length - failed} passed, ${failed} failed`);
    process.exitCode = failed === 0 ? 0 : 1;
  } finally {
    engine.stop();
  }
}
