/** How a tablet becomes a till: by a code of the console or of a manager; its name, and when it was here. */
import { afterEach, describe, expect, test } from 'vitest';
import { CODES_A_MINUTE, PAIRING_LIFE_MS } from '../../src/proxy/auth/pairing.ts';
import { SEEN_EVERY_MS } from '../../src/proxy/auth/tills.ts';
import { PIN, refusalOf } from './hand-till.ts';
import { act, codeOf, isIn, listOf, makeCode, tryCode, useShops } from './managed-shop.ts';
import { ORIGIN } from './world.ts';

const { setup } = useShops(afterEach);

describe('a manager’s code', () => {
  test('lets one tablet in as the next till, and no second one', async () => {
    const { world, first } = await setup();
    const code = await codeOf(first);
    const second = await world.pair(code);
    expect(second.shop.till).toMatchObject({ letter: 'B', name: 'Till B' });
    expect(await tryCode(world, code)).toBe('pairing-code-wrong');
    expect(await listOf(first)).toMatchObject([
      { letter: 'A', isMe: true },
      { letter: 'B', isMe: false },
    ]);
  });

  test('used by two tablets at once lets one in', async () => {
    const { world, first } = await setup();
    const code = await codeOf(first);
    const told = await Promise.all([tryCode(world, code), tryCode(world, code)]);
    expect(told.sort()).toEqual([null, 'pairing-code-wrong'].sort());
    expect(await listOf(first)).toHaveLength(2);
  });

  test('names its end and the address the manager’s own page was opened by', async () => {
    const { world, first } = await setup();
    const made = await makeCode(first);
    expect(made).toMatchObject({ expiresAt: world.time.clock.now() + PAIRING_LIFE_MS });
    const { code, link } = made as { code: string; link: string };
    expect(link).toBe(`${ORIGIN}/#pair=${world.settings.realm}.${code}`);
    // Behind a TLS terminator only the browser knows the scheme.
    const headers = { origin: ORIGIN.replace('http', 'https') };
    const answer = await first.request('POST', '/api/tills/codes', { pin: PIN }, headers);
    expect(await answer.text()).toContain(`"${headers.origin}/#pair=`);
  });

  test('names the public address where there is one', async () => {
    const { first } = await setup({ shop: { publicUrl: 'https://till.example' } });
    expect(JSON.stringify(await makeCode(first))).toContain('"https://till.example/#pair=');
  });

  test('is worth nothing after ten minutes', async () => {
    const { world, first } = await setup();
    const code = await codeOf(first);
    await world.time.advance(PAIRING_LIFE_MS);
    expect(await tryCode(world, code)).toBe('pairing-code-wrong');
  });

  test('needs the right PIN, and five wrong ones lock it for this, too', async () => {
    const { first } = await setup();
    expect(await makeCode(first, { pin: '0000' })).toBe('pin-wrong');
    for (let tries = 0; tries < 4; tries += 1) await makeCode(first, { pin: '0000' });
    expect(await makeCode(first)).toBe('pin-locked');
    expect(await act(first, 'nobody/revoke')).toBe('pin-locked');
    expect(await listOf(first)).toHaveLength(1);
  });

  test('is made only some times a minute; the console is never refused', async () => {
    const { world, first } = await setup();
    for (let made = 0; made < CODES_A_MINUTE; made += 1) await codeOf(first);
    expect(await makeCode(first)).toBe('too-many');
    expect(world.proxy().makePairingCode()).toHaveLength(8);
    await world.time.advance(60_000);
    expect(await codeOf(first)).toHaveLength(8);
  });

  test('is not given out for a till that does not exist, nor to a tablet that is none', async () => {
    const { world, first } = await setup();
    expect(await makeCode(first, { till: 'nobody' })).toBe('not-found');
    const answer = await world.proxy().app.request(`${ORIGIN}/api/tills/codes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ pin: PIN }),
    });
    expect(await refusalOf(answer)).toBe('not-paired');
  });
});

describe('the first PIN', () => {
  test('is not chosen at a till that a manager’s code let in, but at one the console did', async () => {
    const { world, first } = await setup();
    const second = await world.pair(await codeOf(first));
    world.proxy().forgetPin();
    expect(await second.pin(undefined, '1111')).toBe('first-pin');
    expect(await first.pin('1111')).toBe('pin-not-set');
    expect(await first.pin(undefined, '1111')).toBeNull();
    // Once there is one, whoever knows it may change it anywhere.
    expect(await second.pin('1111', '2222')).toBeNull();
  });

  test('may be chosen where the console gave a manager’s till its place again', async () => {
    const { world, first } = await setup();
    await world.pair(await codeOf(first));
    world.proxy().forgetPin();
    const again = await world.pair(world.proxy().makePairingCode('b'));
    expect(again.shop.till.letter).toBe('B');
    expect(await again.pin(undefined, '1111')).toBeNull();
  });

  test('may be chosen at any till of a record from before codes had an owner', async () => {
    const { world, first } = await setup();
    world.sql.run('UPDATE tills SET letInBy = NULL');
    world.proxy().forgetPin();
    expect(await first.pin(undefined, '1111')).toBeNull();
  });
});

describe('a till’s name', () => {
  test('is its name everywhere at once, and its letter stays', async () => {
    const { world, first } = await setup();
    const second = await world.pair();
    expect(await act(first, `${second.shop.till.id}/rename`, { name: '  Bar  ' })).toBeNull();
    expect(await (await second.request('GET', '/api/shop')).json()).toMatchObject({
      till: { letter: 'B', name: 'Bar' },
    });
    await world.restart();
    expect((await listOf(first))[1]).toMatchObject({ letter: 'B', name: 'Bar' });
  });

  test.each(['', '   ', 'x'.repeat(41)])('cannot be "%s"', async (name) => {
    const { first } = await setup();
    expect(await act(first, `${first.shop.till.id}/rename`, { name })).toBe('malformed-request');
  });
});

test('when a till was here last is known at once, and outlives a restart to some minutes', async () => {
  const { world, first } = await setup();
  const second = await world.pair();
  await isIn(second);
  const written = world.time.clock.now();
  await world.time.advance(SEEN_EVERY_MS - 1_000);
  await isIn(second);
  expect((await listOf(first))[1]?.lastSeenAt).toBe(written + SEEN_EVERY_MS - 1_000);
  await world.restart();
  expect((await listOf(first))[1]?.lastSeenAt).toBe(written);
  await world.time.advance(1_000);
  await isIn(second);
  await world.restart();
  expect((await listOf(first))[1]?.lastSeenAt).toBe(written + SEEN_EVERY_MS);
});
