/** From environment and arguments to what the server is made of, on every runtime. Pure: reads no file and no clock. */
import type { LogLevel } from '../core/json-log.ts';
import { readEnvironment, type Environment, type EnvironmentValues } from './env.ts';
import { isLive, readShops, type ConfiguredShops } from './shops.ts';
import { StartProblem } from './start-problem.ts';

/** What the server is made of. */
export interface ServerConfig {
  /** Practice has one. */
  readonly shops: ConfiguredShops;
  /** Practice only: where to reach the practice gateway instead of at the server's own address. */
  readonly practiceGatewayUrl: string | null;
  readonly publicUrl: string | null;
  /** Whoever connects is a terminator that says in X-Forwarded-For whom it speaks for. */
  readonly trustsProxy: boolean;
  /** Requests a second of one till, in the long run; twenty seconds' worth at once. */
  readonly ratePerTill: number;
  readonly port: number;
  readonly host: string;
  /** Listen on all addresses with a local certificate. */
  readonly lan: boolean;
  /** Files of a certificate, if the shop has one. */
  readonly tls: { readonly certPath: string; readonly keyPath: string } | null;
  readonly dataDir: string;
  readonly secret: string | null;
  /** The least that is logged. */
  readonly logFrom: LogLevel;
  /** A person asked for practice where live ledgers lie. */
  readonly practiceWanted: boolean;
}

/** Reads everything. `machineZone` is the time zone where none is named. Throws a StartProblem. */
export function readConfig(
  environment: Environment,
  args: readonly string[],
  machineZone: string,
): ServerConfig {
  const { lan, practice } = readArguments(args);
  const values = readEnvironment(environment);
  const shops = readShops(environment, values, { practice, machineZone });
  if (isLive(shops) && values.PRACTICE_GATEWAY_URL !== undefined) {
    throw new StartProblem('PRACTICE_GATEWAY_URL is for practice only; remove it, or the POCKYT_ variables.');
  }
  return {
    shops,
    practiceGatewayUrl: values.PRACTICE_GATEWAY_URL ?? null,
    publicUrl: values.PUBLIC_URL ?? null,
    trustsProxy: values.TRUST_PROXY === '1',
    ratePerTill: values.RATE_PER_TILL,
    port: values.PORT,
    host: lan ? '0.0.0.0' : values.HOST,
    lan,
    tls: readTls(values),
    dataDir: values.DATA_DIR,
    secret: values.PLING_SECRET ?? null,
    logFrom: values.LOG,
    practiceWanted: practice,
  };
}

function readArguments(args: readonly string[]): { lan: boolean; practice: boolean } {
  if (!args.every((arg) => arg === '--lan' || arg === '--practice')) {
    throw new StartProblem(`Cannot read the arguments "${args.join(' ')}": known are --lan and --practice.`);
  }
  return { lan: args.includes('--lan'), practice: args.includes('--practice') };
}

function readTls({ TLS_CERT: certPath, TLS_KEY: keyPath }: EnvironmentValues): ServerConfig['tls'] {
  if (certPath !== undefined && keyPath !== undefined) return { certPath, keyPath };
  if (certPath === undefined && keyPath === undefined) return null;
  const [missing, other] = certPath === undefined ? ['TLS_CERT', 'TLS_KEY'] : ['TLS_KEY', 'TLS_CERT'];
  throw new StartProblem(`${missing} is not set, but ${other} is: a certificate needs both files.`);
}
