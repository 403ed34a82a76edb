/** Which lens is opened: the chosen one, else the back camera. */
import { describe, expect, it } from 'vitest';
import { silentLog } from '../../../src/core/ports.ts';
import type { LensDevice } from '../../../src/scan/lens.ts';
import { createLensList } from '../../../src/scan/lens-list.ts';
import { createLensMemory, type LensName } from '../../../src/scan/lens-memory.ts';
import { lensIdOf, openLens } from '../../../src/scan/open-lens.ts';
import { FakeDevices, fakeKeeper, fakeTrack, streamOf, videoInput } from './fake-lens.ts';

const WIDE = videoInput('wide', 'camera2 2, facing back');
const MAIN = videoInput('main', 'camera2 0, facing back');

/** A tablet with these lenses, of which `busy` are held by another app; the first is the browser's back camera. */
function setup(devices: readonly LensDevice[], choice: LensName | null, busy: readonly string[] = []) {
  const asked: string[] = [];
  const ended: string[] = [];
  const memory = createLensMemory(fakeKeeper());
  if (choice !== null) memory.keepChoice(choice);
  const getUserMedia = async ({ video }: MediaStreamConstraints): Promise<MediaStream> => {
    const { deviceId, facingMode } = video as {
      deviceId?: { exact: string };
      facingMode?: { ideal: string };
    };
    asked.push(deviceId?.exact ?? facingMode?.ideal ?? 'nothing');
    const found = deviceId === undefined ? devices[0] : devices.find((d) => d.deviceId === deviceId.exact);
    if (found === undefined) throw Object.assign(new Error(), { name: 'OverconstrainedError' });
    if (busy.includes(found.deviceId)) throw Object.assign(new Error(), { name: 'NotReadableError' });
    const { track } = fakeTrack({}, found.deviceId, found.label);
    track.stop = () => void ended.push(found.deviceId);
    return streamOf(track);
  };
  const lenses = createLensList(new FakeDevices(...devices), silentLog);
  const open = async (): Promise<string> => {
    const opened = await openLens({ getUserMedia, lenses, memory });
    return opened.ok ? lensIdOf(opened.stream) : opened.why;
  };
  return { open, asked, ended, memory };
}

describe('opening a lens', () => {
  it('takes the back camera where nobody has chosen', async () => {
    const { open, asked } = setup([WIDE, MAIN], null);
    expect(await open()).toBe('wide');
    expect(asked).toEqual(['environment']);
  });

  it('takes the chosen lens, and asks once', async () => {
    const { open, asked } = setup([WIDE, MAIN], { id: 'main', label: MAIN.label });
    expect(await open()).toBe('main');
    expect(asked).toEqual(['main']);
  });

  it('takes the back camera when the chosen lens is gone, and goes on wanting it', async () => {
    const choice = { id: 'usb', label: 'USB Camera' };
    const { open, memory } = setup([WIDE, MAIN], choice);
    expect(await open()).toBe('wide');
    expect(memory.choice()).toEqual(choice);
  });

  it('finds the chosen lens by its label where ids do not last, and lets the other go first', async () => {
    const { open, asked, ended } = setup([WIDE, MAIN], { id: 'old', label: MAIN.label });
    expect(await open()).toBe('main');
    expect(asked).toEqual(['old', 'environment', 'main']);
    expect(ended).toEqual(['wide']);
  });

  it('opens no second time where the back camera is the chosen one under another id', async () => {
    const { open, asked } = setup([MAIN, WIDE], { id: 'old', label: MAIN.label });
    expect(await open()).toBe('main');
    expect(asked).toEqual(['old', 'environment']);
  });

  it('guesses nothing where two lenses have the chosen label', async () => {
    const devices = [WIDE, videoInput('one', 'USB Camera'), videoInput('two', 'USB Camera')];
    expect(await setup(devices, { id: 'old', label: 'USB Camera' }).open()).toBe('wide');
  });

  it('says that the chosen lens is busy, and takes no other behind a person’s back', async () => {
    const { open, asked } = setup([WIDE, MAIN], { id: 'main', label: MAIN.label }, ['main']);
    expect(await open()).toBe('busy');
    expect(asked).toEqual(['main']);
  });

  it('has no camera where there is none', async () => {
    expect(await setup([], { id: 'main', label: '' }).open()).toBe('no-camera');
  });
});

describe('the list of lenses', () => {
  const read = async (devices: FakeDevices): Promise<readonly string[]> => {
    const list = createLensList(devices, silentLog);
    await list.refresh();
    return list.lenses().map((lens) => lens.label);
  };

  it('has cameras only, by their cleaned names', async () => {
    const microphone = { kind: 'audioinput', deviceId: 'mic', label: 'Microphone' };
    expect(await read(new FakeDevices(microphone, MAIN, WIDE))).toEqual(['Back camera 1', 'Back camera 3']);
  });

  it('is empty before permission, when the browser gives one without a name', async () => {
    expect(await read(new FakeDevices(videoInput('', '')))).toEqual([]);
  });

  it('does not take a hint without a change for a change', async () => {
    const devices = new FakeDevices(MAIN);
    const list = createLensList(devices, silentLog);
    await list.refresh();
    let changes = 0;
    list.onchange(() => void changes++);
    for (const now of [[MAIN], [MAIN, WIDE], [WIDE, MAIN]]) {
      devices.change(...now);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(changes).toBe(1);
  });

  it('stays as it was when it cannot be read', async () => {
    const devices = new FakeDevices(MAIN);
    const list = createLensList(devices, silentLog);
    await list.refresh();
    devices.enumerateDevices = () => Promise.reject(new Error('busy'));
    await list.refresh();
    expect(list.lenses()).toHaveLength(1);
  });
});
