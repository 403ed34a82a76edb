/** Listens to the till and plays: the one place where a change becomes a sound. */
import type { Clock, Timers } from '../../core/ports.ts';
import type { Till } from '../../till/till.ts';
import { nextDoubtBeat, toneOf } from './score.ts';
import type { Tone } from './tones.ts';

/** What the conductor needs. */
export interface ConductorDeps {
  readonly till: Pick<Till, 'view' | 'subscribe'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly timers: Timers;
  readonly play: (tone: Tone) => void;
}

/** Starts listening; returns the undo. What is on the counter already makes no sound. */
export function startConductor(deps: ConductorDeps): () => void {
  let last = deps.till.view();
  let stopBeat = armBeat();

  function armBeat(): () => void {
    const at = nextDoubtBeat(last.counter, deps.clock.now());
    if (at === null) return () => undefined;
    return deps.timers.after(at - deps.clock.now(), () => {
      deps.play('soft');
      stopBeat = armBeat();
    });
  }

  const stopListening = deps.till.subscribe(() => {
    const view = deps.till.view();
    const tone = toneOf(last, view);
    last = view;
    if (tone) deps.play(tone);
    stopBeat();
    stopBeat = armBeat();
  });

  return () => {
    stopBeat();
    stopListening();
  };
}
