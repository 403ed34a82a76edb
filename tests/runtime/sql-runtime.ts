/** The adapter of Durable Objects, tried where it runs. */
import { join } from 'node:path';
import { freePort } from './process.ts';
import { closeAll, makeFolder } from './runtimes.ts';
import { bundleWorker, workerdProcess } from './workerd.ts';

/** A Worker that runs rules. */
export interface SqlWorker {
  /** Empty where the rule holds, else what did not. */
  run(rule: string): Promise<string>;
  close(): Promise<void>;
}

/** Starts it. */
export async function openSqlWorker(): Promise<SqlWorker> {
  const undo: (() => void | Promise<void>)[] = [];
  const folder = makeFolder(undo);
  const config = join(import.meta.dirname, 'sql.wrangler.jsonc');
  const script = bundleWorker(config, makeFolder(undo), null);
  const port = await freePort();
  const server = workerdProcess({ config, script, assets: null, folder, port, bindings: {} });
  undo.push(() => server.kill());
  const url = `http://127.0.0.1:${port}`;
  await server.start(url);
  return {
    run: async (rule) =>
      (await fetch(`${url}/${encodeURIComponent(rule)}`, { method: 'POST', body: rule })).text(),
    close: () => closeAll(undo),
  };
}
