/** The console far away: who has the secret gets a code, once a word; everybody else sees nothing there. */
import { expect, test } from 'vitest';
import { makeConsoleWord } from '../../../src/proxy/auth/console-word.ts';
import { answerConsole } from '../../../src/worker/console.ts';
import { makeManualClock } from '../../fakes/clock.ts';

const host = 'till.example.com';
const path = '/control/pairing-code';

function setup() {
  const clock = makeManualClock();
  const secret = new Uint8Array(32).fill(5);
  const kept = new Map<string, unknown>();
  const done: string[] = [];
  const kv = {
    get: (key: string) => kept.get(key),
    put: (key: string, value: unknown) => void kept.set(key, value),
  };
  const deeds = {
    shops: [{ name: 'Main Street', realm: 'x' }],
    invite: () => {
      done.push('invite');
      return { code: 'ABCDEFGH', link: 'https://till.example.com/#pair=x.ABCDEFGH' };
    },
    forgetPin: () => void done.push('forget-pin'),
    revoke: () => void done.push('revoke'),
    flushed: async () => void done.push('on the disk'),
  };
  const ask = async (authorization: string, method = 'POST', asked = path) =>
    answerConsole(new Request(`https://${host}${asked}`, { method, headers: { authorization } }), {
      kv,
      clock,
      secret,
      deeds,
    });
  const word = (ageMs = 0, of = path) =>
    makeConsoleWord(secret, { host, address: of, at: clock.now() - ageMs });
  return { ask, word, done, clock };
}

test('a word of the secret gets a code', async () => {
  const { ask, word } = setup();
  expect(await (await ask(word())).json()).toMatchObject({ code: 'ABCDEFGH' });
});

test('a word for the PIN forgets the PIN, and is answered once the disk has it', async () => {
  const { ask, word, done } = setup();
  await ask(word(0, '/control/forget-pin'), 'POST', '/control/forget-pin');
  expect(done).toEqual(['forget-pin', 'on the disk']);
});

test.each([
  ['no word', ''],
  ['a made-up word', `Pling 1760000000000.${'0'.repeat(64)}`],
])('%s finds nothing here', async (_what, text) => {
  const { ask, done } = setup();
  expect((await ask(text)).status).toBe(404);
  expect(done).toEqual([]);
});

test('a good word asks for nothing by GET', async () => {
  const { ask, word } = setup();
  expect((await ask(word(), 'GET')).status).toBe(404);
});

test('no word is good twice, and none that is older than one that was used', async () => {
  const { ask, word, clock, done } = setup();
  const [older, first] = [word(5_000), word()];
  expect((await ask(first)).status).toBe(200);
  clock.pass(2_000);
  expect([(await ask(first)).status, (await ask(older)).status]).toEqual([429, 429]);
  expect((await ask(word())).status).toBe(200);
  expect(done).toEqual(['invite', 'on the disk', 'invite', 'on the disk']);
});

test.each([61_000, -61_000])('a word %s ms old is told that the clock is wrong', async (ageMs) => {
  const { ask, word, done } = setup();
  const answer = await ask(word(ageMs));
  expect([answer.status, await answer.json()]).toEqual([
    403,
    { problem: 'This machine’s clock is wrong by 61 s.' },
  ]);
  expect(done).toEqual([]);
});

test('two words at once are one too many', async () => {
  const { ask, word, clock } = setup();
  await ask(word());
  clock.pass(50);
  expect((await ask(word())).status).toBe(429);
});

test('a word for one file’s arrival is none for another file’s', async () => {
  const { ask, word, done } = setup();
  const arrival = (file: string): string => `/control/import?sha256=${file.repeat(64)}`;
  expect((await ask(word(0, arrival('a')), 'POST', arrival('b'))).status).toBe(404);
  expect((await ask(word(0, '/control/import'), 'POST', arrival('a'))).status).toBe(404);
  expect(done).toEqual([]);
});
