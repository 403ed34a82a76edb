/** Load: many askers at once for as long as told, or so many a second whatever the answers take. */

/** How long each took, ms, and how many a second were done. */
export interface Measured {
  readonly perSecond: number;
  readonly times: readonly number[];
}

/** `askers` ask one after the other for `seconds`, or until `ask` has nothing more to ask. It throws on a wrong answer. */
export async function askAllTheTime(
  askers: number,
  seconds: number,
  ask: (turn: number) => Promise<void> | null,
): Promise<Measured> {
  const times: number[] = [];
  const begun = performance.now();
  const endsAt = begun + seconds * 1000;
  let turn = 0;
  const one = async (): Promise<void> => {
    while (performance.now() < endsAt) {
      const at = performance.now();
      turn += 1;
      const asked = ask(turn);
      if (asked === null) return;
      await asked;
      times.push(performance.now() - at);
    }
  };
  await Promise.all(Array.from({ length: askers }, one));
  return { perSecond: times.length / ((performance.now() - begun) / 1000), times };
}

/** One begins every `1 / perSecond`, however long the ones before take: what waits in a queue is counted, too. */
export async function askInStep(
  perSecond: number,
  seconds: number,
  ask: (turn: number) => Promise<void>,
): Promise<Measured> {
  const times: number[] = [];
  const asked: Promise<void>[] = [];
  const begun = performance.now();
  for (let turn = 1; turn <= perSecond * seconds; turn += 1) {
    const dueAt = begun + (turn * 1000) / perSecond;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueAt - performance.now())));
    asked.push(ask(turn).then(() => void times.push(performance.now() - dueAt)));
  }
  await Promise.all(asked);
  return { perSecond, times };
}

/** The value below which `share` of all lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
