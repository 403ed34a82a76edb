/** A database that may not be used becomes a sentence that names its file. */
import { GatewayFileRefused } from '../gateway-sim/schema.ts';
import { LedgerRefused } from '../proxy/ledger/schema.ts';
import { StartProblem } from '../setup/start-problem.ts';

/** Runs `open`, which uses the database at `path`. Throws a StartProblem where it is refused. */
export function nameRefused<T>(path: string, open: () => T): T {
  try {
    return open();
  } catch (cause) {
    if (!(cause instanceof LedgerRefused) && !(cause instanceof GatewayFileRefused)) throw cause;
    throw new StartProblem(`${path}: ${cause.message} It was left as it is.`, { cause });
  }
}
