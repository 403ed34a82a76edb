/** Pairing by the headless till with the real proxy, and what is kept when it is lost. */
import { afterEach, describe, expect, test } from 'vitest';
import { read, useTablets } from './till-world.ts';
import { ORIGIN } from './world.ts';

const { setup, setupFresh } = useTablets(afterEach);

describe('pairing', () => {
  test('a fresh tablet asks for its code, and the whole link, the code with its shop and the bare code all do', async () => {
    for (const make of [
      (code: string, realm: string) => `${ORIGIN}/#pair=${realm}.${code}`,
      (code: string, realm: string) => `${realm}.${code}`,
      String,
    ]) {
      const tablet = await setupFresh();
      const { settings, proxy } = tablet.world;
      await tablet.till().start();
      expect(tablet.till().view().pairing).toEqual({ name: 'unpaired' });
      await tablet.till().pair(make(proxy().makePairingCode(), settings.realm));
      expect(tablet.till().view().pairing).toEqual({ name: 'paired' });
      expect(tablet.till().view().shop).toMatchObject({ mode: 'practice', timeZone: 'America/New_York' });
    }
  });

  test('a wrong code is named, and the right one still works', async () => {
    const tablet = await setupFresh();
    await tablet.till().start();
    await tablet.till().pair('WRONGONE');
    expect(tablet.till().view().pairing).toEqual({ name: 'failed', code: 'pairing-code-wrong' });
    await tablet.till().pair(tablet.world.proxy().makePairingCode());
    expect(tablet.till().view().pairing).toEqual({ name: 'paired' });
  });

  test('with no network pairing says so', async () => {
    const tablet = await setupFresh();
    await tablet.setLeg('refused');
    await tablet.till().start();
    await tablet.till().pair('ABCDEFGH');
    expect(tablet.till().view().pairing).toEqual({ name: 'failed', code: 'silent' });
  });

  test('a pairing that is lost keeps the sale, sends nothing, and goes on when the tablet is paired again', async () => {
    const tablet = await setup();
    await tablet.charge();
    await read(tablet, 'confirm');
    tablet.forgetCookie();
    await tablet.setLeg('refused');
    await tablet.setLeg('up');
    await tablet.world.time.advance(10_000);
    expect(tablet.till().view().pairing).toEqual({ name: 'lost' });
    expect(tablet.counter()).toMatchObject({ number: 'A-0001' });
    const asked = tablet.asked.length;
    await tablet.world.time.advance(20_000);
    // Only the probe goes on, to notice a pairing made elsewhere.
    expect(tablet.asked.slice(asked).filter((path) => !/shop|live/.test(path))).toEqual([]);
    await tablet.till().pair(tablet.world.proxy().makePairingCode());
    await tablet.world.time.advance(1_000);
    expect(tablet.till().view().pairing).toEqual({ name: 'paired' });
    expect(tablet.counter().name).toBe('waiting');
  });
});
