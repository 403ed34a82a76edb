/** Starts the decode worker; alone in its file because the build finds workers by this very expression. */

/** Starts a worker. May throw where module workers are missing. */
export function startDecodeWorker(): Worker {
  return new Worker(new URL('./worker/decode-worker.ts', import.meta.url), {
    type: 'module',
    name: 'decode',
  });
}
