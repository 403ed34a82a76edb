/** Pockyt's own SDKs, unmodified on the wire, play a whole sale against the practice gateway. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, test } from 'vitest';
import { createGatewaySim } from '../../src/gateway-sim/app.ts';
import { openNodeSql } from '../../src/server/node-sql.ts';
import { makeSeededRandom } from '../fakes/random.ts';
import { makeManualTime } from '../fakes/timers.ts';
import { SDKS, STORE, type Sdk, type Wire } from './sdk-clients.ts';

/** An answer as an SDK reads it. */
interface Answer {
  readonly ret_code: string;
  readonly ret_msg: string;
  readonly result: Readonly<Record<string, unknown>>;
}

/** A gateway somewhere: bytes in, bytes out. */
interface Gateway {
  post(path: string, contentType: string, body: string): Promise<Response>;
  /** A wallet's code, or what became of scanning the shop's. */
  mint(): Promise<string>;
  scan(deepLink: string): Promise<void>;
}

const undo: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

function inProcess(): Gateway {
  const time = makeManualTime();
  const sql = openNodeSql(':memory:');
  const sim = createGatewaySim({
    sql,
    clock: time.clock,
    timers: time.timers,
    random: makeSeededRandom(5),
    send: async () => ({ status: 200, text: 'success' }),
    merchants: [STORE],
  });
  undo.push(async () => {
    await sim.stop();
    sql.close();
  });
  return overHttp(async (path, init) => sim.app.request(path, init));
}

function overHttp(fetch: (path: string, init: RequestInit) => Promise<Response>): Gateway {
  const admin = async (path: string, body: object): Promise<Record<string, unknown>> => {
    const answer = await fetch(`/sim${path}`, { method: 'POST', body: JSON.stringify(body) });
    expect(answer.status).toBe(201);
    return (await answer.json()) as Record<string, unknown>;
  };
  return {
    post: (path, contentType, body) =>
      fetch(path, { method: 'POST', headers: { 'content-type': contentType }, body }),
    mint: async () => String((await admin('/wallets/codes', { wallet: 'wechat' }))['code']),
    scan: async (deepLink) => {
      expect(await admin('/wallets/scans', { deepLink, wallet: 'wechat' })).toMatchObject({ state: 'paid' });
    },
  };
}

/** Sends one request and reads the answer as strictly as the strictest of them (Java): 2xx, ret_msg, 000100. */
async function ask(gateway: Gateway, wire: Wire): Promise<Answer> {
  const response = await gateway.post(wire.path, wire.contentType, wire.body);
  const answer = (await response.json()) as Answer;
  expect([response.ok, answer.ret_code, typeof answer.ret_msg]).toEqual([true, '000100', 'string']);
  return answer;
}

/** add → pay → query → refund → query → cancel → QR, as this SDK would. */
async function playSale(gateway: Gateway, sdk: Sdk): Promise<unknown[]> {
  const added = await ask(gateway, sdk.add('pos-1'));
  const qr = await ask(gateway, sdk.qr('pos-qr-1'));
  let number = String(added.result['transactionNo']);
  const pay = sdk.pay(number, await gateway.mint());
  if (pay === null) {
    await gateway.scan(String(qr.result['deepLink']));
    number = String(qr.result['transactionNo']);
  } else expect((await ask(gateway, pay)).result['transactionStatus']).toBe('success');
  const paid = await ask(gateway, sdk.query(number));
  const refunded = await ask(gateway, sdk.refund(number, '0.01', 'refund-1'));
  const listed = await ask(gateway, sdk.query(number));
  const cancelled = await ask(gateway, sdk.cancel(number));
  const ended = await ask(gateway, sdk.query(number));
  return [
    [added.result['transactionStatus'], added.result['amount']],
    typeof qr.result['qrcodeUrl'],
    paid.result['status'],
    [refunded.result['status'], refunded.result['refundReference']],
    (listed.result['refundInfo'] as object[]).length,
    cancelled.result['status'],
    ended.result['status'],
  ];
}

const WHOLE_SALE = [['init', '13.00'], 'string', 'success', ['success', 'refund-1'], 1, 'closed', 'closed'];

describe.each(SDKS)('the $name SDK', (sdk) => {
  test('plays a whole sale', async () => {
    expect(await playSale(inProcess(), sdk)).toEqual(WHOLE_SALE);
  });

  test('is refused when one letter of what it signed has changed', async () => {
    const { path, contentType, body } = sdk.add('pos-1');
    const bent = body.replace('pos-1', 'pos-2');
    const answer = await inProcess().post(path, contentType, bent);
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { ret_code: '000000', ret_msg: 'data error : verifySign' },
    ]);
  });
});

describe('the recorded requests of three SDKs (pockyt.md §7) are what is played here, byte for byte', () => {
  const byName = (name: string): Sdk => {
    const sdk = SDKS.find((one) => one.name === name);
    if (sdk === undefined) throw new Error(`No SDK ${name}.`);
    return sdk;
  };

  test('Python add', () => {
    expect(byName('Python').add('pos-0001').body).toBe(
      'amount=13&currency=USD&settleCurrency=USD&reference=pos-0001&merchantNo=200043&storeNo=300014&verifySign=66c7338f161459c3bf71dbfdd8c76dbb',
    );
  });
  test('Java prepay', () => {
    expect(byName('Java').pay('297553638241892410', '134668918993771844')).toEqual({
      path: '/app-instore/v3/prepay',
      contentType: 'application/json; charset=utf-8',
      body: '{"merchantNo":"200043","paymentBarcode":"134668918993771844","storeNo":"300014","transactionNo":"297553638241892410","verifySign":"874b34e62922b441b248cb3946fb6e8c"}',
    });
  });
  test('Go add', () => {
    expect(byName('Go').add('pos-go-1').body).toBe(
      '{"merchantNo":"200043","storeNo":"300014","verifySign":"20dcf2f3282f7cce27908df99fb3fccd","amount":"13.00","storeAdminNo":"","ipnUrl":"","reference":"pos-go-1"}',
    );
  });
});

describe('npm run gateway-sim', () => {
  test('serves every SDK over a real port, with the published store, from an empty folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pling-sdk-'));
    undo.push(() => rmSync(folder, { recursive: true, force: true }));
    const port = await freePort();
    const main = new URL('../../src/server/gateway-sim-main.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, [main, '--port', String(port)], {
      cwd: folder,
      env: { DATA_DIR: join(folder, 'data') },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    undo.push(async () => {
      child.kill();
      if (child.exitCode === null) await once(child, 'exit');
    });
    for await (const line of createInterface(child.stdout)) if (line.includes('listens on')) break;
    const gateway = overHttp((path, init) => fetch(`http://127.0.0.1:${port}${path}`, init));
    for (const [index, sdk] of SDKS.entries()) {
      const numbered: Sdk = {
        ...sdk,
        add: () => sdk.add(`pos-${index}`),
        qr: () => sdk.qr(`pos-qr-${index}`),
        refund: (number, amount) => sdk.refund(number, amount, `refund-${index}`),
      };
      const [, , paid, refund] = await playSale(gateway, numbered);
      expect([sdk.name, paid, refund]).toEqual([sdk.name, 'success', ['success', `refund-${index}`]]);
    }
  }, 30_000);
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
