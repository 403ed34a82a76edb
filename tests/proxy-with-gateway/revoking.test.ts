/** A till is shut out at once, or its place is given to another tablet: nothing is lost, and nothing gets through. */
import { afterEach, describe, expect, test } from 'vitest';
import { refusalOf, stateOf } from './hand-till.ts';
import { act, codeOf, isIn, listOf, tryCode, useShops } from './managed-shop.ts';
import { ORIGIN } from './world.ts';

const { setup } = useShops(afterEach);

describe('a revoked till', () => {
  test('is refused from then on, also after a restart, and stands in the list with its time', async () => {
    const { world, first } = await setup();
    const second = await world.pair();
    expect(await act(first, `${second.shop.till.id}/revoke`)).toBeNull();
    expect(await isIn(second)).toBe(false);
    await world.restart();
    expect(await isIn(second)).toBe(false);
    expect((await listOf(first))[1]).toMatchObject({ revokedAt: world.time.clock.now() });
    expect(await isIn(first)).toBe(true);
  });

  test('hears nothing more on the stream it has open; others go on', async () => {
    const { world, first } = await setup();
    const second = await world.pair();
    const [its, other] = await Promise.all([second, first].map((till) => till.request('GET', '/api/live')));
    const reader = its?.body?.getReader();
    const others = other?.body?.getReader();
    await reader?.read(); // hello
    await others?.read();
    await act(first, `${second.shop.till.id}/revoke`);
    expect(await reader?.read()).toMatchObject({ done: true });
    const sale = first.sale();
    await sale.open(sale.reference());
    expect(await others?.read()).toMatchObject({ done: false });
    await others?.cancel();
  });

  test('changes nothing by a request that was on its way when it was shut out', async () => {
    const { world, first } = await setup();
    const second = await world.pair();
    const sale = second.sale();
    const reference = sale.reference();
    // Its head has come in and was let in; its body comes after the revoke.
    const body = new TransformStream<Uint8Array, Uint8Array>();
    const late = world.proxy().app.request(
      new Request(`${ORIGIN}/api/attempts`, {
        method: 'POST',
        headers: { cookie: second.cookie, 'content-type': 'application/json' },
        body: body.readable,
        duplex: 'half',
      } as RequestInit),
    );
    await world.time.settle();
    expect(await act(first, `${second.shop.till.id}/revoke`)).toBeNull();
    const writer = body.writable.getWriter();
    void writer.write(new TextEncoder().encode(JSON.stringify({ ...sale.claim, reference })));
    void writer.close();
    expect(await refusalOf(await late)).toBe('not-paired');
    expect(stateOf(await first.goOnWith(sale.claim).look(reference))).toBe('attempt-unknown');
  });

  test('leaves its charge to the ladder, and its sale to any till that takes it over', async () => {
    const { world, first } = await setup();
    const second = await world.pair();
    const sale = second.sale();
    const reference = sale.reference();
    const { id, code } = await world.mint('confirm');
    await sale.pay(reference, code);
    await act(first, `${second.shop.till.id}/revoke`);
    await world.sim('POST', `/wallets/codes/${id}/confirm`);
    await world.time.advance(5_000);
    expect(await first.take(sale.saleId)).toMatchObject({ attempts: [{ state: { name: 'paid' } }] });
    expect(await world.charges()).toMatchObject({ charges: 1, kept: '12.50' });
  });

  test('cannot be this one, whoever knows the PIN', async () => {
    const { first } = await setup();
    expect(await act(first, `${first.shop.till.id}/revoke`)).toBe('own-till');
    expect(await isIn(first)).toBe(true);
  });

  test('takes the codes along that were made for it and at it', async () => {
    const { world, first } = await setup();
    const second = await world.pair();
    const forIt = await codeOf(first, { till: second.shop.till.id });
    const atIt = await codeOf(second);
    const free = await codeOf(first);
    await act(first, `${second.shop.till.id}/revoke`);
    expect(await tryCode(world, forIt)).toBe('pairing-code-wrong');
    expect(await tryCode(world, atIt)).toBe('pairing-code-wrong');
    expect(await tryCode(world, free)).toBeNull();
  });

  test('is revoked by the console, too: by its letter, also in small print', async () => {
    const { world, first } = await setup();
    const second = await world.pair();
    world.proxy().revokeTill('b');
    expect(await isIn(second)).toBe(false);
    expect(() => world.proxy().revokeTill('X')).toThrow(/no till X/);
    // The last one as well: the console lets one in again.
    world.proxy().revokeTill('A');
    expect(await isIn(first)).toBe(false);
  });

  test('is not revoked by a tablet that is being revoked itself', async () => {
    const { world, first } = await setup();
    const second = await world.pair();
    const told = await Promise.all([
      act(first, `${second.shop.till.id}/revoke`),
      act(second, `${first.shop.till.id}/revoke`),
    ]);
    expect(told).toEqual([null, 'not-paired']);
    expect(await isIn(first)).toBe(true);
  });
});

describe('another tablet for a till', () => {
  test('gets its id, letter and name; the old token is worth nothing at once, and its stream ends', async () => {
    const { world, first } = await setup();
    const second = await world.pair();
    await act(first, `${second.shop.till.id}/rename`, { name: 'Bar' });
    const stream = (await second.request('GET', '/api/live')).body?.getReader();
    await stream?.read();
    const again = await world.pair(await codeOf(first, { till: second.shop.till.id }));
    expect(again.shop.till).toEqual({ ...second.shop.till, name: 'Bar' });
    expect(await isIn(second)).toBe(false);
    expect(await stream?.read()).toMatchObject({ done: true });
    expect(await isIn(again)).toBe(true);
    expect(await listOf(first)).toHaveLength(2);
  });

  test('may also take the place of a revoked one: it is good again, for the new tablet only', async () => {
    const { world, first } = await setup();
    const second = await world.pair();
    await act(first, `${second.shop.till.id}/revoke`);
    const again = await world.pair(await codeOf(first, { till: second.shop.till.id }));
    expect(again.shop.till.id).toBe(second.shop.till.id);
    expect((await listOf(first))[1]).toMatchObject({ revokedAt: null });
    expect([await isIn(second), await isIn(again)]).toEqual([false, true]);
  });

  test('makes the other codes for that till worthless', async () => {
    const { world, first } = await setup();
    const till = first.shop.till.id;
    const [one, other] = [await codeOf(first, { till }), await codeOf(first, { till })];
    const again = await world.pair(one);
    expect(await tryCode(world, other)).toBe('pairing-code-wrong');
    expect(await isIn(again)).toBe(true);
  });

  test('goes on with the charge the old one had begun', async () => {
    const { world, first } = await setup();
    const second = await world.pair();
    const sale = second.sale();
    const reference = sale.reference();
    await sale.pay(reference, (await world.mint('confirm')).code);
    const again = await world.pair(await codeOf(first, { till: second.shop.till.id }));
    expect(stateOf(await again.goOnWith(sale.claim).change(reference, 'cancel'))).toBe('waiting');
  });
});
