/** When the next planned thing may be due, so that a call need not ask the database each time. */

/** `at` is never later than the truth (epoch ms): too early costs one look, too late would lose a webhook. */
export interface Alarm {
  readonly at: number | null;
  /** Something was planned for `dueAt`. */
  by(dueAt: number): void;
  /** The database was asked: this is the truth. */
  set(at: number | null): void;
  /** transactionNos with a webhook that must arrive before the answer of the call that is being worked on. */
  readonly early: Set<string>;
}

/** Makes an alarm that goes off at once: what the file says is not known yet. */
export function makeAlarm(): Alarm {
  let at: number | null = -Infinity;
  return {
    get at() {
      return at;
    },
    by: (dueAt) => {
      if (at === null || dueAt < at) at = dueAt;
    },
    set: (next) => {
      at = next;
    },
    early: new Set(),
  };
}
