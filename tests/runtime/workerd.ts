/** Cloudflare's own runtime on this machine: bundled as `wrangler deploy` would, run as a process of its own. */
import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unstable_getMiniflareWorkerOptions } from 'wrangler';
import { ServerProcess } from './process.ts';

const WRANGLER = join(import.meta.dirname, '../../node_modules/wrangler/bin/wrangler.js');

/** One Worker to run. */
export interface WorkerToRun {
  /** its wrangler.jsonc */
  readonly config: string;
  /** where `bundleWorker` has put it */
  readonly script: string;
  /** static assets in the place of the configured ones; null where it has none */
  readonly assets: string | null;
  /** storage and options; outlives a kill */
  readonly folder: string;
  readonly port: number;
  readonly bindings: Readonly<Record<string, string>>;
}

/** Bundles the Worker of `config` into `folder`; returns the script. */
export function bundleWorker(config: string, folder: string, assets: string | null): string {
  const args = ['deploy', '--dry-run', '--config', config, '--outdir', folder];
  const withAssets = assets === null ? args : [...args, '--assets', assets];
  execFileSync(process.execPath, [WRANGLER, ...withAssets], {
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false', WRANGLER_LOG: 'error' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const script = readdirSync(folder).find((name) => name.endsWith('.js'));
  return join(folder, script ?? 'missing');
}

/** The process; it does not run yet. */
export function workerdProcess(worker: WorkerToRun): ServerProcess {
  const options = join(worker.folder, 'options.json');
  writeFileSync(options, JSON.stringify(optionsOf(worker)));
  return new ServerProcess([join(import.meta.dirname, 'workerd-server.ts'), options], {});
}

function optionsOf({ config, script, assets, folder, port, bindings }: WorkerToRun): object {
  const overrides = assets === null ? {} : { assets: { directory: assets } };
  const { workerOptions } = unstable_getMiniflareWorkerOptions(config, undefined, { overrides });
  return {
    ...workerOptions,
    modulesRules: undefined, // the bundle is one file
    modules: true,
    scriptPath: script,
    modulesRoot: dirname(script),
    bindings,
    host: '127.0.0.1',
    port,
    cf: false, // no look into the network for where this machine stands
    telemetry: { enabled: false },
    resourcePersistencePath: join(folder, 'storage'),
    resourceTmpPath: join(folder, 'tmp'),
  };
}
