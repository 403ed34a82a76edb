/** When a picture counts as frozen, and when as back. */
import { describe, expect, it } from 'vitest';
import { createWatchdog, type Verdict } from '../../../src/scan/watchdog.ts';
import { fakePage } from './fake-lens.ts';
import { fakeVideo } from './fake-video.ts';
import { createManualTime } from './manual-time.ts';

function setup(hasFrameCallback = true) {
  const time = createManualTime();
  const page = fakePage();
  const view = fakeVideo(hasFrameCallback);
  const verdicts: Verdict[] = [];
  const { probe } = view;
  const onverdict = (verdict: Verdict): void => void verdicts.push(verdict);
  const watchdog = createWatchdog({ clock: time, timers: time, page, probe, onverdict });
  watchdog.watch(view.video, 3_000);
  /** The camera gives 25 frames a second for `ms`. */
  const play = (ms: number): void => {
    for (let passed = 0; passed < ms; passed += 40) {
      time.pass(40);
      view.frame();
    }
  };
  return { time, page, view, verdicts, watchdog, play };
}

describe('the watchdog', () => {
  it('says live within half a second of the first frame, and says it once', () => {
    const { verdicts, play } = setup();
    play(500);
    expect(verdicts).toEqual(['live']);
    play(20_000);
    expect(verdicts).toEqual(['live']);
  });

  it('says frozen when no frame has come for a second, and live when they come again', () => {
    const { time, verdicts, play } = setup();
    play(2_000);
    time.pass(900);
    expect(verdicts).toEqual(['live']);
    time.pass(400);
    expect(verdicts).toEqual(['live', 'frozen']);
    play(500);
    expect(verdicts).toEqual(['live', 'frozen', 'live']);
  });

  it('waits longer for the first frame', () => {
    const { time, verdicts } = setup();
    time.pass(2_900);
    expect(verdicts).toEqual([]);
    time.pass(300);
    expect(verdicts).toEqual(['frozen']);
  });

  it('says frozen of frames of one colour after a second, and live when there is something to see', () => {
    const { view, verdicts, play } = setup();
    play(2_000);
    view.isPlain = true;
    play(900);
    expect(verdicts).toEqual(['live']);
    play(900);
    expect(verdicts).toEqual(['live', 'frozen']);
    view.isPlain = false;
    play(600);
    expect(verdicts).toEqual(['live', 'frozen', 'live']);
  });

  it('does not mind a picture that is dark for a moment', () => {
    const { view, verdicts, play } = setup();
    for (let blinks = 0; blinks < 10; blinks++) {
      view.isPlain = true;
      play(600);
      view.isPlain = false;
      play(600);
    }
    expect(verdicts).toEqual(['live']);
  });

  it('judges nothing while the page is hidden or the video is not shown, and gives a second after that', () => {
    const { time, page, view, verdicts, play } = setup();
    play(2_000);
    page.show(false);
    time.pass(60_000);
    page.show(true);
    time.pass(900);
    view.isShown = false;
    time.pass(60_000);
    view.isShown = true;
    time.pass(900);
    expect(verdicts).toEqual(['live']);
    time.pass(700);
    expect(verdicts).toEqual(['live', 'frozen']);
  });

  it('does not take a page that stood still for a camera that does', () => {
    const { time, verdicts, play } = setup();
    play(2_000);
    time.freeze(5_000);
    time.pass(10);
    play(2_000);
    expect(verdicts).toEqual(['live']);
  });

  it('plays a paused video again before it says anything, and at once when the page comes to the front', () => {
    const { time, page, view, verdicts, play } = setup();
    play(1_000);
    time.pass(760);
    expect(view.nudges).toBeGreaterThan(0);
    const before = view.nudges;
    page.show(true);
    expect(view.nudges).toBeGreaterThan(before);
    expect(verdicts).toEqual(['live']);
  });

  it('goes by the video’s time where the browser does not tell of frames', () => {
    const { time, verdicts, play } = setup(false);
    play(2_000);
    expect(verdicts).toEqual(['live']);
    time.pass(1_400);
    expect(verdicts).toEqual(['live', 'frozen']);
  });

  it('lets go of everything when it is stopped', () => {
    const { time, page, verdicts, watchdog, play } = setup();
    play(1_000);
    watchdog.stop();
    watchdog.stop();
    time.pass(60_000);
    expect(verdicts).toEqual(['live']);
    expect(page.listening()).toBe(0);
  });
});
