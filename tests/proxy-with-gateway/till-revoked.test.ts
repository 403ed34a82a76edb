/** A tablet whose till is revoked: it stops at once, loses nothing, and goes on in its place or another. */
import { afterEach, describe, expect, test } from 'vitest';
import { lineOf, makeUnpairedTablet, ONE_CHARGE, read, useTablets, type Tablet } from './till-world.ts';
import { ORIGIN, type World } from './world.ts';

const { setup, setupSecond } = useTablets(afterEach);

const pairing = (tablet: Tablet): string => tablet.till().view().pairing.name;
const paths = (tablet: Tablet, from: number): string[] =>
  tablet.asked.slice(from).filter((path) => !/shop|live/.test(path));

/** A tablet that was never here takes the place of the till with this letter. */
async function moveTo(world: World, letter: string): Promise<Tablet> {
  const fresh = makeUnpairedTablet(world, 123);
  await fresh.till().start();
  await fresh.till().pair(`${ORIGIN}/#pair=${world.settings.realm}.${world.proxy().makePairingCode(letter)}`);
  await world.time.settle();
  return fresh;
}

describe('a revoked till', () => {
  test('hears of it by its stream that ends, shows that it must be paired, and sends nothing more', async () => {
    const tablet = await setup();
    await tablet.charge();
    await read(tablet, 'confirm');
    tablet.world.proxy().revokeTill('A');
    await tablet.world.time.advance(1_000);
    expect(pairing(tablet)).toBe('lost');
    const from = tablet.asked.length;
    await tablet.till().tookCash(tablet.lines()[0]?.saleId ?? ('' as never));
    await tablet.world.time.advance(60_000);
    expect(paths(tablet, from)).toEqual([]);
  });

  test('that stood idle hears of it by its next look at the shop', async () => {
    const tablet = await setup();
    tablet.world.proxy().revokeTill('A');
    await tablet.world.time.advance(31_000);
    expect(pairing(tablet)).toBe('lost');
    await tablet.charge();
    expect(tablet.lines()).toEqual([]);
  });

  test('keeps its journal over a reload, and goes on with what it owes once it has its place again', async () => {
    const tablet = await setup();
    await tablet.charge();
    const { id } = await read(tablet, 'confirm');
    tablet.world.proxy().revokeTill('A');
    await tablet.world.time.advance(1_000);
    await tablet.reload();
    await tablet.world.time.advance(1_000);
    expect(pairing(tablet)).toBe('lost');
    expect(tablet.counter()).toMatchObject({ number: 'A-0001' });
    await tablet.till().pair(tablet.world.proxy().makePairingCode('A'));
    await tablet.world.time.advance(1_000);
    expect(pairing(tablet)).toBe('paired');
    expect(tablet.counter().name).toBe('waiting');
    await tablet.world.sim('POST', `/wallets/codes/${id}/confirm`);
    await tablet.world.time.advance(5_000);
    expect(lineOf(tablet, 'A-0001')).toBe('paid');
    await tablet.charge(300);
    expect(tablet.counter()).toMatchObject({ number: 'A-0002' });
    expect(await tablet.world.charges()).toEqual(ONE_CHARGE);
  });
});

describe('another tablet in a till’s place', () => {
  test('goes on with its numbers and its sales, and charges nobody twice', async () => {
    const old = await setup();
    await old.charge();
    await read(old);
    await old.till().nextSale();
    await old.charge(800);
    const { id } = await read(old, 'confirm');
    const fresh = await moveTo(old.world, 'A');
    await old.world.time.advance(2_000);
    expect([pairing(old), pairing(fresh)]).toEqual(['lost', 'paired']);
    expect([lineOf(fresh, 'A-0001'), lineOf(fresh, 'A-0002')]).toEqual(['paid', 'waiting']);
    expect(fresh.counter()).toMatchObject({ name: 'amount', number: 'A-0003' });
    await old.world.sim('POST', `/wallets/codes/${id}/confirm`);
    await old.world.time.advance(6_000);
    expect(lineOf(fresh, 'A-0002')).toBe('paid');
    expect(await old.world.charges()).toMatchObject({ charges: 2, kept: '20.50' });
    await fresh.till().stop();
  });

  test('gives no number twice where the place comes back to the tablet that had it', async () => {
    const old = await setup();
    await old.charge();
    await read(old);
    const fresh = await moveTo(old.world, 'A');
    await fresh.charge(300);
    await read(fresh);
    expect(lineOf(fresh, 'A-0002')).toBe('paid');
    await old.world.time.advance(31_000);
    expect(pairing(old)).toBe('lost');
    await old.till().pair(old.world.proxy().makePairingCode('A'));
    await old.world.time.advance(5_000);
    expect(lineOf(old, 'A-0002')).toBe('paid');
    await old.charge(500);
    expect(old.counter()).toMatchObject({ number: 'A-0003' });
    await fresh.till().stop();
  });

  test('that was another till itself goes on with the numbers of its new place', async () => {
    const first = await setup();
    await first.charge();
    await read(first);
    const second = await setupSecond(first);
    await second.charge(300);
    await read(second);
    first.world.proxy().revokeTill('B');
    await first.world.time.advance(31_000);
    await second.till().pair(first.world.proxy().makePairingCode('A'));
    await first.world.time.advance(5_000);
    expect(lineOf(second, 'B-0001')).toBe('paid');
    expect(lineOf(second, 'A-0001')).toBe('paid');
    await second.charge(500);
    expect(second.counter()).toMatchObject({ number: 'A-0002' });
  });
});
