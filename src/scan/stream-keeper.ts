/** Keeps the camera's stream open for the whole shift, and opens it anew where it gives no picture. */
import type { Log, Timers } from '../core/ports.ts';
import { closeStream, type OpenedStream, whenEnded } from './camera-stream.ts';
import type { LensDesk } from './lens-desk.ts';
import type { PageSight } from './page-sight.ts';
import { createRescue } from './rescue.ts';
import type { ScannerFailure, ScannerState } from './scanner.ts';
import type { VideoProbe } from './video-probe.ts';
import { createWatchdog, type Verdict } from './watchdog.ts';

/** What the keeper needs. */
export interface StreamKeeperDeps {
  readonly desk: LensDesk;
  readonly page: PageSight;
  readonly probe: VideoProbe;
  readonly clock: { monotonic(): number };
  readonly timers: Timers;
  readonly log: Log;
  /** Hears every change of state and of stream; a stream counts only in `ready`. */
  readonly onchange: (state: ScannerState, stream: MediaStream | null) => void;
}

/** The keeper. */
export interface StreamKeeper {
  readonly state: () => ScannerState;
  /** Opens the wanted lens; while it runs it changes nothing. Resolves with the state reached; never rejects. */
  readonly start: () => Promise<ScannerState>;
  /** Opens the wanted lens, also when one is open. */
  readonly restart: () => Promise<ScannerState>;
  readonly stop: () => void;
  /** The picture is shown in `video`: from now on it is watched. */
  attach(video: HTMLVideoElement): void;
  /** Nobody looks: nothing is opened by itself. */
  detach(): void;
}

/** The first frame of a lens just opened may take this long; one that has given frames must be quicker, ms. */
const FIRST_FRAME_MS = { cold: 3_000, warm: 1_500 };
/** iOS gives the camera back to the page only a moment after it has let it go (peanutprotocol/peanut-ui#2821), ms. */
const SETTLE_MS = 300;
/** What time may heal; the others need a person. */
const MAY_PASS: readonly ScannerFailure[] = ['no-camera', 'busy', 'frozen', 'broken'];

/** Makes a keeper; it opens with `start`. */
export function createStreamKeeper(deps: StreamKeeperDeps): StreamKeeper {
  const { desk, page, timers, log, onchange } = deps;
  const watchdog = createWatchdog({ ...deps, onverdict });
  const rescue = createRescue({ ...deps, rebuild });
  let state: ScannerState = 'off';
  let stream: MediaStream | null = null;
  let video: HTMLVideoElement | null = null;
  let starting: Promise<ScannerState> = Promise.resolve('off');
  let lastOpening = 0;
  /** A person has allowed the camera. Before that nothing is opened by itself: an unasked question is answered with no. */
  let hasOpened = false;
  /** A stream is on its way, or the pause before it is asked for. */
  let isOpening = false;
  /** Opened anew because there was no picture: `ready` only once there is one. */
  let mustProve = false;
  let firstFrameMs = FIRST_FRAME_MS.cold;
  let forgetEnd = (): void => undefined;
  let forgetDevices = (): void => undefined;

  function move(next: ScannerState): void {
    state = next;
    onchange(state, stream);
  }

  /** The first trouble is put right before anybody reads of it; what lasts is told, and tried again behind it. */
  function fail(why: ScannerFailure): void {
    // `busy` comes only after a person's yes (Media Capture and Streams, §10.3).
    const isAllowed = hasOpened || why === 'busy';
    const mayHeal = video !== null && isAllowed && MAY_PASS.includes(why);
    if (mayHeal && rescue.ask()) move('starting');
    else if (whyOf(state) !== why) move({ kind: 'failed', why });
  }

  /** Watches the picture while there is one and a video to see it in. */
  function watch(): void {
    if (video === null || stream === null) watchdog.stop();
    else watchdog.watch(video, firstFrameMs);
  }

  async function open(): Promise<ScannerState> {
    const opening = ++lastOpening;
    isOpening = true;
    const opened = await desk.open();
    if (opening === lastOpening) isOpening = false;
    if (opening === lastOpening) take(opened);
    else if (opened.ok) closeStream(opened.stream); // stopped while a person was asked for permission
    return state;
  }

  function take(opened: OpenedStream): void {
    if (!opened.ok) return fail(opened.why);
    stream = opened.stream;
    hasOpened = true;
    forgetEnd = whenEnded(stream, onended);
    desk.adopt(stream);
    move(mustProve && video !== null ? state : 'ready');
    watch();
  }

  function release(): void {
    lastOpening++;
    isOpening = false;
    forgetEnd();
    watchdog.stop();
    if (stream !== null) closeStream(stream);
    stream = null;
    desk.leave();
  }

  function onended(): void {
    release();
    fail('no-camera');
  }

  function onverdict(verdict: Verdict): void {
    if (verdict === 'live') {
      rescue.live();
      firstFrameMs = FIRST_FRAME_MS.warm;
      if (state !== 'ready') move('ready');
      return;
    }
    log.warn('scan.frozen', { muted: stream?.getVideoTracks()[0]?.muted ?? false });
    fail('frozen');
  }

  /** The state stays as it is until there is a picture: a failure that blinks is read by nobody. */
  function rebuild(): void {
    release();
    onchange(state, stream);
    mustProve = true;
    firstFrameMs = FIRST_FRAME_MS.warm;
    const mine = lastOpening;
    isOpening = true;
    starting = new Promise((resolve) => {
      timers.after(SETTLE_MS, () => resolve(mine === lastOpening ? reopen() : state));
    });
  }

  async function reopen(): Promise<ScannerState> {
    if (page.isVisible()) return open();
    isOpening = false;
    rescue.ask(); // the page has just gone: when it is back
    return state;
  }

  /** A device came or went: the chosen lens may be back, or a first camera may be there. */
  function ondevices(): void {
    if (!page.isVisible()) return;
    const isMissing = whyOf(state) === 'no-camera' && video !== null;
    if (isMissing || (state === 'ready' && desk.isOtherWanted())) void restart();
  }

  function restart(): Promise<ScannerState> {
    release();
    rescue.reset();
    mustProve = false;
    firstFrameMs = FIRST_FRAME_MS.cold;
    forgetDevices();
    forgetDevices = desk.ondevices(ondevices);
    move('starting');
    starting = open();
    return starting;
  }

  function start(): Promise<ScannerState> {
    if (state === 'ready') return Promise.resolve(state);
    // One that waited for the page to come back was let go with its video: nothing is on its way any more.
    return state === 'starting' && isOpening ? starting : restart();
  }

  function stop(): void {
    release();
    rescue.reset();
    forgetDevices();
    if (state !== 'off') move('off');
  }

  function attach(next: HTMLVideoElement): void {
    video = next;
    watch();
    const why = whyOf(state);
    if (why !== null) fail(why);
  }

  function detach(): void {
    video = null;
    watchdog.stop();
    rescue.reset();
  }

  return { state: () => state, start, restart, stop, attach, detach };
}

function whyOf(state: ScannerState): ScannerFailure | null {
  return typeof state === 'object' ? state.why : null;
}
