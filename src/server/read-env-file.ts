/** The environment with `.env` beneath it: what is set outside wins. */
import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { Environment } from '../setup/env.ts';

/** Reads `path` if it is there. */
export function readEnvFile(path: string, environment: Environment): Environment {
  return existsSync(path) ? { ...parseEnv(readFileSync(path, 'utf8')), ...environment } : environment;
}
