/** A live shop's day, and then everything that was written in it is searched: no payment code, no token, no secret. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, test, type BrowserContext, type Download } from '@playwright/test';
import { chromiumLaunch } from '../../scripts/chromium.mjs';
import { Cutter } from './cutter.ts';
import { Gateway } from './gateway.ts';
import { GatewayProcess } from './gateway-process.ts';
import { TillPage } from './pages/till-page.ts';
import { freePort, ServerProcess } from './server.ts';

const STORE = { merchantNo: '200043', storeNo: '300014', token: 'c4f1-the-token-of-a-live-shop-9d2e' };
const SECRET = '7b90-the-secret-of-a-deployment-1c6a';

/** A live server before a gateway that is a process of its own; what was written and asked for is kept. */
class LiveShop {
  readonly folder: string;
  readonly gateway: Gateway;
  readonly server: ServerProcess;
  readonly network: Cutter;
  readonly urls: string[] = [];
  readonly #process: GatewayProcess;
  #context: BrowserContext | null = null;

  private constructor(folder: string, process: GatewayProcess, server: ServerProcess, network: Cutter) {
    this.folder = folder;
    this.gateway = new Gateway(process.url);
    this.server = server;
    this.network = network;
    this.#process = process;
  }

  static async open(): Promise<LiveShop> {
    const folder = mkdtempSync(join(tmpdir(), 'pling-secrets-'));
    const process = new GatewayProcess(await freePort(), join(folder, 'gateway'), STORE);
    await process.start();
    const port = await freePort();
    const server = new ServerProcess(port, {
      DATA_DIR: join(folder, 'data'),
      SHOP_NAME: 'Corner Store',
      SHOP_TIME_ZONE: 'America/New_York',
      POCKYT_MERCHANT_NO: STORE.merchantNo,
      POCKYT_STORE_NO: STORE.storeNo,
      POCKYT_TOKEN: STORE.token,
      POCKYT_BASE_URL: process.url,
      PLING_SECRET: SECRET,
    });
    await server.start();
    return new LiveShop(folder, process, server, await Cutter.listen(() => port));
  }

  async tablet(): Promise<TillPage> {
    const context = await chromium.launchPersistentContext(join(this.folder, 'tablet'), {
      ...chromiumLaunch(['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream']),
      viewport: { width: 1180, height: 820 },
      locale: 'en-US',
      acceptDownloads: true,
    });
    this.#context = context;
    context.on('request', (request) => this.urls.push(request.url()));
    const till = new TillPage(
      context.pages()[0] ?? (await context.newPage()),
      `http://127.0.0.1:${this.network.port}`,
    );
    await till.pair(this.server.pairingCode);
    return till;
  }

  /** Ends what writes, so that all of it is on the disk. */
  async stop(): Promise<void> {
    await this.#context?.close();
    await this.server.kill('SIGTERM');
    await this.network.close();
    await this.#process.stop();
  }
}

/** Every file below `folder`, as the bytes it has. */
function filesIn(folder: string): { path: string; text: string }[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((path) => ({ path, text: readFileSync(path, 'latin1') }));
}

async function exported(till: TillPage): Promise<string> {
  await till.button('Menu').click();
  await till.button('This tablet').click();
  const coming: Promise<Download> = till.page.waitForEvent('download');
  await till.button(/^Export the journal/).click();
  return readFileSync(await (await coming).path(), 'utf8');
}

test('after a live day no payment code, token or secret is in any file, log, address or export', async () => {
  const shop = await LiveShop.open();
  try {
    const till = await shop.tablet();
    const codes: string[] = [];
    const sell = async (cents: string, wish: Parameters<Gateway['code']>[0]): Promise<void> => {
      const { code } = await shop.gateway.code(wish);
      codes.push(code);
      await till.askForCode(cents);
      await till.scan(code);
    };
    await sell('1250', { wallet: 'alipay' });
    await expect(till.says(/^Paid$/)).toBeVisible();
    await till.button('Next sale').click();
    await sell('800', { behaviour: 'no-funds' });
    await expect(till.says('Declined')).toBeVisible();
    await till.button('No goods given').click();
    // Held while the network is away, and sent when it is back.
    await till.charge('430');
    await till.waitForViewfinder();
    shop.network.set('cut');
    const { code } = await shop.gateway.code({ wallet: 'wechat' });
    codes.push(code);
    await till.scan(code);
    await expect(till.counter).not.toContainText('Show the wallet code');
    shop.network.set('pass');
    await expect(till.says(/^Paid$/)).toBeVisible({ timeout: 30_000 });
    const journal = await exported(till);
    await shop.stop();
    const written = [
      ...filesIn(join(shop.folder, 'data')),
      ...filesIn(join(shop.folder, 'tablet')),
      { path: 'the server’s log', text: shop.server.output },
      { path: 'the export', text: journal },
      { path: 'the addresses', text: shop.urls.join('\n') },
    ];
    // What must be there is there, so that the search is not of nothing.
    expect(journal).toContain('A-0001');
    expect(written.some(({ path }) => path.endsWith(`${STORE.merchantNo}-${STORE.storeNo}.sqlite`))).toBe(
      true,
    );
    expect(filesIn(join(shop.folder, 'gateway')).some(({ text }) => text.includes(codes[0] ?? '?'))).toBe(
      true,
    );
    for (const secret of [...codes, STORE.token, SECRET]) {
      expect(written.filter(({ text }) => text.includes(secret)).map(({ path }) => path)).toEqual([]);
    }
  } finally {
    await shop.stop();
    rmSync(shop.folder, { recursive: true, force: true });
  }
});
