/** A tablet whose camera works, freezes or refuses as a test says, and the keeper of its stream. */
import { afterEach } from 'vitest';
import { silentLog } from '../../../src/core/ports.ts';
import { createLensDesk } from '../../../src/scan/lens-desk.ts';
import { createLensMemory } from '../../../src/scan/lens-memory.ts';
import type { ScannerState } from '../../../src/scan/scanner.ts';
import { createStreamKeeper, type StreamKeeper } from '../../../src/scan/stream-keeper.ts';
import { makeManualTime } from '../../fakes/timers.ts';
import { FakeDevices, fakeKeeper, fakePage, fakeTrack, streamOf, videoInput } from './fake-lens.ts';
import { fakeVideo } from './fake-video.ts';

/** What the next `getUserMedia` does: a lens that gives frames, one that gives none, or the name of an error. */
type Opening = 'works' | 'frozen' | 'NotAllowedError' | 'NotReadableError' | 'NotFoundError';

/** Its back camera. */
export const MAIN = videoInput('main', 'camera2 0, facing back');
/** Another, to be plugged in. */
export const USB = videoInput('usb', 'USB Camera');

const open: StreamKeeper[] = [];
afterEach(() => {
  for (const keeper of open.splice(0)) keeper.stop();
});

/** Makes the tablet; nothing is opened yet. */
export function setup() {
  const time = makeManualTime();
  const page = fakePage();
  const view = fakeVideo();
  const devices = new FakeDevices(MAIN);
  const states: (string | undefined)[] = [];
  const openedAt: number[] = [];
  const world = { next: 'works' as Opening, isRunning: false, live: 0, ask: null as Promise<void> | null };
  let track: MediaStreamTrack | null = null;

  async function getUserMedia({ video }: MediaStreamConstraints): Promise<MediaStream> {
    openedAt.push(Math.round(time.clock.monotonic()));
    await world.ask;
    if (world.next !== 'works' && world.next !== 'frozen')
      throw Object.assign(new Error(), { name: world.next });
    const { deviceId } = video as { deviceId?: { exact: string } };
    const id = deviceId?.exact ?? 'main';
    if (!(await devices.enumerateDevices()).some((device) => device.deviceId === id))
      throw Object.assign(new Error(), { name: 'OverconstrainedError' });
    world.live++;
    world.isRunning = world.next === 'works';
    track = fakeTrack({}, id, id).track;
    track.stop = () => void world.live--;
    return streamOf(track);
  }

  const onchange = (state: ScannerState): void => {
    const told = typeof state === 'string' ? state : state.why;
    if (told !== states.at(-1)) states.push(told);
  };
  const memory = createLensMemory(fakeKeeper());
  const { clock, timers } = time;
  const desk = createLensDesk({ getUserMedia, devices, memory, timers, log: silentLog });
  const deps = { desk, page, probe: view.probe, clock, timers, log: silentLog, onchange };
  const keeper = createStreamKeeper(deps);
  open.push(keeper);

  /** Lets `ms` pass while a running camera gives 25 frames a second. */
  async function pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 40) {
      await time.advance(40);
      if (world.isRunning && world.live > 0) view.frame();
    }
  }
  async function startAndLook(): Promise<void> {
    keeper.attach(view.video);
    await keeper.start();
    await pass(1_000);
  }
  const now = (): number => Math.round(clock.monotonic());
  const end = (): void => void track?.dispatchEvent(new Event('ended'));
  return { keeper, page, view, devices, states, openedAt, world, pass, startAndLook, now, end, memory };
}
