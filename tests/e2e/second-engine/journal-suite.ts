/** The journal's tests, bundled into one page and run in the second engine, with and without Web Locks. */
import { createServer } from 'node:http';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { build } from 'vite';
import type { Engine } from './engine.ts';
import type { Verdict } from './small-vitest.ts';

const root = join(import.meta.dirname, '../../..');
const outDir = join(root, 'node_modules/.cache/second-engine');
const PAGE = 'tests/e2e/second-engine/journal.html';
/** Longest time for all of the journal's tests, ms. */
const RUN_MS = 120_000;

/** Builds the page and runs it in a window with Web Locks and in one without. */
export async function runJournalSuite(engine: Engine): Promise<Verdict[]> {
  await bundle();
  const server = createServer((request, response) => {
    const path = join(outDir, normalize(new URL(request.url ?? '/', 'http://localhost').pathname));
    if (!existsSync(path)) return void response.writeHead(404).end(); // the icon every browser asks for
    const type = extname(path) === '.html' ? 'text/html' : 'text/javascript';
    response.setHeader('content-type', type).end(readFileSync(path));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    return [...(await runOnce(engine, origin, true)), ...(await runOnce(engine, origin, false))];
  } finally {
    server.close();
  }
}

async function bundle(): Promise<void> {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { vitest: join(import.meta.dirname, 'small-vitest.ts') } },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: { input: join(root, PAGE) },
    },
  });
}

async function runOnce(engine: Engine, origin: string, hasLocks: boolean): Promise<Verdict[]> {
  const window = await engine.window();
  try {
    await window.goTo(`${origin}/${PAGE}${hasLocks ? '' : '?locks=no'}`);
    const [isSecure, canLock] = await window.run<[boolean, boolean]>(
      'return [isSecureContext, "locks" in navigator]',
    );
    const where = hasLocks ? 'with Web Locks' : 'without Web Locks';
    const isAsAsked = isSecure && canLock === hasLocks;
    const asAsked = {
      name: `${where} › the page is as asked`,
      error: isAsAsked ? null : `secure ${isSecure}, locks ${canLock}`,
    };
    const until = performance.now() + RUN_MS;
    for (;;) {
      const verdicts = await window.run<Verdict[] | null>('return window.verdicts ?? null');
      if (verdicts)
        return [asAsked, ...verdicts.map((each) => ({ ...each, name: `${where} › ${each.name}` }))];
      if (performance.now() > until)
        return [asAsked, { name: `${where} › all tests`, error: 'They do not end.' }];
      await pause(200);
    }
  } finally {
    await window.close();
  }
}
