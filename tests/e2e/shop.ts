/** One test's world: a server process, a cutter on either side of it, and tills in a real Chromium. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, chromium, type BrowserContext, type TestInfo } from '@playwright/test';
import { chromiumLaunch } from '../../scripts/chromium.mjs';
import { writeCameraVideo } from '../fixtures/camera-video.ts';
import { Cutter } from './cutter.ts';
import { Gateway } from './gateway.ts';
import { TillPage } from './pages/till-page.ts';
import { freePort, ServerProcess } from './server.ts';

/** What a tablet's camera sees. */
export interface CameraScene {
  readonly text: string;
  readonly symbology: 'qr' | 'code128';
}

/** The world of one test. */
export class Shop {
  readonly server: ServerProcess;
  /** between till and proxy */
  readonly network: Cutter;
  /** between proxy and gateway */
  readonly uplink: Cutter;
  readonly gateway: Gateway;
  readonly #folder: string;
  readonly #contexts: BrowserContext[] = [];

  private constructor(server: ServerProcess, network: Cutter, uplink: Cutter, folder: string) {
    this.server = server;
    this.network = network;
    this.uplink = uplink;
    this.gateway = new Gateway(`http://127.0.0.1:${server.port}/gateway`);
    this.#folder = folder;
  }

  static async open(): Promise<Shop> {
    const folder = mkdtempSync(join(tmpdir(), 'pling-e2e-'));
    const port = await freePort();
    const network = await Cutter.listen(() => port);
    const uplink = await Cutter.listen(() => port);
    const server = new ServerProcess(port, {
      DATA_DIR: join(folder, 'data'),
      SHOP_NAME: 'Corner Store',
      SHOP_TIME_ZONE: 'America/New_York',
      PRACTICE_GATEWAY_URL: `http://127.0.0.1:${uplink.port}/gateway`,
    });
    await server.start();
    return new Shop(server, network, uplink, folder);
  }

  /** The till's address, through the cutter. */
  get origin(): string {
    return `http://127.0.0.1:${this.network.port}`;
  }

  /** A tablet with a profile of its own and, where given, a phone in front of its camera. */
  async tablet(scene?: CameraScene, profile = 'tablet'): Promise<TillPage> {
    const camera = ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'];
    if (scene) {
      const file = join(this.#folder, `camera-${this.#contexts.length}.y4m`);
      writeCameraVideo(file, scene);
      camera.push(`--use-file-for-fake-video-capture=${file}`);
    }
    const context = await chromium.launchPersistentContext(join(this.#folder, profile), {
      ...chromiumLaunch(camera),
      viewport: { width: 1180, height: 820 },
      locale: 'en-US',
      timezoneId: 'America/New_York',
    });
    this.#contexts.push(context);
    return new TillPage(context.pages()[0] ?? (await context.newPage()), this.origin);
  }

  /** A paired tablet on the empty amount. */
  async pairedTablet(scene?: CameraScene): Promise<TillPage> {
    const till = await this.tablet(scene);
    await till.pair(this.server.pairingCode);
    return till;
  }

  /** For a failed test: every page as it stands, and what the server said. */
  async attachWhatIsSeen(info: TestInfo): Promise<void> {
    await info.attach('server', { body: this.server.output, contentType: 'text/plain' });
    const pages = this.#contexts.flatMap((context) => context.pages());
    for (const [index, page] of pages.entries()) {
      const path = info.outputPath(`page-${index}.png`);
      await page.screenshot({ path }).catch(() => undefined);
    }
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#contexts.map((context) => context.close()));
    await this.server.kill();
    await this.network.close();
    await this.uplink.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Playwright's test with a shop of its own for each. */
export const test = base.extend<{ shop: Shop }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs from this pattern
  shop: async ({}, use, info) => {
    const shop = await Shop.open();
    await use(shop);
    if (info.status !== info.expectedStatus) await shop.attachWhatIsSeen(info);
    await shop.close();
  },
});
export { expect } from '@playwright/test';
