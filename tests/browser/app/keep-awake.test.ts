/** The screen stays on while the till is in use: a sale on the counter, or a camera that runs. */
import { afterEach, expect, it } from 'vitest';
import { keepAwake } from '../../../src/app/state/keep-awake.svelte.ts';
import { ScannerView } from '../../../src/app/state/scanner.svelte.ts';
import { TillState } from '../../../src/app/state/till-state.svelte.ts';
import { silentLog } from '../../../src/core/ports.ts';
import { money } from '../../../src/core/money/money.ts';
import { pageSight } from '../../../src/scan/page-sight.ts';
import { makeFakeCamera } from './fake-camera.ts';
import { makeFakeTill } from './fake-till.ts';
import { COUNTERS } from './views.ts';

let stop = (): void => undefined;
afterEach(() => stop());

function setup() {
  const till = makeFakeTill({ counter: COUNTERS.amount });
  const scanner = new ScannerView(
    () => Promise.resolve(makeFakeCamera()),
    () => undefined,
  );
  let held = 0;
  const screenLock = {
    async request() {
      held++;
      return Object.assign(new EventTarget(), { released: false, release: async () => void held-- });
    },
  };
  const page = pageSight(window);
  stop = keepAwake({ till: new TillState(till), scanner, screenLock, page, log: silentLog });
  return { till, scanner, held: () => held };
}

it('lets the screen sleep on an empty amount, and keeps it on from the first digit to the result', async () => {
  const { till, held } = setup();
  await expect.poll(held).toBe(0);
  till.show({ counter: { ...COUNTERS.amount, amount: money(1, 'USD') } });
  await expect.poll(held).toBe(1);
  till.show({ counter: COUNTERS.waiting });
  till.show({ counter: COUNTERS.paid });
  await expect.poll(held).toBe(1);
  till.show({ counter: COUNTERS.amount });
  await expect.poll(held).toBe(0);
});

it('keeps the screen on while the camera runs', async () => {
  const { scanner, held } = setup();
  await scanner.start();
  await expect.poll(held).toBe(1);
  scanner.stop();
  await expect.poll(held).toBe(0);
});

it('lets the screen go when it is told to stop', async () => {
  const { till, held } = setup();
  till.show({ counter: COUNTERS.ready });
  await expect.poll(held).toBe(1);
  stop();
  await expect.poll(held).toBe(0);
});
