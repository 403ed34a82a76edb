/** The server behind Vite: its own paths are answered, all others are left to Vite. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openDevServer, type DevServer } from '../../../src/server/dev.ts';

const undo: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function setup(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'pling-dev-'));
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  let dev: DevServer | null = null;
  const server: Server = createServer((request, response) => {
    if (dev?.handle(request, response)) return;
    response.end(`vite: ${request.url}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  undo.push(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const opened = openDevServer(port, { DATA_DIR: join(folder, 'data') });
  dev = opened;
  undo.push(() => opened.stop());
  expect(opened.words.join('\n')).toContain(`http://127.0.0.1:${port}/#pair=`);
  return `http://127.0.0.1:${port}`;
}

test('proxy and practice gateway answer, pages are Vite’s, /wallet is the wallet page’s file', async () => {
  const origin = await setup();
  expect((await fetch(`${origin}/healthz`)).status).toBe(200);
  expect((await fetch(`${origin}/api/shop`)).status).toBe(401);
  expect((await fetch(`${origin}/gateway/sim/charges`)).status).toBe(200);
  expect(await (await fetch(`${origin}/src/app/main.ts`)).text()).toBe('vite: /src/app/main.ts');
  const wallet = await (await fetch(`${origin}/wallet?wallet=alipay`)).text();
  expect(wallet).toBe('vite: /src/gateway-sim/wallet/index.html?wallet=alipay');
});
