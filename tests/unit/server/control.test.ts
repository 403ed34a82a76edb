/** What who sits at the console asks of the running server about its tills: answered with the token, and with nothing else. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { Refusal } from '../../../src/proxy/refusal.ts';
import type { ControlDeeds } from '../../../src/setup/control-deeds.ts';
import { answerControl, askForInvitation, askToRevoke, writeControl } from '../../../src/server/control.ts';

const undo: (() => void)[] = [];
afterEach(() => undo.splice(0).forEach((step) => step()));

/** A server that runs with a till A; `done` is what it was asked for. */
function setup({ token = 'word' } = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'pling-control-'));
  undo.push(() => rmSync(dataDir, { recursive: true, force: true }));
  const done: string[] = [];
  const check = (letter = 'A'): string => {
    if (letter !== 'A') throw new Refusal('not-found', `There is no till ${letter}.`);
    return letter;
  };
  const deeds: ControlDeeds = {
    shops: [{ name: 'Corner Store', realm: 'r' }],
    invite: (realm, letter) => ({ code: `${check(letter)}CODE`, link: `http://shop/#pair=${realm}.CODE` }),
    forgetPin: (realm) => void done.push(`forget ${realm}`),
    revoke: (realm, letter) => void done.push(`revoke ${realm} ${check(letter)}`),
    flushed: async (realm) => void done.push(`on the disk ${realm}`),
  };
  writeControl(dataDir, { port: 1, token });
  const fetch: typeof globalThis.fetch = (input, init) =>
    Promise.resolve(answerControl(new Request(input, init), 'word', deeds) ?? new Response('x'));
  return { who: { dataDir, shop: null }, fetch, done };
}

test('a till is revoked by its letter, once the disk has it, and its place given to another tablet', async () => {
  const { who, fetch, done } = setup();
  await askToRevoke({ ...who, till: 'A' }, fetch);
  expect(done).toEqual(['revoke r A', 'on the disk r']);
  expect(await askForInvitation({ ...who, till: 'A' }, fetch)).toEqual({
    code: 'ACODE',
    link: 'http://shop/#pair=r.CODE',
  });
});

test('a letter that no till has is named, and nothing is done', async () => {
  const { who, fetch, done } = setup();
  await expect(askToRevoke({ ...who, till: 'Q' }, fetch)).rejects.toThrow('There is no till Q.');
  await expect(askForInvitation({ ...who, till: 'Q' }, fetch)).rejects.toThrow('There is no till Q.');
  expect(done).toEqual([]);
});

test('another word than the server’s opens nothing', async () => {
  const { who, fetch, done } = setup({ token: 'another' });
  await expect(askToRevoke({ ...who, till: 'A' }, fetch)).rejects.toThrow(/npm start/);
  expect(done).toEqual([]);
});
