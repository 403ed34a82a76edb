/** What a lens is called, and where it looks. */
import { describe, expect, it } from 'vitest';
import { cleanLabel, type Facing, lensOf } from '../../../src/scan/lens.ts';
import { videoInput } from './fake-lens.ts';

describe('the name of a lens', () => {
  it.each([
    ['camera2 0, facing back', 'Back camera 1'],
    ['camera2 3, facing front', 'Front camera 4'],
    ['camera 1, facing back', 'Back camera 2'],
    ['HD Webcam C525 (046d:0826)', 'HD Webcam C525'],
    ['FaceTime HD Camera (Built-in) (05ac:8514)', 'FaceTime HD Camera (Built-in)'],
    ['Back Dual Wide Camera', 'Back Dual Wide Camera'],
    ['后置双广角镜头', '后置双广角镜头'],
    ['', ''],
  ])('%j is shown as %j', (given, shown) => {
    expect(cleanLabel(given)).toBe(shown);
  });
});

describe('where a lens looks', () => {
  it.each<[string, string | undefined, Facing]>([
    ['Rückkamera', 'environment', 'back'],
    ['Frontkamera', 'user', 'front'],
    ['camera2 0, facing back', undefined, 'back'],
    ['后置摄像头', undefined, 'back'],
    ['前置摄像头', undefined, 'front'],
    ['FaceTime HD Camera', undefined, 'front'],
    ['HD Webcam C525', undefined, 'unknown'],
    ['Playback Recorder', undefined, 'unknown'],
  ])('%s (told: %s) looks %s', (label, facingMode, facing) => {
    expect(lensOf(videoInput('1', label, facingMode)).facing).toBe(facing);
  });
});
