/** A backup while it runs, and put back: tills tell the ledger what it has forgotten; nothing is lost or charged twice. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { inspectLedger } from '../../src/server/ledger-file.ts';
import { ProcessWorld } from './world.ts';

const worlds: ProcessWorld[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

async function setup() {
  const world = await ProcessWorld.open();
  worlds.push(world);
  const machine = await world.machine('shop');
  await machine.server.start();
  world.leadTo(machine);
  const tablet = await world.tablet(machine);
  const file = join(world.folder, 'backup.sqlite');
  return { world, machine, tablet, file };
}

describe('a backup', () => {
  test.each(['while the server runs', 'after a stop'])(
    'put back %s: what was sold since comes from the till',
    async (when) => {
      const { world, machine, tablet, file } = await setup();
      await world.sell(tablet, 1_001);
      expect(await machine.ledger('backup', '--to', file)).toContain('1 charges');
      await world.sell(tablet, 1_002);
      await world.sellSlowly(tablet, 1_003, async () => {
        if (when === 'after a stop') await machine.server.kill('SIGTERM');
        expect(await machine.ledger('restore', '--from', file)).toContain('kept as');
        if (when === 'after a stop') await machine.server.start();
      });
      expect(await world.reckon(machine)).toEqual([]);
      const kept = readdirSync(dirname(machine.ledgerPath)).filter((name) => name.includes('before-1'));
      expect(kept).toEqual(['ledger.before-1.sqlite']);
      expect(inspectLedger(join(dirname(machine.ledgerPath), kept[0] ?? '')).attempts).toBe(3);
    },
  );

  test('is whole however often the ledger is written meanwhile, and appears in one step', async () => {
    const { world, machine, tablet, file } = await setup();
    const backups = (async () => {
      for (let count = 0; count < 5; count += 1) await machine.ledger('backup', '--to', file);
    })();
    for (let cents = 2_001; cents < 2_008; cents += 1) await world.sell(tablet, cents);
    await backups;
    await machine.ledger('backup', '--to', file);
    expect(inspectLedger(file)).toMatchObject({ attempts: 7, tills: 1, seal: null });
    expect(readdirSync(world.folder).filter((name) => name.startsWith('backup'))).toEqual(['backup.sqlite']);
    expect(await world.reckon(machine)).toEqual([]);
  });

  test('that cannot be written, or is none of this shop, changes nothing and says why', async () => {
    const { world, machine, tablet, file } = await setup();
    await world.sell(tablet, 1_001);
    await expect(machine.ledger('backup', '--to', join(world.folder, 'no', 'where'))).rejects.toThrow(
      /is no folder: make it, or choose another place/,
    );
    await expect(machine.ledger('backup', '--to', machine.ledgerPath)).rejects.toThrow(
      /a file of the server itself/,
    );
    await expect(machine.ledger('backup')).rejects.toThrow(/npm run backup -- --to FILE/);
    writeFileSync(file, 'a shopping list, long enough to be looked at as if it were a page of a database');
    await expect(machine.ledger('restore', '--from', file)).rejects.toThrow(/damaged or no ledger/);
    await expect(machine.ledger('restore', '--from', join(world.folder, 'none'))).rejects.toThrow(
      /no such file/,
    );
    expect(existsSync(`${machine.ledgerPath}.part`)).toBe(false);
    await world.sell(tablet, 1_002);
    expect(await world.reckon(machine)).toEqual([]);
  });

  test('replaces a ledger that is damaged, which is kept as it was', async () => {
    const { world, machine, tablet, file } = await setup();
    await world.sell(tablet, 1_001);
    await machine.ledger('backup', '--to', file);
    await machine.server.kill('SIGTERM');
    const wreck = Buffer.from('not a database any more, but long enough to be read as one, and longer still');
    writeFileSync(machine.ledgerPath, wreck);
    await expect(machine.server.start()).rejects.toThrow(/damaged/);
    await machine.ledger('restore', '--from', file);
    const aside = join(dirname(machine.ledgerPath), 'ledger.before-1.sqlite');
    expect(readFileSync(aside)).toEqual(wreck);
    await machine.server.start();
    await world.sell(tablet, 1_002);
    expect(await world.reckon(machine)).toEqual([]);
  });
});
