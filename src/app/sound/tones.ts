/** The tones of the till, made by WebAudio: no files to load, so a sound is never late. */

/** The sounds there are: `tick` a code was read · `paid` two rising tones · `low` a refusal · `soft` look at the roll, or in doubt. */
export type Tone = 'tick' | 'paid' | 'low' | 'soft';

/** One beep: when it begins after now and how long it lasts, in seconds; its pitch in Hz and loudness 0–1. */
export interface Beep {
  readonly at: number;
  readonly lasts: number;
  readonly hz: number;
  readonly gain: number;
  readonly shape: OscillatorType;
}

/** What each tone is made of. Pitches are a fifth apart where good news rises, and low where somebody must look. */
export const BEEPS: Readonly<Record<Tone, readonly Beep[]>> = {
  tick: [{ at: 0, lasts: 0.04, hz: 1320, gain: 0.25, shape: 'triangle' }],
  paid: [
    { at: 0, lasts: 0.14, hz: 880, gain: 0.4, shape: 'sine' },
    { at: 0.13, lasts: 0.32, hz: 1318.5, gain: 0.45, shape: 'sine' },
  ],
  low: [
    { at: 0, lasts: 0.14, hz: 220, gain: 0.5, shape: 'triangle' },
    { at: 0.2, lasts: 0.2, hz: 196, gain: 0.5, shape: 'triangle' },
  ],
  soft: [{ at: 0, lasts: 0.22, hz: 587.3, gain: 0.18, shape: 'sine' }],
};

/** Plays `tone` on `audio` now. A context the browser still holds back stays silent. */
export function playTone(audio: AudioContext, tone: Tone): void {
  for (const beep of BEEPS[tone]) playBeep(audio, beep);
}

function playBeep(audio: AudioContext, beep: Beep): void {
  const start = audio.currentTime + beep.at;
  const end = start + beep.lasts;
  const oscillator = audio.createOscillator();
  const volume = audio.createGain();
  oscillator.type = beep.shape;
  oscillator.frequency.value = beep.hz;
  // A tone that starts or stops at once clicks: it swells for 8 ms and fades.
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(beep.gain, start + 0.008);
  volume.gain.exponentialRampToValueAtTime(0.0001, end);
  oscillator.connect(volume).connect(audio.destination);
  oscillator.start(start);
  oscillator.stop(end);
}
