/** A shop leaves its object and arrives in one, by the rules of a shop's own machine. */
import { createHash } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { openSchema } from '../../../src/proxy/ledger/schema.ts';
import { readSeal, writeSeal } from '../../../src/proxy/ledger/seal.ts';
import { isWholeFile } from '../../../src/proxy/moving/shop-file.ts';
import { openNodeSql, type NodeSql } from '../../../src/server/node-sql.ts';
import { makeManualClock } from '../../fakes/clock.ts';
import { MAX_SHOP_FILE_BYTES } from '../../../src/setup/moving-deeds.ts';
import { answerMove } from '../../../src/worker/moving.ts';
import { makeSeededRandom } from '../../fakes/random.ts';

const REALM = '0123456789abcdef';
const open: NodeSql[] = [];
afterEach(() => {
  for (const sql of open.splice(0)) sql.close();
});

/** An object with a ledger nobody lives in, and `tills` tills. */
function home(tills = 0) {
  const sql = openNodeSql(':memory:');
  open.push(sql);
  const random = makeSeededRandom(3);
  openSchema(sql, REALM, random);
  const letIn = (letter: string): void =>
    void sql.run('INSERT INTO tills (id, letter, name, tokenHash, pairedAt) VALUES (?, ?, ?, ?, 0)', [
      letter,
      letter,
      `Till ${letter}`,
      letter,
    ]);
  for (let count = 0; count < tills; count += 1) letIn(String.fromCharCode(65 + count));
  let run = {};
  const rests: string[] = [];
  const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
    answerMove(new Request(`https://till.example.com${path}`, { method: 'POST', ...init }), {
      sql,
      realm: REALM,
      secret: new Uint8Array(32).fill(7),
      random,
      clock: makeManualClock(),
      atRest: (work) => {
        rests.push('rested');
        run = {};
        work();
        return Promise.resolve();
      },
      unseal: () => {
        if (readSeal(sql) !== 'arrived') return false;
        writeSeal(sql, null);
        return true;
      },
      run: () => run,
    });
  const bring = (text: string, announced = text, headers: Record<string, string> = {}): Promise<Response> => {
    const hash = createHash('sha256').update(announced).digest('hex');
    return ask(`/control/import?sha256=${hash}`, { body: text, headers });
  };
  const tillsThere = (): unknown =>
    sql.all('SELECT letter FROM tills ORDER BY letter').map((row) => row['letter']);
  return { sql, ask, bring, rests, tillsThere };
}

async function problemOf(answer: Response): Promise<unknown> {
  return [answer.status, ((await answer.json()) as { problem: string }).problem];
}

async function fileOf(tills: number): Promise<string> {
  return (await home(tills).ask('/control/export')).text();
}

test('what leaves is sealed and whole, and leaves again as the same shop', async () => {
  const { sql, ask } = home(2);
  const first = await (await ask('/control/export')).text();
  expect(isWholeFile(first.split('\n').slice(0, -1))).toBe(true);
  expect(readSeal(sql)).toBe('moved');
  expect(await (await ask('/control/export')).text()).toBe(first);
});

test('it arrives sealed, cannot move on, and opens once', async () => {
  const { sql, ask, bring, tillsThere } = home();
  expect(await (await bring(await fileOf(2))).json()).toEqual({ done: true });
  expect([readSeal(sql), tillsThere()]).toEqual(['arrived', ['A', 'B']]);
  expect(await problemOf(await ask('/control/export'))).toEqual([
    409,
    expect.stringContaining('just arrived'),
  ]);
  expect((await ask('/control/open')).status).toBe(200);
  expect(await problemOf(await ask('/control/open'))).toEqual([
    409,
    expect.stringContaining('No shop waits'),
  ]);
});

test('it comes back to where it left', async () => {
  const { ask, bring, tillsThere } = home(1);
  await (await ask('/control/export')).text();
  expect((await bring(await fileOf(3))).status).toBe(200);
  expect(tillsThere()).toEqual(['A', 'B', 'C']);
});

test('a ledger that is lived in is never replaced, and its shop is not even disturbed', async () => {
  const { bring, rests, tillsThere } = home(1);
  expect(await problemOf(await bring(await fileOf(2)))).toEqual([409, expect.stringContaining('lived in')]);
  expect([rests, tillsThere()]).toEqual([[], ['A']]);
});

test('another file than the word was made for changes nothing', async () => {
  const { sql, bring, rests } = home();
  const file = await fileOf(1);
  expect((await bring(file, `${file} `)).status).toBe(400);
  expect([rests, readSeal(sql)]).toEqual([[], null]);
});

test.each([
  ['half of a file', (text: string) => text.slice(0, text.length / 2)],
  ['a bent file', (text: string) => text.replace('Till A', 'Till Z')],
  ['a file of nobody', () => '{"a":1}\n'],
  ['nothing', () => ''],
])('%s leaves the ledger as it was', async (_what, bend) => {
  const { sql, ask, bring, tillsThere } = home(1);
  await (await ask('/control/export')).text();
  expect((await bring(bend(await fileOf(2)))).status).toBe(409);
  expect([readSeal(sql), tillsThere()]).toEqual(['moved', ['A']]);
  sql.run("INSERT INTO takes (saleId, till, takenAt) VALUES ('s', 't', 1)"); // no transaction was left open
});

test.each([
  ['that says so itself', { 'content-length': String(MAX_SHOP_FILE_BYTES + 1) }, 'short'],
  ['whose end nobody has told', {}, 'x'.repeat(MAX_SHOP_FILE_BYTES + 1)],
])('a file too large %s is refused by its size', async (_what, headers, text) => {
  expect(await problemOf(await home().bring(text, 'x', headers))).toEqual([
    413,
    expect.stringContaining('50 MB'),
  ]);
});

test('a file breaks off where another shop arrives while it is sent', async () => {
  const { sql, ask, bring } = home(1);
  for (let count = 0; count < 3_000; count += 1)
    sql.run('INSERT INTO takes (saleId, till, takenAt) VALUES (?, ?, 1)', [
      `sale-${count}`.padEnd(60, '.'),
      'A',
    ]);
  const leaving = await ask('/control/export');
  expect((await bring(await fileOf(2))).status).toBe(200);
  await expect(leaving.text()).rejects.toThrow(/replaced/);
});
