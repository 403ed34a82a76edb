/** What a manager is told of the proxy's own state: what is counted in memory, and what the ledger says. */
import type { StatusAnswer } from '../../contract/status-api.ts';
import type { EpochMs } from '../../core/ports.ts';
import type { Wallet } from '../../core/wallet.ts';
import type { Sql } from '../../sql/sql.ts';
import { LEDGER_VERSION } from '../ledger/schema.ts';
import type { Parts } from '../parts.ts';
import type { Spread } from './latencies.ts';

/** What the machine says of itself; the proxy cannot see it. */
export interface About {
  /** Pling's version */
  readonly pling: string;
  /** what runs it, with its version */
  readonly runtime: string;
  /** the ledger's size on the disk */
  readonly ledgerBytes: () => number;
}

/** The kinds of durations that are kept, by wallet. */
export type Timed = `pay ${Wallet}` | `confirm ${Wallet}`;

/** Makes the answer. */
export function makeStatus({
  ledger,
  sql,
  clock,
  calls,
  latencies,
  webhooks,
  about,
  since,
}: Parts): StatusAnswer {
  const { lastAnswerAt, silentInARow } = calls;
  return {
    since,
    gateway: { lastAnswerAt, silentInARow },
    wallets: walletsOf(latencies.names()).map((wallet) => ({
      wallet,
      pay: plain(latencies.of(`pay ${wallet}`)),
      confirm: plain(latencies.of(`confirm ${wallet}`)),
    })),
    unfinished: unfinishedOf(sql),
    webhooks: { ...webhooks },
    ledger: {
      version: LEDGER_VERSION,
      epoch: ledger.epoch,
      attempts: Number(sql.all('SELECT count(*) AS n FROM attempts')[0]?.['n']),
      bytes: about?.ledgerBytes() ?? null,
    },
    versions: { pling: about?.pling ?? null, runtime: about?.runtime ?? null },
    head: ledger.head(),
    serverTime: clock.now(),
  };
}

/** In the order in which they were first heard of, each once. */
function walletsOf(names: readonly Timed[]): Wallet[] {
  return [...new Set(names.map((name) => name.slice(name.indexOf(' ') + 1) as Wallet))]; // a Timed is made of one
}

function plain(spread: Spread | null): { count: number; p50: number; p95: number } | null {
  return spread && { ...spread };
}

/** Only what wakes by itself or waits for a person is read: the indexes of both are small. */
function unfinishedOf(sql: Sql): { state: string; count: number; oldestAt: EpochMs }[] {
  const rows = sql.all(
    `SELECT json_extract(state, '$.name') AS state, count(*) AS count, min(openedAt) AS oldestAt FROM attempts
     WHERE endedAt IS NULL AND (nextAt IS NOT NULL OR listed = 1) GROUP BY 1 ORDER BY 3`,
  );
  return rows.map(({ state, count, oldestAt }) => ({
    state: String(state),
    count: Number(count),
    oldestAt: Number(oldestAt),
  }));
}
