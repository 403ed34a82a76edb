/** What this machine says of itself to a manager. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { About } from '../proxy/status/status.ts';

const packageSchema = v.object({ version: v.string() });

/** Pling's version, Node's, and the size of the ledger at `path` with its log, bytes. */
export function aboutLedger(path: string): About {
  const text = readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8');
  const { version } = v.parse(packageSchema, JSON.parse(text));
  const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return {
    pling: version,
    runtime: `Node ${process.versions.node}`,
    ledgerBytes: () => sizeOf(path) + sizeOf(`${path}-wal`),
  };
}
