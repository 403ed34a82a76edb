/** A shop moves from one machine to another by its file; both go on running, and no charge is driven by both. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { ProcessWorld, until } from './world.ts';

const worlds: ProcessWorld[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

async function setup() {
  const world = await ProcessWorld.open();
  worlds.push(world);
  const [old, fresh] = [await world.machine('old'), await world.machine('fresh')];
  await old.server.start();
  world.leadTo(old);
  const tablet = await world.tablet(old);
  await tablet.choosePin();
  return { world, old, fresh, tablet, file: join(world.folder, 'shop.jsonl') };
}

describe('moving a shop', () => {
  test.each(['running', 'stopped'])(
    'from a %s machine: the tills go on at the new one once a manager says so',
    async (how) => {
      const { world, old, fresh, tablet, file } = await setup();
      await world.sell(tablet, 1_001);
      await world.sellSlowly(tablet, 1_002, async () => {
        if (how === 'stopped') await old.server.kill('SIGTERM');
        expect(await old.ledger('export', '--to', file)).toContain('has moved');
        if (how === 'stopped') await old.server.start();
        // Old and new are both alive from here on.
        await until(
          () => tablet.state === 'moved',
          () => tablet.state,
        );
        await fresh.server.start();
        expect(await fresh.ledger('import', '--from', file)).toContain('--open');
        world.leadTo(fresh);
        await until(
          () => tablet.state === 'sealed',
          () => tablet.state,
        );
        await tablet.openShop();
      });
      expect(await world.reckon(fresh)).toEqual([]);
      const { totals } = await world.wallets.book();
      expect(totals).toMatchObject([{ charges: 2, kept: '20.03' }]);
      expect((await fetch(`http://127.0.0.1:${old.server.port}/api/shop`)).status).toBe(410);
    },
  );

  test('can be exported again, and come back: the ledger of before is kept', async () => {
    const { world, old, fresh, tablet, file } = await setup();
    await world.sell(tablet, 1_001);
    await old.ledger('export', '--to', file);
    const first = readFileSync(file, 'utf8').split('\n').length;
    await old.ledger('export', '--to', file);
    expect(readFileSync(file, 'utf8').split('\n').length).toBeGreaterThanOrEqual(first);
    await fresh.ledger('import', '--from', file);
    expect(await fresh.ledger('import', '--open')).toContain('open here');
    await fresh.server.start();
    world.leadTo(fresh);
    await until(
      () => tablet.state === 'amount',
      () => tablet.state,
    );
    await world.sell(tablet, 1_002);
    await fresh.ledger('export', '--to', file);
    await old.ledger('import', '--from', file);
    await old.ledger('import', '--open');
    world.leadTo(old);
    await until(
      () => tablet.state === 'amount',
      () => tablet.state,
    );
    await world.sell(tablet, 1_003);
    expect(await world.reckon(old)).toEqual([]);
  });

  test('never replaces a ledger that is lived in, nor takes in what is broken; a moved one takes no backup', async () => {
    const { world, old, fresh, tablet, file } = await setup();
    const backup = join(world.folder, 'backup.sqlite');
    await world.sell(tablet, 1_001);
    await old.ledger('backup', '--to', backup);
    await expect(old.ledger('import', '--from', backup)).rejects.toThrow(/lived in/);
    await expect(old.ledger('import', '--open')).rejects.toThrow(/No shop waits/);
    await expect(old.ledger('export', '--to', join(world.folder, 'no', 'where'))).rejects.toThrow(
      /is no folder: make it/,
    );
    await world.sell(tablet, 1_002); // nothing was sealed by it
    await old.ledger('export', '--to', file);
    await expect(old.ledger('restore', '--from', backup)).rejects.toThrow(/has moved/);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('"A-0001"', '"A-0009"'));
    await expect(fresh.ledger('import', '--from', file)).rejects.toThrow(/broken/);
    expect(existsSync(fresh.ledgerPath)).toBe(false);
    expect(text).not.toContain('one secret for both machines');
  });
});
