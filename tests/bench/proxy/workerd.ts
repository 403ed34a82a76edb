/** Workers in workerd itself, from a configuration of ours: what wrangler's local stand-in adds on the way is no part of the edge. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { bundleWorker } from '../../runtime/workerd.ts';
import { freePort } from '../../runtime/process.ts';
import type { Listener } from './processes.ts';

const ROOT = join(import.meta.dirname, '../../..');
const COMPATIBILITY_DATE = '2026-10-15';
/** Each object of the Worker and its storage (wrangler.jsonc). */
const OBJECTS = { SHOP: 'ShopObject', GATEWAY: 'PracticeGatewayObject', CODES: 'CodeDirectoryObject' };

/** The proxy's Worker with its objects on the disk in `folder`, under the given variables. */
export async function startProxyWorker(
  folder: string,
  variables: Readonly<Record<string, string>>,
): Promise<Listener> {
  const storage = join(folder, 'storage');
  mkdirSync(storage, { recursive: true });
  const script = bundleWorker(join(ROOT, 'wrangler.jsonc'), join(folder, 'proxy'), join(ROOT, 'public'));
  const objects = Object.entries(OBJECTS);
  return startWorker(script, {
    services: `(name = "assets", worker = (compatibilityDate = "${COMPATIBILITY_DATE}", serviceWorkerScript = ${quote("addEventListener('fetch', (event) => event.respondWith(new Response('', { status: 404 })))")})),
      (name = "storage", disk = (path = ${quote(storage)}, writable = true)),`,
    worker: `modules = [(name = "main.js", esModule = embed ${quote(basename(script))})],
      bindings = [${[
        ...objects.map(
          ([name, className]) => `(name = "${name}", durableObjectNamespace = (className = "${className}")),`,
        ),
        '(name = "ASSETS", service = "assets"),',
        ...Object.entries(variables).map(([name, value]) => `(name = "${name}", text = ${quote(value)}),`),
      ].join(' ')}],
      durableObjectNamespaces = [${objects.map(([, className]) => `(className = "${className}", uniqueKey = "${className}", enableSql = true),`).join(' ')}],
      durableObjectStorage = (localDisk = "storage"),`,
  });
}

/** The bare forwarder's Worker. */
export function startForwarderWorker(folder: string, gateway: string): Promise<Listener> {
  const script = join(folder, 'forwarder.js');
  copyFileSync(join(import.meta.dirname, 'forwarder-worker.mjs'), script);
  return startWorker(script, {
    services: '',
    worker: `modules = [(name = "main.js", esModule = embed ${quote(basename(script))})],
      bindings = [(name = "GATEWAY", text = ${quote(gateway)})],`,
  });
}

/** A configuration embeds what lies beside it. */
async function startWorker(
  script: string,
  { services, worker }: { readonly services: string; readonly worker: string },
): Promise<Listener> {
  const port = await freePort();
  const path = `${script}.capnp`;
  writeFileSync(
    path,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "internet", network = (allow = ["public", "private", "local"])),
    ${services}
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const main :Workerd.Worker = (compatibilityDate = "${COMPATIBILITY_DATE}",
  ${worker}
);
`,
  );
  return listening(path, port);
}

/** Resolves when somebody answers there. */
async function listening(config: string, port: number): Promise<Listener> {
  const { default: workerd } = createRequire(import.meta.url)('workerd') as { default: string };
  const child = spawn(workerd, ['serve', config], { stdio: ['ignore', 'inherit', 'inherit'] });
  for (let tries = 0; tries < 400; tries += 1) {
    if (child.exitCode !== null) throw new Error('workerd has ended');
    const isUp = await fetch(`http://127.0.0.1:${port}/healthz`).then(
      (answer) => answer.body?.cancel().then(() => true) ?? true,
      () => false,
    );
    if (isUp) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    port,
    pid: child.pid ?? 0,
    stop: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** A text as the configuration's language writes it. */
function quote(text: string): string {
  return JSON.stringify(text);
}
