/** A shop moves from a machine of its own to Cloudflare and back; nobody is charged from two places, and nobody else moves it. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { makeConsoleWord } from '../../src/proxy/auth/console-word.ts';
import { PIN, stateOf } from '../proxy-with-gateway/hand-till.ts';
import type { Home, TwoHomes } from './moving.ts';
import { SECRET } from './runtimes.ts';
import { pause, refusal, until, untilState } from './stage.ts';

/** Longer than the ladder waits between two questions about a customer who has to confirm, ms. */
const LADDER_REST_MS = 4_000;

async function sell({ till, stage }: TwoHomes) {
  const sale = till.sale();
  const reference = sale.reference();
  expect(stateOf(await sale.pay(reference, (await stage.mint()).code))).toBe('paid');
  return { sale, reference };
}

async function standing({ till }: TwoHomes): Promise<string | null> {
  return refusal(await till.request('GET', '/api/shop'));
}

async function isInWait({ stage }: TwoHomes, reference: string): Promise<boolean> {
  return JSON.stringify((await stage.sim('GET', '/faults'))['faults']).includes(reference);
}

/** Asks as nobody's command does. */
function knock(home: Home, address: string, word: string, body?: string): Promise<Response> {
  return fetch(home.origin + address, {
    method: 'POST',
    headers: { authorization: word },
    ...(body !== undefined && { body }),
  });
}

function wordFor(home: Home, address: string, ageMs = 0, of = SECRET): string {
  const secret = createHash('sha256').update(of).digest();
  return makeConsoleWord(secret, { host: new URL(home.origin).host, address, at: Date.now() - ageMs });
}

/** A story over a shop that nobody else uses. */
export function moveThereAndBack(homes: () => TwoHomes): void {
  test('a shop moves to Cloudflare and back: its tills go on, and every sale is charged once', async () => {
    const world = homes();
    const { machine, cloudflare, till, stage, file } = world;
    const first = await sell(world);
    const waiting = till.sale();
    const waitingRef = waiting.reference();
    const { id, code } = await stage.mint('confirm');
    expect(stateOf(await waiting.pay(waitingRef, code))).toBe('waiting');

    expect(await machine.say('export', '--to', file)).toContain('has moved');
    expect([(await till.request('GET', '/api/shop')).status, await standing(world)]).toEqual([410, 'moved']);
    await stage.fault('slow', waitingRef, { call: 'tran-query', ms: 1 });
    expect(await cloudflare.say('import', '--from', file)).toContain('--open');
    world.leadTo(cloudflare);
    expect(await standing(world)).toBe('sealed');
    await cloudflare.kill();
    await cloudflare.startAgain();
    expect(await standing(world)).toBe('sealed');
    await pause(LADDER_REST_MS);
    expect(await isInWait(world, waitingRef)).toBe(true); // nobody asks from two places

    expect(await refusal(await till.request('POST', '/api/unseal', { pin: '0000' }))).toBe('pin-wrong');
    expect(await refusal(await till.request('POST', '/api/unseal', { pin: PIN }))).toBeNull();
    const { epoch } = (await (await till.request('GET', '/api/shop')).json()) as { epoch: string };
    expect(epoch).not.toBe(till.shop.epoch);
    await stage.sim('POST', `/wallets/codes/${id}/confirm`);
    expect(await untilState(waiting, waitingRef, 'paid')).toBe('paid');
    expect(await isInWait(world, waitingRef)).toBe(false);
    expect(stateOf(await first.sale.look(first.reference))).toBe('paid');
    const second = await sell(world);

    expect(await cloudflare.say('export', '--to', file)).toContain('has moved');
    const once = readFileSync(file, 'utf8');
    expect(await until(() => cloudflare.say('export', '--to', file).catch(String), isDone, 5_000)).toMatch(
      /has moved/,
    );
    expect(readFileSync(file, 'utf8')).toBe(once);
    expect([(await till.request('GET', '/api/shop')).status, await standing(world)]).toEqual([410, 'moved']);
    expect(await machine.say('import', '--from', file)).toContain('before-1');
    expect(await machine.say('import', '--open')).toContain('open here');
    world.leadTo(machine);
    const third = await sell(world);
    for (const { reference } of [first, second, third, { reference: waitingRef }]) {
      expect(await stage.book(reference)).toEqual({ charges: 1, givenBack: '0.00' });
    }
    for (const { sale, reference } of [first, second])
      expect(stateOf(await sale.look(reference))).toBe('paid');
  }, 60_000);
}

function isDone(words: string): boolean {
  return !words.includes('a moment ago');
}

/** Who may not move a shop, and where it may not go. */
export function refusedMoves(homes: () => TwoHomes): void {
  test('an object takes in what is whole and its own, once, and opens it at the console’s word', async () => {
    const world = homes();
    const { machine, cloudflare, file } = world;
    const { sale, reference } = await sell(world);
    const say = (...args: string[]): Promise<string> =>
      until(() => cloudflare.say('import', ...args).catch(String), isDone, 5_000);
    await machine.say('export', '--to', file);
    const text = readFileSync(file, 'utf8');
    writeFileSync(`${file}.bent`, text.replace(`"${sale.claim.number}"`, '"B-0999"'));
    expect(await say('--from', `${file}.bent`)).toContain('broken');
    expect(await say('--from', `${file}.not-there`)).toContain('cannot be read');
    expect(await say('--open')).toContain('No shop waits');
    world.leadTo(cloudflare);
    expect(await standing(world)).toBe('not-paired'); // nothing came of it
    expect(await say('--from', file)).toContain('--open');
    expect(await say('--open')).toContain('open there');
    expect(stateOf(await sale.look(reference))).toBe('paid');
    expect(await say('--from', file)).toContain('lived in');
    await sell(world);
  }, 40_000);

  test('only a fresh word of the secret moves it: for this deed, at this address, with this file, once', async () => {
    const { cloudflare, file } = homes();
    const path = '/control/export';
    const older = wordFor(cloudflare, path, 30_000);
    const hash = createHash('sha256').update('one file').digest('hex');
    const upload = `/control/import?sha256=${hash}`;
    const told = async (answer: Promise<Response>): Promise<number> => {
      const { status, body } = await answer;
      await body?.cancel();
      return status;
    };
    expect(await told(knock(cloudflare, path, ''))).toBe(404);
    expect(await told(knock(cloudflare, path, wordFor(cloudflare, path, 0, 'another secret')))).toBe(404);
    expect(await told(knock(cloudflare, path, wordFor(cloudflare, '/control/pairing-code')))).toBe(404);
    expect(
      await told(knock(cloudflare, upload.replace(hash, '0'.repeat(64)), wordFor(cloudflare, upload))),
    ).toBe(404);
    expect(await told(knock(cloudflare, path, wordFor(cloudflare, path, 61_000)))).toBe(403);
    await expect(cloudflare.say('export', '--to', `${file}.no/where`)).rejects.toThrow(/cannot be written/);
    await pause(200); // after the last word that was taken
    const word = wordFor(cloudflare, '/control/open');
    expect(await told(knock(cloudflare, '/control/open', word))).toBe(409);
    await pause(200);
    expect(await told(knock(cloudflare, '/control/open', word))).toBe(429);
    expect(await told(knock(cloudflare, path, older))).toBe(429);
    expect(existsSync(`${file}.part`)).toBe(false);
    expect((await fetch(`${cloudflare.origin}/api/shop`)).status).toBe(401);
  });
}
