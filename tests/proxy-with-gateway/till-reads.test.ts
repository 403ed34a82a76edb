/** What may be read, and a tablet that cannot save: by the headless till and the real proxy. */
import { afterEach, describe, expect, test } from 'vitest';
import { read, useTablets } from './till-world.ts';

const { setup } = useTablets(afterEach);

describe('what is read', () => {
  test('a product barcode is named before anything is sent', async () => {
    const tablet = await setup();
    await tablet.charge();
    await tablet.till().readCode('4006381333931', 'camera');
    expect(tablet.till().view().notices).toMatchObject([{ kind: 'scan-refused', why: 'product-barcode' }]);
    expect(tablet.counter().name).toBe('ready');
  });

  test('a code with no sale on the counter is refused and not kept', async () => {
    const tablet = await setup();
    await read(tablet);
    expect(tablet.till().view().notices).toMatchObject([{ kind: 'scan-refused', why: 'no-sale' }]);
    expect(tablet.store.held.size).toBe(0);
  });

  test('the same code read twice charges once and only asks; another one waits', async () => {
    const tablet = await setup();
    await tablet.charge();
    const { code } = await read(tablet, 'confirm');
    await tablet.till().readCode(code, 'camera');
    await tablet.world.time.settle();
    expect(tablet.till().view().notices).toEqual([]);
    expect(tablet.asked.at(-1)).toBe('GET ask');
    await read(tablet);
    expect(tablet.till().view().notices).toMatchObject([{ kind: 'scan-refused', why: 'still-charging' }]);
    expect(tablet.asked.filter((path) => path === 'POST pay')).toHaveLength(1);
  });

  test('the code that was declined is named as used before anything is sent, and the new attempt stays open', async () => {
    const tablet = await setup();
    await tablet.charge();
    const { code } = await read(tablet, 'no-funds');
    await tablet.till().scanAgain();
    await tablet.world.time.settle();
    const asked = tablet.asked.length;
    await tablet.till().readCode(code, 'camera');
    await tablet.world.time.advance(1_000);
    expect(tablet.till().view().notices).toMatchObject([{ kind: 'scan-refused', why: 'used-before' }]);
    expect(tablet.counter().name).toBe('ready');
    expect(tablet.store.held.size).toBe(0);
    expect(tablet.asked.slice(asked)).toEqual([]);
    await read(tablet);
    expect(tablet.counter().name).toBe('paid');
    expect(await tablet.world.charges()).toMatchObject({ charges: 1 });
  });

  test('a code of an earlier sale is named as used, and the sale is not charged', async () => {
    const tablet = await setup();
    await tablet.charge();
    const { code } = await read(tablet);
    await tablet.till().nextSale();
    await tablet.charge();
    await tablet.till().readCode(code, 'camera');
    await tablet.world.time.advance(1_000);
    expect(tablet.till().view().notices).toMatchObject([{ kind: 'scan-refused', why: 'used-before' }]);
    expect(tablet.counter()).toMatchObject({ name: 'ready', number: 'A-0002' });
    expect(await tablet.world.charges()).toMatchObject({ charges: 1 });
  });

  test('a page that was opened anew does not know the code; the ledger does', async () => {
    const tablet = await setup();
    await tablet.charge();
    const { code } = await read(tablet, 'no-funds');
    await tablet.reload();
    await tablet.till().scanAgain();
    await tablet.till().readCode(code, 'camera');
    await tablet.world.time.advance(1_000);
    expect(tablet.till().view().notices).toMatchObject([{ kind: 'scan-refused', why: 'used-before' }]);
    expect(tablet.counter()).toMatchObject({ name: 'closed', why: 'refused' });
    expect(await tablet.world.charges()).toMatchObject({ charges: 0 });
  });

  test('a code that was taken back before it left may be read again for the corrected amount', async () => {
    const tablet = await setup();
    await tablet.charge();
    await tablet.setLeg('refused');
    await tablet.world.time.advance(31_000);
    const { code } = await read(tablet);
    expect(tablet.counter().name).toBe('held');
    await tablet.till().back();
    await tablet.setLeg('up');
    await tablet.world.time.advance(10_000);
    await tablet.till().charge();
    await tablet.till().readCode(code, 'camera');
    await tablet.world.time.settle();
    expect(tablet.counter().name).toBe('paid');
  });

  test('the held code is known again after a reload: reading it is no second try', async () => {
    const tablet = await setup();
    await tablet.charge();
    await tablet.setLeg('refused');
    await tablet.world.time.advance(31_000);
    const { code } = await read(tablet);
    await tablet.reload();
    await tablet.till().readCode(code, 'camera');
    expect(tablet.counter().name).toBe('held');
    expect(tablet.till().view().notices).toEqual([]);
  });
});

describe('a tablet that cannot save', () => {
  test('charges nothing, sends nothing, and says so', async () => {
    const tablet = await setup();
    const asked = tablet.asked.length;
    tablet.failSaves(true);
    await tablet.charge();
    expect(tablet.till().view().trouble).toBe('cannot-save');
    expect(tablet.counter().name).toBe('amount');
    expect(tablet.asked.slice(asked)).toEqual([]);
  });

  test('sends no code it could not write down, and goes on once it can save again', async () => {
    const tablet = await setup();
    await tablet.charge();
    tablet.failSaves(true);
    const { code } = await read(tablet);
    expect(tablet.till().view().trouble).toBe('cannot-save');
    expect(tablet.asked).not.toContain('POST pay');
    tablet.failSaves(false);
    await tablet.till().readCode(code, 'camera');
    await tablet.world.time.settle();
    expect(tablet.counter().name).toBe('paid');
    expect(tablet.till().view().trouble).toBeNull();
  });
});
