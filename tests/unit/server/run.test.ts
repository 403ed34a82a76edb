/** The server as a whole, in this process, over real ports: what it prints, serves, refuses and leaves behind. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as secureRequest } from 'node:https';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { readConfig } from '../../../src/setup/config.ts';
import { askForInvitation, askToForgetPin } from '../../../src/server/control.ts';
import { openNodeSql } from '../../../src/server/node-sql.ts';
import { runServer, type RunningServer } from '../../../src/server/run.ts';

const undo: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const LIVE = {
  POCKYT_MERCHANT_NO: '200043',
  POCKYT_STORE_NO: '300014',
  POCKYT_TOKEN: 'token',
  POCKYT_BASE_URL: 'http://127.0.0.1:9',
};

async function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'pling-run-'));
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  const dist = join(folder, 'dist');
  mkdirSync(join(dist, 'src/gateway-sim/wallet'), { recursive: true });
  writeFileSync(join(dist, 'index.html'), '<title>Pling</title>');
  writeFileSync(join(dist, 'src/gateway-sim/wallet/index.html'), '<title>Wallet</title>');
  const dataDir = join(folder, 'data');
  const port = await freePort();
  const run = async (
    environment: Record<string, string> = {},
    args: string[] = [],
  ): Promise<RunningServer> => {
    const settings = { DATA_DIR: dataDir, PORT: String(port), ...environment };
    const server = await runServer(readConfig(settings, args, 'UTC'), {
      distDir: dist,
      onDiskRefused: () => undefined,
    });
    undo.push(() => server.stop());
    return server;
  };
  return { dataDir, port, origin: `http://127.0.0.1:${port}`, run };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function pair(origin: string, words: readonly string[]): Promise<string> {
  const code = /#pair=(\S+)/.exec(words.join('\n'))?.[1] ?? '';
  const answer = await fetch(`${origin}/api/pair`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  });
  expect(answer.status).toBe(200);
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

async function shopName(origin: string, cookie: string): Promise<string> {
  const answer = await fetch(`${origin}/api/shop`, { headers: { cookie } });
  return ((await answer.json()) as { name: string }).name;
}

describe('practice', () => {
  test('serves till, wallet page, proxy and practice gateway on one port, and charges over real HTTP', async () => {
    const { origin, run } = await setup();
    const { words } = await run();
    expect(words.join('\n')).toContain('Practice');
    expect(await (await fetch(`${origin}/`)).text()).toContain('Pling');
    expect(await (await fetch(`${origin}/wallet`)).text()).toContain('Wallet');
    const cookie = await pair(origin, words);
    const shop = (await (await fetch(`${origin}/api/shop`, { headers: { cookie } })).json()) as {
      realm: string;
    };
    const minted = await fetch(`${origin}/gateway/sim/wallets/codes`, {
      method: 'POST',
      body: JSON.stringify({ wallet: 'alipay', behaviour: 'pay' }),
    });
    const { code } = (await minted.json()) as { code: string };
    const paid = await fetch(`${origin}/api/attempts/ref1/pay`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify({
        saleId: 'sale1',
        number: 'A-0001',
        amountMinor: 1250,
        currency: 'USD',
        realm: shop.realm,
        code,
        wallet: 'alipay',
        sendBy: Date.now() + 60_000,
      }),
    });
    expect(await paid.json()).toMatchObject({ attempt: { state: { name: 'paid' } } });
  });

  test('at a public address only who has the console’s link plays the customer', async () => {
    const { origin, dataDir, run } = await setup();
    const { words } = await run({ PUBLIC_URL: 'https://till.example.com' });
    const [, key = ''] = /\/wallet\?key=([0-9a-f]{32})/.exec(words.join('\n')) ?? [];
    for (const path of ['/wallet', '/gateway/sim/wallets', '/gateway/sim/wallets/codes'])
      expect((await fetch(origin + path)).status).toBe(403);
    const opened = await fetch(`${origin}/wallet?key=${key}`, { redirect: 'manual' });
    const headers = { cookie: (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
    expect(await (await fetch(`${origin}/wallet`, { headers })).text()).toContain('Wallet');
    const { wallet } = await askForInvitation({ dataDir, shop: null }, fetch);
    expect(wallet).toBe(`https://till.example.com/wallet?key=${key}`);
  });

  test('a fresh pairing code comes from the running server, and from no other', async () => {
    const { dataDir, origin, run } = await setup();
    const server = await run();
    const { code, link } = await askForInvitation({ dataDir, shop: null }, fetch);
    expect(link).toMatch(new RegExp(`^${origin}/#pair=[0-9a-f]{16}\\.${code}$`));
    await pair(origin, [link]);
    await server.stop();
    await expect(askForInvitation({ dataDir, shop: null }, fetch)).rejects.toThrow(/npm start/);
  });

  test('the manager’s PIN is forgotten by who sits at the console, and by nobody else', async () => {
    const { dataDir, origin, run } = await setup();
    const { words } = await run();
    const cookie = await pair(origin, words);
    const pin = async (body: object): Promise<number> => {
      const headers = { cookie, 'content-type': 'application/json' };
      const answer = await fetch(`${origin}/api/pin`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      });
      return answer.status;
    };
    expect(await pin({ newPin: '2468' })).toBe(200);
    expect(await pin({ newPin: '1357' })).toBe(403);
    expect((await fetch(`${origin}/control/forget-pin`, { method: 'POST' })).status).not.toBe(200);
    const { port } = JSON.parse(readFileSync(join(dataDir, 'server.json'), 'utf8')) as { port: number };
    const knock = await fetch(`http://127.0.0.1:${port}/control/forget-pin`, { method: 'POST' });
    expect(knock.status).toBe(404);
    expect(await pin({ pin: '2468' })).toBe(200);
    await askToForgetPin({ dataDir, shop: null }, fetch);
    expect(await pin({ newPin: '1357' })).toBe(200);
  });

  test('stopping leaves the port, the lock and no control file behind', async () => {
    const { dataDir, run } = await setup();
    await (await run()).stop();
    expect(existsSync(join(dataDir, 'server.json'))).toBe(false);
    await expect(run()).resolves.toBeDefined();
  });
});

describe('live', () => {
  test('has no practice gateway and no wallet page', async () => {
    const { origin, run } = await setup();
    const { words } = await run(LIVE);
    expect(words.join('\n')).not.toContain('/wallet');
    expect((await fetch(`${origin}/wallet`)).status).toBe(404);
    expect((await fetch(`${origin}/gateway/sim/charges`)).status).toBe(404);
    expect((await fetch(`${origin}/gateway/app-instore/v3/add`, { method: 'POST' })).status).toBe(404);
    expect((await fetch(`${origin}/healthz`)).status).toBe(200);
  });
});

describe('several shops', () => {
  const SHOPS = JSON.stringify([
    { ...LIVE, SHOP_NAME: 'Main Street' },
    { ...LIVE, POCKYT_STORE_NO: '303660', SHOP_NAME: 'Harbour' },
  ]);

  test('each is announced with a code of its own and has a ledger of its own', async () => {
    const { dataDir, origin, run } = await setup();
    const words = (await run({ POCKYT_SHOPS: SHOPS })).words.join('\n');
    expect(words).toContain('Main Street, Harbour');
    const links = [...words.matchAll(/#pair=\S+/g)].map(([link]) => link);
    expect(new Set(links).size).toBe(2);
    const names = [];
    for (const link of links) {
      const cookie = await pair(origin, [link]);
      names.push(await shopName(origin, cookie));
    }
    expect(names).toEqual(['Main Street', 'Harbour']);
    expect(existsSync(join(dataDir, 'live/200043-300014.sqlite'))).toBe(true);
    expect(existsSync(join(dataDir, 'live/200043-303660.sqlite'))).toBe(true);
  });

  test('who asks for a code says for which shop', async () => {
    const { dataDir, origin, run } = await setup();
    await run({ POCKYT_SHOPS: SHOPS });
    await expect(askForInvitation({ dataDir, shop: null }, fetch)).rejects.toThrow(
      /“Main Street”, “Harbour”/,
    );
    await expect(askForInvitation({ dataDir, shop: 'Station' }, fetch)).rejects.toThrow(/Which shop/);
    const { link } = await askForInvitation({ dataDir, shop: 'Harbour' }, fetch);
    const cookie = await pair(origin, [link]);
    expect(await shopName(origin, cookie)).toBe('Harbour');
    await askToForgetPin({ dataDir, shop: 'Harbour' }, fetch);
  });
});

describe('--lan', () => {
  test('serves https, gives out the authority’s certificate, and still charges', async () => {
    const { port, run } = await setup();
    const { words } = await run({}, ['--lan']);
    expect(words.join('\n')).toContain('/pling-authority.crt');
    const ask = (path: string, ca?: string) =>
      new Promise<string>((resolve, reject) => {
        const options = {
          host: '127.0.0.1',
          port,
          path,
          ...(ca === undefined ? { rejectUnauthorized: false } : { ca }),
        };
        const asked = secureRequest(options, (answer) => {
          let body = '';
          answer.on('data', (bytes: Buffer) => (body += bytes.toString()));
          answer.on('end', () => resolve(body));
        });
        asked.on('error', reject);
        asked.end();
      });
    const authority = await ask('/pling-authority.crt');
    expect(authority).toContain('BEGIN CERTIFICATE');
    expect(await ask('/healthz', authority)).toContain('"ok":true');
  });
});

describe('a start that stops', () => {
  test('a taken port is named, and nothing is left running', async () => {
    const { port, dataDir, run } = await setup();
    const other = createServer().listen(port, '127.0.0.1');
    undo.push(() => void other.close());
    await expect(run()).rejects.toThrow(new RegExp(`PORT ${port} is taken`));
    expect(existsSync(join(dataDir, 'server.json'))).toBe(false);
  });

  test('a newer ledger is named and left as it is', async () => {
    const { dataDir, run } = await setup();
    await (await run()).stop();
    const sql = openNodeSql(join(dataDir, 'practice/ledger.sqlite'));
    sql.run("UPDATE meta SET value = '99' WHERE key = 'schema_version'");
    sql.close();
    await expect(run()).rejects.toThrow(/ledger\.sqlite.*newer Pling/);
  });

  test('a newer file of the practice gateway is named and left as it is', async () => {
    const { dataDir, run } = await setup();
    await (await run()).stop();
    const sql = openNodeSql(join(dataDir, 'practice/gateway.sqlite'));
    sql.run('UPDATE meta SET schema_version = 99');
    sql.close();
    await expect(run()).rejects.toThrow(/gateway\.sqlite: .*version 99/);
  });

  test('a certificate file that cannot be read is named by its variable', async () => {
    const { run } = await setup();
    await expect(run({ TLS_CERT: 'no.pem', TLS_KEY: 'no.key' })).rejects.toThrow(/TLS_CERT.*no\.pem/);
  });

  test('a host that is not here is named', async () => {
    const { run } = await setup();
    await expect(run({ HOST: '203.0.113.7' })).rejects.toThrow(/HOST 203\.0\.113\.7/);
  });
});
