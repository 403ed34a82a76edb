/** Waiting for an attempt to become something, without asking the database again and again. */
import type { Reference } from '../core/ids.ts';
import type { Timers } from '../core/ports.ts';
import type { AttemptRow } from './ledger/attempt-row.ts';
import type { Ledger } from './ledger/ledger.ts';

/** What a wait needs. */
export interface WatchDeps {
  readonly ledger: Ledger;
  readonly timers: Timers;
  /** Aborted when the proxy stops: every wait then ends. */
  readonly stopped: AbortSignal;
}

/** How long a request is held for news before it is answered with what is known (DESIGN §4: 5 s). */
export const ANSWER_WITHIN_MS = 5_000;

/** What ends a wait beside the row itself. */
export interface WaitEnds {
  /** absent: no limit */
  readonly withinMs?: number;
  /** must not reject */
  readonly orWhen?: Promise<void>;
}

/** Resolves when the attempt is as `until` wants it, when one of `ends` comes, or when the proxy stops. */
export function waitFor(
  { ledger, timers, stopped }: WatchDeps,
  reference: Reference,
  until: (row: AttemptRow) => boolean,
  { withinMs, orWhen }: WaitEnds = {},
): Promise<void> {
  const row = ledger.find(reference);
  if (row === null || until(row) || stopped.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const undo: (() => void)[] = [];
    const end = (): void => {
      for (const step of undo.splice(0)) step();
      resolve();
    };
    undo.push(ledger.onChange((changed) => changed.reference === reference && until(changed) && end()));
    undo.push(() => stopped.removeEventListener('abort', end));
    stopped.addEventListener('abort', end);
    if (withinMs !== undefined) undo.push(timers.after(withinMs, end));
    void orWhen?.then(end);
  });
}
