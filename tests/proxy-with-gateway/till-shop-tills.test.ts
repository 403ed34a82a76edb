/** The shop's tills in the manager's hand: the headless till with the real proxy. */
import { afterEach, expect, test } from 'vitest';
import type { ShopTills, TillItem } from '../../src/till/shop-tills.ts';
import { choosePin, useTablets, WORD, type Tablet } from './till-world.ts';

const { setup, setupSecond } = useTablets(afterEach);

async function open(tablet: Tablet): Promise<ShopTills> {
  const tills = await tablet.till().shopTills();
  if (tills === null) throw new Error('The code could not be fetched');
  await tills.reload();
  return tills;
}

function itemsOf(tills: ShopTills): readonly TillItem[] {
  const page = tills.view().tills;
  return page.name === 'ready' ? page.items : [];
}

const namesOf = (tills: ShopTills): string[] =>
  itemsOf(tills).map(({ letter, name, isMe, revokedAt }) =>
    [letter, name, ...(isMe ? ['me'] : []), ...(revokedAt === null ? [] : ['revoked'])].join(' '),
  );

async function setupManaged() {
  const tablet = await setup();
  await choosePin(tablet);
  const tills = await open(tablet);
  return { tablet, tills, world: tablet.world };
}

test('the list names every till, and tells its listener of each change', async () => {
  const { tablet, tills } = await setupManaged();
  await setupSecond(tablet);
  let told = 0;
  const undo = tills.subscribe(() => (told += 1));
  await tills.reload();
  expect(namesOf(tills)).toEqual(['A Till A me', 'B Till B']);
  expect(told).toBe(2); // asked, and here
  undo();
  await tills.reload();
  expect(told).toBe(2);
});

test('where the proxy is silent the list says so, and no act is taken for done', async () => {
  const { tablet, tills } = await setupManaged();
  await tablet.setLeg('refused');
  await tills.reload();
  expect(tills.view().tills).toEqual({ name: 'silent' });
  expect(await tills.makeCode(null, WORD.pin)).toEqual({ isDone: false, code: 'silent' });
  expect(tills.view().code).toBeNull();
});

test('a code is shown until its tablet has come in, which is said by name', async () => {
  const { tablet, tills, world } = await setupManaged();
  expect(await tills.makeCode(null, '0000')).toEqual({ isDone: false, code: 'pin-wrong' });
  expect(await tills.makeCode(null, WORD.pin)).toEqual({ isDone: true });
  const code = tills.view().code;
  expect(code).toMatchObject({ endsAt: world.time.clock.now() + 600_000, forTill: null, joined: null });
  await world.time.advance(9_000);
  expect(tills.view().code?.joined).toBeNull();
  const second = await setupSecond(tablet); // by another code: it is a new till all the same
  await world.time.advance(3_000);
  expect(tills.view().code?.joined).toMatchObject({ letter: 'B' });
  tills.hideCode();
  expect(tills.view().code).toBeNull();
  expect(namesOf(tills)).toEqual(['A Till A me', 'B Till B']);
  expect(second.till().view().pairing.name).toBe('paired');
});

test('a code for another tablet waits for that till’s place to be taken, and for no other tablet', async () => {
  const { tablet, tills, world } = await setupManaged();
  const second = await setupSecond(tablet);
  await tills.reload();
  const bar = itemsOf(tills)[1] ?? null;
  await tills.makeCode(bar, WORD.pin);
  await setupSecond(tablet);
  await world.time.advance(3_000);
  expect(tills.view().code).toMatchObject({ forTill: { letter: 'B' }, joined: null });
  await world.pair(tills.view().code?.code);
  await world.time.advance(3_000);
  expect(tills.view().code?.joined).toMatchObject({ letter: 'B' });
  await world.time.advance(31_000);
  expect(second.till().view().pairing.name).toBe('lost');
  tills.close();
});

test('nobody looks any more once the page is closed', async () => {
  const { tablet, tills, world } = await setupManaged();
  await tills.makeCode(null, WORD.pin);
  tills.close();
  const before = tablet.asked.length;
  await world.time.advance(20_000);
  expect(tablet.asked.slice(before).filter((path) => path.includes('tills'))).toEqual([]);
});

test('a till gets another name, this one too, which then stands on its own screen', async () => {
  const { tablet, tills, world } = await setupManaged();
  const [me] = itemsOf(tills);
  expect(await tills.rename(me?.id ?? '', 'Counter', WORD.pin)).toEqual({ isDone: true });
  expect(namesOf(tills)).toEqual(['A Counter me']);
  await world.time.settle();
  expect(tablet.till().view().shop?.tillName).toBe('Counter');
});

test('a till is revoked and stands last; this one cannot be', async () => {
  const { tablet, tills } = await setupManaged();
  await setupSecond(tablet);
  await setupSecond(tablet);
  await tills.reload();
  const [me, second] = itemsOf(tills);
  expect(await tills.revoke(me?.id ?? '', WORD.pin)).toEqual({ isDone: false, code: 'own-till' });
  expect(await tills.revoke(second?.id ?? '', WORD.pin)).toEqual({ isDone: true });
  expect(namesOf(tills)).toEqual(['A Till A me', 'C Till C', 'B Till B revoked']);
});

test('what managers did is read page by page with one PIN, and forgotten with the page', async () => {
  const { tills, world } = await setupManaged();
  for (let made = 0; made < 50; made += 1)
    world.sql.run('INSERT INTO audit (at, till, deed) VALUES (?, NULL, ?)', [made, 'test']);
  expect(await tills.showAudit('0000')).toEqual({ isDone: false, code: 'pin-wrong' });
  expect(tills.view().audit).toBeNull();
  await tills.showAudit(WORD.pin);
  expect(tills.view().audit).toMatchObject({ isLast: false, lines: { length: 50 } });
  await tills.showEarlier();
  expect(tills.view().audit).toMatchObject({ isLast: true, lines: { length: 52 } });
  expect(tills.view().audit?.lines.at(-2)).toMatchObject({ deed: 'pin-chosen', till: { letter: 'A' } });
  tills.hideAudit();
  expect(tills.view().audit).toBeNull();
});
