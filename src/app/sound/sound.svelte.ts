/** Sound and touch: plays a tone and its haptic, unless a person or a test asked for silence. */
import type { Keep } from '../../till/deps.ts';
import type { Tone } from './tones.ts';

const KEY = 'pling.sound';

/** Milliseconds on, off, on … for the device's motor. */
const BUZZ: Readonly<Record<Tone, readonly number[]>> = {
  tick: [15],
  paid: [30, 60, 60],
  low: [60, 80, 60],
  soft: [20],
};

/** What makes the noise; null where the device has none. */
export interface SoundDeps {
  readonly keep: Keep;
  /** Made at the first tone: browsers hold a context back until somebody has touched the page. */
  readonly openAudio: (() => AudioContext) | null;
  readonly vibrate: ((pattern: number[]) => void) | null;
}

/** The loudspeaker as a rune. */
export class Sound {
  readonly #deps: SoundDeps;
  #audio: AudioContext | null = null;
  #isOn = $state.raw(true);

  constructor(deps: SoundDeps) {
    this.#deps = deps;
    this.#isOn = deps.keep.get(KEY) !== 'off';
  }

  /** Whether tones are played. */
  get isOn(): boolean {
    return this.#isOn;
  }

  /** Switches sound and touch on or off, also for after a reload. */
  turn(isOn: boolean): void {
    this.#isOn = isOn;
    this.#deps.keep.set(KEY, isOn ? null : 'off');
  }

  /** Plays a tone now; silent while off or where there is no audio. */
  play(tone: Tone): void {
    if (!this.#isOn) return;
    this.#deps.vibrate?.([...BUZZ[tone]]);
    if (!this.#deps.openAudio) return;
    this.#audio ??= this.#deps.openAudio();
    void sing(this.#audio, tone);
  }
}

/** Never rejects: a sound that cannot be made (page never touched, file not there yet) is not news. */
async function sing(audio: AudioContext, tone: Tone): Promise<void> {
  try {
    const [{ playTone }] = await Promise.all([import('./tones.ts'), audio.resume()]);
    playTone(audio, tone);
  } catch {
    return;
  }
}
