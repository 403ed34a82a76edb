/** The camera as runes: what a screen reads of its lenses, and what it asks. */
import { flushSync } from 'svelte';
import { expect, it } from 'vitest';
import { ScannerView } from '../../../src/app/state/scanner.svelte.ts';
import { drawn } from './drawn.svelte.ts';
import { makeFakeCamera } from './fake-camera.ts';

const BACK = { id: 'a', label: 'Back camera 1', facing: 'back' } as const;
const FRONT = { id: 'b', label: 'Front camera 2', facing: 'front' } as const;
const ZOOM = { min: 1, max: 8, step: 0.1, value: 2 };

function setup() {
  const camera = makeFakeCamera();
  const scanner = new ScannerView(
    () => Promise.resolve(camera),
    () => undefined,
  );
  return { camera, scanner };
}

it('shows no lens before the camera is there, and asks nothing of it', async () => {
  const { camera, scanner } = setup();
  await scanner.chooseLens('a');
  await scanner.setTorch(true);
  await scanner.setZoom(2);
  expect([scanner.lenses, scanner.lens, scanner.torch, scanner.zoom]).toEqual([[], null, 'none', null]);
  expect(camera.asked).toEqual([]);
});

it('draws lens, torch and zoom anew with every change', async () => {
  const { camera, scanner } = setup();
  const shown = drawn(() => `${scanner.lens?.label} ${scanner.torch} ${scanner.zoom?.value}`);
  await scanner.start();
  camera.show({ lenses: [BACK, FRONT], lens: BACK, torch: 'off', zoom: ZOOM });
  flushSync();
  camera.show({ lenses: [BACK, FRONT], lens: FRONT, torch: 'none', zoom: null });
  flushSync();
  expect(shown.texts.slice(-2)).toEqual(['Back camera 1 off 2', 'Front camera 2 none undefined']);
  expect(scanner.lenses).toEqual([BACK, FRONT]);
  shown.stop();
});

it('passes on what a person asks for', async () => {
  const { camera, scanner } = setup();
  await scanner.start();
  await scanner.chooseLens('b');
  await scanner.setTorch(true);
  await scanner.setZoom(3);
  expect(camera.asked).toEqual(['lens b', 'torch true', 'zoom 3']);
});
