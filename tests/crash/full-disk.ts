/** A disk without room for one process: its file-size limit, so that every write beyond it fails as on a full disk. */
import { spawnSync } from 'node:child_process';

/**
 * Why a limit and no small disk: a tmpfs or loop mount needs root, RLIMIT_FSIZE does not, and it can be lifted while
 * the process runs. SQLite meets it as it meets a full disk: a short write, then an error (SQLITE_FULL for the short
 * one, SQLITE_IOERR for the next). Node ignores SIGXFSZ by itself, so the write fails instead of the process.
 */
const PROGRAM = 'prlimit';

/** True where the limit of a running process can be changed (Linux, util-linux). */
export function canFillDisk(): boolean {
  return spawnSync(PROGRAM, ['--version']).status === 0;
}

/** From now on no file of the process `pid` grows beyond `bytes`, and nothing beyond them is written. */
export function fillDisk(pid: number, bytes: number): void {
  limit(pid, `${bytes}:unlimited`);
}

/** There is room again. */
export function freeDisk(pid: number): void {
  limit(pid, 'unlimited:unlimited');
}

function limit(pid: number, size: string): void {
  const { status, stderr } = spawnSync(PROGRAM, ['--pid', String(pid), `--fsize=${size}`], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`prlimit: ${stderr}`);
}
