/** What is measured runs in processes of its own, as it would: started here, ended here. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A process that listens. */
export interface Listener {
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts a file of this folder, which prints its port. */
export async function startListener(file: string, args: readonly string[] = []): Promise<Listener> {
  const child = spawn(process.execPath, [join(import.meta.dirname, file), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [first] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    port: Number(first.toString().trim()),
    pid: child.pid ?? 0,
    stop: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** Memory a process has in RAM, MB; null where the system does not say. */
export function residentMb(pid: number): number | null {
  try {
    const [, kb] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kb === undefined ? null : Number(kb) / 1024;
  } catch {
    return null; // not a Linux
  }
}
